import type { AudienceRule } from "../citizens/audience.ts";
import { streamAudience } from "../citizens/citizen.store.ts";
import { type ReplyWindow, replyWindow, waitsForStopAnswer, windowEnds } from "../citizens/rules.ts";
import { latestWithin, type SendHours, type Turns, turnsFrom } from "../kernel/send-hours.ts";

/** What the planner asks of the people: counted in one pass over a stream, nobody is held. */
export interface AudienceFacts {
  audience: number;
  /** by Zalo's window at each one's own turn */
  free: number;
  charged: number;
  windowClosed: number;
  notFollowing: number;
  /** wrote DUNG, or was asked and has not answered; those of them who follow and could be reached are told apart */
  stopped: number;
  stoppedFree: number;
  stoppedCharged: number;
  stoppedClosed: number;
  /** could be reached at the beginning and not any more at their turn; in no other figure but `audience` */
  closing?: number;
  /** a beginning by which none of those is lost; missing when nobody is */
  beginBy?: Date | undefined;
  /** when the last one has had the turn */
  endsAt?: Date;
}

const noFacts = (): AudienceFacts & { closing: number } => ({
  audience: 0,
  free: 0,
  charged: 0,
  windowClosed: 0,
  notFollowing: 0,
  stopped: 0,
  stoppedFree: 0,
  stoppedCharged: 0,
  stoppedClosed: 0,
  closing: 0,
});

/** How it is sent: the order is the stream's, the pace what Zalo lets through. */
export interface Pace {
  perMinute: number;
  /** hours the unit may speak in; missing for an emergency */
  hours: SendHours | undefined;
  /** those who wrote DUNG have a turn as well */
  urgent: boolean;
}
/** Nobody waits for anybody. */
const AT_ONCE: Pace = { perMinute: Number.POSITIVE_INFINITY, hours: undefined, urgent: false };

const STOPPED = { free: "stoppedFree", charged: "stoppedCharged", closed: "stoppedClosed" } as const;
const REACHED = { free: "free", charged: "charged", closed: "windowClosed" } as const;

/** Counts an audience by what decides a channel, each at the turn the message is meant to have. */
export async function countAudience(
  oaId: string,
  rule: AudienceRule,
  at: Date,
  pace: Pace = AT_ONCE,
): Promise<AudienceFacts> {
  const facts = noFacts();
  const turns = turnsFrom(at, pace.perMinute, pace.hours);
  const early = new Beginning(60_000 / pace.perMinute);
  for await (const person of streamAudience(oaId, rule)) {
    facts.audience += 1;
    const stops = !person.receiving || waitsForStopAnswer(person);
    if (stops) facts.stopped += 1;
    if (!person.isFollower) {
      if (!stops) facts.notFollowing += 1;
    } else if (stops && !pace.urgent) facts[STOPPED[replyWindow(person.lastInteractionAt, at)]] += 1;
    else {
      if (person.lastInteractionAt && replyWindow(person.lastInteractionAt, at) !== "closed")
        early.meet(windowEnds(person.lastInteractionAt));
      const window = windowAtTurn(person.lastInteractionAt, at, turns);
      if (window !== "closing") facts[(stops ? STOPPED : REACHED)[window]] += 1;
      else if (stops) facts.stoppedClosed += 1;
      else facts.closing += 1;
    }
  }
  return { ...facts, beginBy: facts.closing > 0 ? early.latest(pace.hours) : undefined, endsAt: turns.at() };
}

/**
 * When all would have to begin for nobody to be late: whoever is lost gives the turn to the next one, begun early enough
 * everybody takes it. No night may come between.
 */
class Beginning {
  private people = 0;
  private by = Number.POSITIVE_INFINITY;
  private readonly stepMs: number;
  constructor(stepMs: number) {
    this.stepMs = stepMs;
  }

  meet(closes: Date): void {
    this.by = Math.min(this.by, closes.getTime() - this.people * this.stepMs);
    this.people += 1;
  }

  latest(hours: SendHours | undefined): Date | undefined {
    const wanted = new Date(this.by);
    return hours ? latestWithin(wanted, this.people * this.stepMs, hours) : wanted;
  }
}

/** Where a person stands when the turn comes. */
function windowAtTurn(lastInteractionAt: Date | null, at: Date, turns: Turns): ReplyWindow | "closing" {
  if (!lastInteractionAt || replyWindow(lastInteractionAt, at) === "closed") return "closed";
  const window = replyWindow(lastInteractionAt, turns.at());
  if (window === "closed") return "closing";
  turns.take();
  return window;
}
