interface Part {
  from: number;
  to: number;
}

/** Whether parts of bytes, both ends counted, make up all of a file: a player asks for it in pieces and out of order. */
export function wasSentWhole(parts: readonly Part[], size: number): boolean {
  let reached = 0;
  for (const { from, to } of parts.toSorted((a, b) => a.from - b.from)) {
    if (from > reached) return false;
    reached = Math.max(reached, to + 1);
  }
  return size > 0 && reached >= size;
}
