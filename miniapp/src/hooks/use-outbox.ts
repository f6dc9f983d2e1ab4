import { useEffect, useState } from "react";
import type { Item } from "../outbox/item.ts";
import { listAside, listItems, listReceipts, onChange } from "../outbox/outbox.ts";
import type { Receipt } from "../outbox/receipt.ts";

export interface OutboxView {
  items: Item[];
  receipts: Receipt[];
  aside: { key: string; text: string }[];
}

/** What is on its way, what was refused, what was sent and kept, what could not be read. */
export function useOutbox(): OutboxView {
  const [view, setView] = useState<OutboxView>({ items: [], receipts: [], aside: [] });
  useEffect(() => {
    let gone = false;
    const read = async (): Promise<void> => {
      const items = await listItems();
      const [receipts, aside] = await Promise.all([listReceipts(), listAside()]);
      if (!gone) setView({ items, receipts, aside });
    };
    void read();
    const stop = onChange(() => void read());
    return () => {
      gone = true;
      stop();
    };
  }, []);
  return view;
}
