import type { ApiRoute } from "./api-route.ts";
import type { ConsoleRoute, SignedIn } from "./console-route.ts";
import type { BroughtDialogue } from "./dialogue/bring.ts";
import type { Fact } from "./fact.ts";
import type { BroughtJob } from "./job.ts";
import type { Keep } from "./keep.ts";
import type { Permission } from "./permissions.ts";
import type { PublicPage } from "./public-page.ts";
import type { Sweep } from "./sweep.ts";

/** The rows of a room's pages; a role that serves none does not load them. */
export interface Rows {
  console?: readonly ConsoleRoute[];
  api?: readonly ApiRoute[];
  pages?: readonly PublicPage[];
  /** many send to this room's API in the same second: its rows are looked for first */
  crowd?: boolean;
}

/** A way into the console; `path` is the address of one of its pages. */
/** What an official does daily, brings out, asks residents, keeps books of, and sets up once. */
export type MenuGroup = "daily" | "publish" | "consult" | "books" | "setup";
export interface MenuEntry {
  path: string;
  name: string;
  icon: string;
  needs: Permission;
  group: MenuGroup;
  /** place in its group, first the least */
  rank: number;
  /** stands behind "Thiết lập" where the menu would grow too long */
  seldom?: true;
  /** how many wait behind it */
  count?(me: SignedIn): Promise<number>;
  /** what presses, in two words, before the count; "" for nothing */
  alarm?(me: SignedIn): Promise<string>;
}

/** The colours of marks; each stands beside its words and an icon, never alone. */
export type Tint = "danger" | "gold" | "viol" | "tint" | "good";

/** Something that waits for the signed-in person. */
export interface Task {
  icon: string;
  tone: Tint;
  title: string;
  note: string;
  button: string;
  to: string;
}

/** One kind of task on the first page; asked only for who may do it. */
export interface TaskKind {
  may: Permission;
  /** among the kinds of all rooms, the most pressing first */
  rank: number;
  list(me: SignedIn, now: Date): Promise<Task[]>;
}

/** One kind of decision (src/decisions), as far as the house must know it. */
export interface BroughtDecision {
  name: string;
  /** what a page calls its subject */
  what: string;
  may: Permission;
  /** what follows it, shared by decisions that leave the same work; null when nothing does */
  follow: object | null;
  /** does what earlier ones left to do; returns how much that was */
  finish(): Promise<number>;
}

/** Something a unit that ends leaves behind: shown before it is decided, with the one rule for it. */
export interface Leaving {
  what: string;
  rule: string;
  count(unitCode: string): Promise<number>;
}

/** What was sealed or counted and no decision entered late may change: it lists what it would have touched. */
export interface Written {
  what: string;
  /** of these units, written on that day or after it */
  list(unitCodes: readonly string[], since: Date): Promise<{ title: string; at: Date }[]>;
}

/** What a room brings to the house. Whoever needs one of these asks all rooms for it (`src/rooms.ts`). */
export interface Room {
  name: string;
  rows?(): Promise<Rows>;
  menu?: readonly MenuEntry[];
  tasks?: readonly TaskKind[];
  decisions?: readonly BroughtDecision[];
  /** what the chat can talk about, from the first sentence to what comes of it */
  dialogues?: readonly BroughtDialogue[];
  jobs?: readonly BroughtJob[];
  sweeps?: readonly Sweep[];
  keeps?: readonly Keep[];
  leaves?: readonly Leaving[];
  written?: readonly Written[];
  /** figures its records give by themselves, and what each opens */
  facts?: readonly Fact[];
  /** what the log calls each deed of this room, in the words of the page */
  deeds?: Readonly<Record<string, string>>;
}

/** What all of these functions together are given. */
export type Needs<F> = [F] extends [(deps: infer D) => unknown] ? D : never;
