/** A pure function that remembers its last answers; what it holds is bounded. */
export function remembering<Answer>(compute: (text: string) => Answer, most: number): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const there = known.get(text);
    if (there !== undefined || known.has(text)) return there as Answer;
    const made = compute(text);
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
}
