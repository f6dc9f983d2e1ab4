/** How much of a unit goes on: all of it, a named part, or what is left after the named parts. */
export const SHARES = ["all", "part", "rest"] as const;
export type Share = (typeof SHARES)[number];

/** One line of a resolution: what of `from` goes on to `to`. */
export interface Part {
  from: string;
  to: string;
  share: Share;
  /** hamlets and streets by name, as the resolution names them; of a part only */
  areas: string[];
}

/** As much of a change as says where facts go. */
export interface Step {
  day: Date;
  parts: readonly Part[];
}

/** A unit, and from when on it counts. */
export interface Since {
  code: string;
  from: Date;
}

/** What a unit became, with the hamlets that went there where the resolution names them. */
export interface Became extends Since {
  areas?: string[];
}

interface Arrow extends Part {
  day: Date;
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);

/** Where units came from and where they went: derived from the history of changes, never kept by hand. */
export class Lineage {
  private readonly to = new Map<string, Arrow[]>();
  private readonly from = new Map<string, Arrow[]>();

  constructor(steps: readonly Step[]) {
    for (const { day, parts } of steps)
      for (const part of parts) {
        const arrow = { ...part, day };
        this.to.set(part.to, [...(this.to.get(part.to) ?? []), arrow]);
        this.from.set(part.from, [...(this.from.get(part.from) ?? []), arrow]);
      }
  }

  /** Units whose facts a unit holds beside its own: those that came whole, over whatever lay between. */
  heldBy(code: string): Since[] {
    return this.climb(code, new Set([code])).held;
  }

  /** Units of which a part came: their facts stand on a line of their own, never split. */
  dividedInto(code: string): Since[] {
    return this.climb(code, new Set([code])).divided;
  }

  private climb(code: string, seen: Set<string>): { held: Since[]; divided: Since[] } {
    const held: Since[] = [];
    const divided: Since[] = [];
    for (const { from, share, day } of this.to.get(code) ?? []) {
      if (seen.has(from)) continue;
      seen.add(from);
      const above = this.climb(from, seen);
      const since = (one: Since): Since => ({ code: one.code, from: later(one.from, day) });
      (share === "all" ? held : divided).push({ code: from, from: day });
      // what came whole to a divided unit is on its line, not on the unit's own
      if (share === "all") held.push(...above.held.map(since));
      divided.push(...above.divided.map(since));
    }
    return { held, divided };
  }

  /** What a unit became at once, in the order of the resolution; nothing while it stands. */
  becameAt(code: string): Became[] {
    const arrows = this.from.get(code) ?? [];
    return [...new Set(arrows.map(({ to }) => to))].map((to) => ({
      code: to,
      from: arrows.find((one) => one.to === to)?.day ?? new Date(0),
      areas: arrows.filter((one) => one.to === to).flatMap((one) => one.areas),
    }));
  }

  /** What stands today of what a unit became, over later changes. */
  leadsOn(code: string, day: Date, seen: ReadonlySet<string> = new Set()): string[] {
    if (seen.has(code)) return [];
    const next = this.becameAt(code).filter(({ from }) => from <= day);
    const way = new Set([...seen, code]);
    return [
      ...new Set(
        next.flatMap(({ code: to }) => {
          const further = this.leadsOn(to, day, way);
          return further.length > 0 ? further : [to];
        }),
      ),
    ];
  }

  isDivided = (code: string, day: Date): boolean =>
    (this.from.get(code) ?? []).some((one) => one.share !== "all" && one.day <= day);
}
