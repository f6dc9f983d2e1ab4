import { useEffect, useRef, useState } from "react";
import { dropReceipt } from "../outbox/outbox.ts";
import type { Receipt } from "../outbox/receipt.ts";

/**
 * A receipt that is on the screen. It is on the phone already, so that a killed page does not take the code along; who
 * leaves the page without keeping it leaves nothing behind, because phones are shared.
 */
export function useSeenReceipt(receipt: Receipt | undefined): [boolean, () => void] {
  const [kept, setKept] = useState(false);
  const keptNow = useRef(false);
  const key = receipt?.key ?? "";
  useEffect(
    () => () => {
      if (key !== "" && !keptNow.current) void dropReceipt(key);
    },
    [key],
  );
  return [
    kept,
    () => {
      keptNow.current = true;
      setKept(true);
    },
  ];
}
