/** Keys of a keyboard on a phone; neighbours in a row, and those above and below. */
const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

const beside = new Map<string, string>();
ROWS.forEach((row, r) => {
  [...row].forEach((key, n) => {
    const near = [
      row[n - 1],
      row[n + 1],
      ...[ROWS[r - 1], ROWS[r + 1]].flatMap((other) => [other?.[n], other?.[n + (r === 2 ? 1 : -1)]]),
    ];
    beside.set(key, near.filter((one) => one !== undefined).join(""));
  });
});

/** A word with each letter in turn replaced by a key beside it. */
export function nextKeys(word: string): string[] {
  const made: string[] = [];
  for (let n = 0; n < word.length; n += 1)
    for (const key of beside.get(word.charAt(n)) ?? "") made.push(word.slice(0, n) + key + word.slice(n + 1));
  return made;
}
