import { isZaloHost } from "./host/bridge.ts";

/** Which commune this run is for, and below which path its pages stand. */
export interface Place {
  basename: string;
  /** "" until somebody chose */
  unit: string;
}

const NAME = "loa-so:unit";
const remembered = (): string => {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
};

/** In a browser the commune stands in the address, `/mini/sao-mai/…`; in Zalo in the link, the choice, or the build. */
export function readPlace(at: Location): Place {
  if (isZaloHost(at)) {
    const unit = new URLSearchParams(at.search).get("xa") || remembered() || import.meta.env["VITE_UNIT"] || "";
    return { basename: at.pathname.split("/").slice(0, 3).join("/"), unit };
  }
  const unit = /^\/mini\/([a-z0-9-]+)/.exec(at.pathname)?.[1] ?? "";
  return { basename: unit ? `/mini/${unit}` : "/mini", unit };
}

/** Remembers the commune chosen and opens it. */
export function choosePlace(unit: string): void {
  try {
    localStorage.setItem(NAME, unit);
  } catch {
    // then the choice holds for this visit
  }
  if (isZaloHost(window.location)) window.location.reload();
  else window.location.assign(`/mini/${unit}/`);
}
