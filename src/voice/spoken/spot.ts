/**
 * A place in a text where something must be said. A rule looks at what stands here and answers with the spoken words, or
 * with a question when what stands here can be said in more than one way.
 */
export interface Spot {
  readonly text: string;
  readonly at: number;
  /** What stands before, to the beginning of the line. */
  readonly before: string;
  /** Whether it matches at the end of what stands before, in any case. */
  after(pattern: RegExp): boolean;
}

export interface Said {
  readonly length: number;
  readonly spoken: string;
}

/** Something a person must say how to read. */
export interface Asked {
  readonly length: number;
  readonly why: string;
  readonly choices: readonly string[];
}

export interface Rule {
  readonly name: string;
  /** Sticky; written with `rule()`. */
  readonly pattern: RegExp;
  /** Undefined: not this rule. A string: so it is said. */
  say(match: RegExpExecArray, spot: Spot): string | { ask: string; choices?: readonly string[] } | undefined;
}

/** Nothing goes on here that would make another thing of what was read: a letter, a digit, or a joint with one behind it. */
const END = "(?![\\p{L}\\p{N}\\p{M}_²³])(?![/:.,+–—-]\\p{N})(?![/&@+-]\\p{L})";

/** A rule whose pattern begins where the scan stands and ends where a thing ends. */
export const rule = (name: string, pattern: string, say: Rule["say"]): Rule => ({
  name,
  pattern: new RegExp(`(?:${pattern})${END}`, "uy"),
  say,
});

export const DASH = "[ \\t]?[-–—][ \\t]?";
