import { rowOf } from "../kernel/table.ts";
/** Longest message that is read; Zalo's own limit is 2,000 characters. */
const MOST_LETTERS = 10_000;

/** Letters of other alphabets that look like Latin ones: people paste them, spammers hide behind them. */
const LOOKALIKES = new Map(
  [..."аaеeоoрpсcуyхxіiѕsјjԁdһhАaВbЕeКkМmНhОoРpСcТtХxУyαaοoνvιiκkρpτtυuΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧx"]
    .join("")
    .match(/../gu)
    ?.map((pair): [string, string] => [pair.charAt(0), pair.charAt(1)]) ?? [],
);

/** Signs that say something by themselves. */
const SIGNS: Readonly<Record<string, string>> = {
  "🆘": " sos ",
  "🙏": " cảm ơn ",
  "👍": " cảm ơn ",
  "👌": " cảm ơn ",
  "❤": " cảm ơn ",
  "💕": " cảm ơn ",
  "💖": " cảm ơn ",
  "🥰": " cảm ơn ",
  "😍": " cảm ơn ",
  "🌹": " cảm ơn ",
  "👏": " cảm ơn ",
  "👋": " chào ",
  "🛑": " dừng ",
  "⛔": " dừng ",
};
const SIGN = new RegExp(Object.keys(SIGNS).join("|"), "gu");

/** Joiners, direction marks, variation signs and other letters without a shape. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Well-formed and composed; without what nobody sees; letters of other alphabets as what they look like. Keeps
 * punctuation. Never throws.
 */
export function clean(text: string): string {
  return text
    .slice(0, MOST_LETTERS)
    .replace(/(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/g, " ")
    .replace(/(\p{M}{3})\p{M}+/gu, "$1")
    .normalize("NFKC")
    .slice(0, MOST_LETTERS)
    .replace(UNSEEN, "")
    .replace(SIGN, (sign) => rowOf(SIGNS, sign) ?? " ")
    .replace(/[\u0370-\u03FF\u0400-\u04FF\u0500-\u052F]/g, (letter) => LOOKALIKES.get(letter) ?? letter)
    .replace(/[ðÐ]/g, "đ")
    .replace(/[\p{Cc}\p{Co}\p{Cn}]/gu, (sign) => (sign === "\n" ? "\n" : " "));
}
