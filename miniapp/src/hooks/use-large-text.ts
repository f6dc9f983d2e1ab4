import { useEffect, useState } from "react";

const NAME = "loa-so:large";
const read = (): boolean => {
  try {
    return localStorage.getItem(NAME) === "1";
  } catch {
    return false;
  }
};

/** One remembered switch for larger text everywhere; the page's own zoom works besides. */
export function useLargeText(): [boolean, () => void] {
  const [large, setLarge] = useState(read);
  useEffect(() => {
    document.documentElement.classList.toggle("large", large);
    try {
      localStorage.setItem(NAME, large ? "1" : "0");
    } catch {
      // some web views keep nothing: the switch holds for this visit
    }
  }, [large]);
  return [large, () => setLarge((now) => !now)];
}
