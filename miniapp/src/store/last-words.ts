/**
 * The last letters typed, on the phone before the next one: the database takes a moment, and a page that is killed in
 * that moment must lose nothing. What is here goes as soon as the database has it.
 */
const NAME = "loa-so:dang-go:";

export function holdWords(key: string, value: unknown): void {
  try {
    localStorage.setItem(NAME + key, JSON.stringify(value));
  } catch {
    // no room, or a browser that keeps nothing: the database is asked in a moment all the same
  }
}

/** The database has this, or nobody wants it. @param value what was written there; newer words stay */
export function letGo(key: string, value?: unknown): void {
  try {
    if (value === undefined || localStorage.getItem(NAME + key) === JSON.stringify(value))
      localStorage.removeItem(NAME + key);
  } catch {
    // nothing was held
  }
}

/** What a page that was killed left behind. */
export function heldWords(): [key: string, value: unknown][] {
  try {
    return Object.keys(localStorage).flatMap((name): [string, unknown][] =>
      name.startsWith(NAME) ? [[name.slice(NAME.length), JSON.parse(localStorage.getItem(name) ?? "null")]] : [],
    );
  } catch {
    return [];
  }
}
