/**
 * The last letters typed, on the phone before the next one: the database takes a moment, and a page that is killed in
 * that moment must lose nothing. What is here goes as soon as the database has it.
 */
const NAME = "loa-so:dang-go:";

interface Held {
  value: unknown;
  at: number;
}

export function holdWords(key: string, value: unknown): void {
  try {
    localStorage.setItem(NAME + key, JSON.stringify({ value, at: Date.now() } satisfies Held));
  } catch {
    // no room, or a browser that keeps nothing: the database is asked in a moment all the same
  }
}

/** The database has this, or nobody wants it. @param at when the database was given it; words typed since stay */
export function letGo(key: string, at = Infinity): void {
  try {
    const held = read(NAME + key);
    if (held && held.at < at) localStorage.removeItem(NAME + key);
  } catch {
    // nothing was held
  }
}

/** What pages that were killed left behind. */
export function heldWords(): [key: string, held: Held][] {
  try {
    return Object.keys(localStorage).flatMap((name): [string, Held][] => {
      const held = name.startsWith(NAME) ? read(name) : undefined;
      return held ? [[name.slice(NAME.length), held]] : [];
    });
  } catch {
    return [];
  }
}

/** One that cannot be read hides no other. */
function read(name: string): Held | undefined {
  const text = localStorage.getItem(name);
  if (text === null) return undefined;
  try {
    const held: unknown = JSON.parse(text);
    const { value, at } = held as Partial<Held>;
    return typeof at === "number" ? { value, at } : undefined;
  } catch {
    return undefined;
  }
}
