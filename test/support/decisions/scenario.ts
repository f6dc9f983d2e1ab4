import type { Core } from "../../../src/compose.ts";
import { decide, lookAt, type Outcome } from "../../../src/decisions/decide.ts";
import type { DecideDeps, Decision, Person } from "../../../src/decisions/decision.ts";
import type { Clock } from "../../../src/kernel/clock.ts";
import { makeAccount } from "../../../src/officials/add-account.ts";
import { OfficialModel } from "../../../src/officials/official.model.ts";
import { currentCode } from "../../../src/officials/totp.ts";
import { TOTP_SEED as SEED } from "../world.ts";

/** What is decided about, with all that a press needs to know of it: another process presses on this alone. */
export interface Place {
  unitCode: string;
  id: string;
  /** the player who is left out */
  player?: string;
}

/** One decision of the list, as the walk and the swap test go through it. */
export interface Scenario {
  /** brings something to where it can be decided */
  arrange(): Promise<Place>;
  look(place: Place): Promise<string>;
  /** somebody who may decides it, on what was seen */
  press(place: Place, seen: string): Promise<Outcome>;
  /** the same by somebody who may not; null where everybody with the permission may */
  pressWrong: ((place: Place, seen: string) => Promise<Outcome>) | null;
  /** puts something else in its place after the look; gives what the refusal must name */
  swap(place: Place): Promise<RegExp>;
  /** what everybody else sees of it: "" as long as it is not decided */
  shown(place: Place): Promise<string>;
  /** throws when something that follows is missing */
  whole(place: Place): Promise<void>;
}

export const WRITER: Person = { id: "writer", name: "Cán bộ mẫu A" };

/** People and clock of one test file. */
export class Cast {
  readonly core: Core;
  readonly clock: Clock & { at: Date };
  leader: Person = { id: "", name: "Lãnh đạo mẫu" };

  constructor(core: Core, at: Date) {
    this.core = core;
    const clock = { at, now: () => new Date(clock.at) };
    this.clock = clock;
  }

  get deps(): { clock: Clock; box: Core["box"]; outside: Core["outside"] } {
    return { clock: this.clock, box: this.core.box, outside: this.core.outside };
  }

  async enter(): Promise<void> {
    const email = "lanhdao@sao-mai.loaso.test";
    const account = { email, name: this.leader.name, role: "commune_approver" as const, unitCode: "sao-mai" };
    const { id } = await makeAccount(this.core, { ...account, password: "mat-khau-thu-nghiem", seed: SEED });
    this.leader = { id, name: this.leader.name };
  }

  /** the next six digits; those of this half minute may be used again, which has a test of its own */
  async code(): Promise<string> {
    await OfficialModel.updateOne({ _id: this.leader.id }, { $set: { totpSteps: { login: 0, approve: 0 } } });
    return currentCode(SEED, this.clock.now());
  }

  /** look, press and wrong press of a decision whose subject is named by its id */
  presses<S, D extends DecideDeps, W>(
    decision: Decision<S, D, W>,
    deps: D,
    wish: W,
    wrong: Person | null = WRITER,
  ): Pick<Scenario, "look" | "press" | "pressWrong"> {
    const press = async (place: Place, seen: string, by: Person): Promise<Outcome> =>
      decide(decision, deps, { ...place, seen, by, code: decision.sixDigits ? await this.code() : "", wish });
    return {
      look: (place) => lookAt(decision, deps, place.unitCode, place.id),
      press: (place, seen) => press(place, seen, this.leader),
      pressWrong: wrong ? (place, seen) => press(place, seen, wrong) : null,
    };
  }
}

/** Every decision of the rooms (test/architecture holds the list against them). */
export const NAMES = [
  "item",
  "broadcast",
  "contest",
  "frame",
  "draft",
  "closing",
  "townhall",
  "seal",
  "hiding",
  "appeal",
  "answer",
  "reply",
  "place",
  "exclusion",
  "winners",
  "units",
  "unit-change",
  "plan-review",
  "plan-signing",
  "plan-issue",
  "class",
  "voice",
  "kit",
  "package",
  "period-report",
  "report-rollup",
] as const;
export type DecisionName = (typeof NAMES)[number];
export type Scenarios = Readonly<Record<DecisionName, Scenario>>;
