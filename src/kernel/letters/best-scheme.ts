import { READERS, type Scheme, SCHEMES } from "./code-tables.ts";
import { vietnameseShare } from "./vietnamese-share.ts";

/** The old table under which most words of a text are Vietnamese. */
export function bestScheme(text: string): { scheme: Scheme; share: number } | undefined {
  return SCHEMES.map((scheme) => ({ scheme, share: vietnameseShare(READERS[scheme](text)).share })).toSorted(
    (a, b) => b.share - a.share,
  )[0];
}
