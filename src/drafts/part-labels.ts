import { numberLabel, placeOf } from "./number-labels.ts";
import { type PartLabel, RANK } from "./part-label.ts";
import { annexLabel, wordLabel } from "./word-labels.ts";

/** Signs and "(1)" that label a paragraph without giving it a place of its own in the structure. */
const SIGN = /^(?:[-–—+*•●○▪■□◦▫➢➤►▶✓✔❖·](?=\s|\p{L}|$)|\((?:\d{1,2}|[a-zđ]|[ivx]{2,5})\)(?=\s|\p{L}|$))/u;

/** Signs of East Asian keyboards and typographers' dashes as the ones every label is read by: letter for letter. */
const plainSigns = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010\u2011\u2043\u2212]/g, "-")
    .replace(/[\u2024\u3001\u3002\uff61]/g, ".");

/** Reads the label at the front of a paragraph (NĐ 30/2020 annex I part II, the Party's guide, what communes type); undefined for none. */
export function partLabel(words: string): PartLabel | undefined {
  const text = plainSigns(words);
  const target = /^(CT\d+)(?=[\s.:–-]|$)/u.exec(text)?.[1];
  if (target) return { kind: "chi-tieu", number: target, printed: target, rank: RANK.target };
  const sign = SIGN.exec(text)?.[0];
  const label: PartLabel | undefined =
    sign === undefined
      ? (wordLabel(text) ?? annexLabel(text) ?? numberLabel(text))
      : { kind: "doan", number: "", printed: sign, rank: RANK.plain };
  return label && { ...label, printed: words.slice(0, label.printed.length) };
}

/** What an automatic number alone says: "1", "I", "a" need no dress when a list of the file made them. */
export function madeLabel(printed: string): PartLabel | undefined {
  const read = partLabel(printed) ?? partLabel(`${printed} Á`);
  if (read) return { ...read, printed };
  const bare = plainSigns(printed).replace(/^[(\s]+|[)\s.:/-]+$/g, "");
  const place = /^[\dA-Za-zĐđ.]{1,20}$/.test(bare) ? placeOf(bare.split(".")) : undefined;
  return place && { ...place, printed };
}

/** The words of a paragraph without the label before them: what stays when places are numbered anew. */
export function bareText(text: string, label = partLabel(text)?.printed ?? ""): string {
  if (label === "" || !text.startsWith(label)) return text.trim();
  return text
    .slice(label.length)
    .replace(/^[\s.:–-]+(?=\S)/u, "")
    .trim();
}
