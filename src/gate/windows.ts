/** A part of a text, and where it begins. */
export interface Window {
  at: number;
  text: string;
}

const SIZE = 1200;
const SHARED = 200;

/**
 * A long text in parts that overlap, cut at blanks: what looks for links goes back and forth over what it reads, so the
 * length of one reading is bounded whatever somebody pastes.
 */
export function windowsOf(text: string): Window[] {
  const windows: Window[] = [];
  for (let at = 0; at < text.length; ) {
    const end = at + SIZE >= text.length ? text.length : blankBefore(text, at + SIZE, at + SHARED + 1);
    windows.push({ at, text: text.slice(at, end) });
    if (end === text.length) break;
    at = Math.max(at + 1, blankBefore(text, end - SHARED, at + 1));
  }
  return windows;
}

/** The last blank at or before `at`, not before `least`; else `at` itself. */
function blankBefore(text: string, at: number, least: number): number {
  for (let n = at; n >= least; n -= 1) if (/\s/.test(text.charAt(n))) return n;
  return at;
}
