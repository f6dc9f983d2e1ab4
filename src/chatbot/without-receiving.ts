import { readMessage } from "../reading/read-message.ts";

/** What a message says besides its wish to receive or not to: that was obeyed, the rest is the matter. */
export const withoutReceiving = (text: string): string =>
  text
    .split(/(?<=[.!?;\n])\s+/)
    .filter((sentence) => {
      const { stop, start } = readMessage(sentence);
      return stop === "no" && start === "no";
    })
    .join(" ");
