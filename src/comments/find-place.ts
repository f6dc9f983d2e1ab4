import type { Position } from "../drafts/position.ts";
import { findPosition } from "../drafts/rules.ts";
import { fold } from "../kernel/vietnamese.ts";

const MOST = 4;

/** Texts that share the most words with what was typed; several alike are shown to choose from. */
export function placesIn<P extends { text: string }>(places: readonly P[], text: string): P[] {
  const words = fold(text)
    .split(" ")
    .filter((word) => word.length > 1);
  if (words.length === 0) return [];
  const scored = places.map((place) => {
    const there = ` ${fold(place.text)} `;
    return { place, score: words.filter((word) => there.includes(` ${word} `)).length };
  });
  const best = Math.max(...scored.map((one) => one.score));
  if (best < Math.max(1, Math.ceil(words.length / 2))) return [];
  return scored
    .filter((one) => one.score === best)
    .slice(0, MOST)
    .map((one) => one.place);
}

const NAMED = /\b(?:điều|khoản|mục|phần|chương|điểm|phụ lục)\s+[\divxlc.]+|\b[pd]\d[\w.-]*|^\s*\d+(?:\.\d+)+\s*$/giu;

/** "3.2" of "P3.2": how a place is called where its letter is left out. */
const numberOf = (code: string): string => code.replace(/^[A-Z]+/, "").toLowerCase();

/** Places that a sentence names by number: "điều 7", "mục P3.2", "3.2". */
export function namedIn(positions: readonly Position[], text: string): Position[] {
  const found = [...text.matchAll(NAMED)].flatMap(([name]) => {
    const exact = findPosition(positions, name) ?? positions.find(({ label = "" }) => fold(label) === fold(name));
    if (exact) return [exact];
    const number = /\d+(?:\.[\da-z]+)*/i.exec(name)?.[0].toLowerCase();
    return positions.filter(({ code }) => number !== undefined && numberOf(code) === number);
  });
  return [...new Set(found)].slice(0, MOST);
}
