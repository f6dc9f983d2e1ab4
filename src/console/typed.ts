/** What somebody typed into a form: every name with its values, in the order of the fields. */
export type Typed = Readonly<Record<string, readonly string[]>>;

/**
 * Never kept, and never tidied: codes, passwords by whatever name, and the form's own token. Of a form with a password in
 * it nothing at all is kept.
 */
const SECRET = /^_|pass|^old$|^again$|^proof$|secret|token/i;
const PASSWORD = /pass|^proof$/i;
/** Six digits of the phone or a recovery code; a unit's code ("xa-sao-mai") is called the same and is none. */
const DIGITS = /^\s*(?:[\d\s-]*|[a-z2-9]{4}(?:[\s-]*[a-z2-9]{4})+)\s*$/i;
export const isSecret = (name: string, value = ""): boolean =>
  SECRET.test(name) || (name === "code" && DIGITS.test(value));

/** More than this of one form is not kept. Bytes of UTF-8. */
export const MOST_KEPT = 65_536;

/**
 * The fields of a posted form in one shape, whatever the parser made of repeated names. Composed (NFC) and with plain
 * line ends and without blanks around before anything counts letters.
 */
export function typedOf(body: unknown): Record<string, string[]> {
  const typed: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  // a name with brackets in it is an object to the parser of files: no form of ours has one
  for (const [name, value] of Object.entries((body ?? {}) as Record<string, unknown>))
    if ([value].flat().every((one) => typeof one === "string"))
      typed[name] = [value as string | string[]].flat().map((one) => (isSecret(name) ? one : tidy(one)));
  return typed;
}

const tidy = (text: string): string => text.replace(/\r\n?/g, "\n").normalize("NFC").trim();

/** The body as use cases read it: a name sent once is a text, one sent more often a list. */
export const bodyOf = (typed: Typed): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(typed).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? "") : [...values]]),
  );

/** What may be kept of it; undefined when nothing was written or it is too much. */
export function worthKeeping(typed: Typed): Record<string, string[]> | undefined {
  const kept = Object.fromEntries(
    Object.entries(typed).flatMap(([name, values]) =>
      values.some((value) => isSecret(name, value)) ? [] : [[name, [...values]]],
    ),
  );
  if (Object.keys(typed).some((name) => PASSWORD.test(name))) return undefined;
  const written = Object.values(kept).some((values) => values.some((value) => value.trim() !== ""));
  return written && Buffer.byteLength(JSON.stringify(kept)) <= MOST_KEPT ? kept : undefined;
}
