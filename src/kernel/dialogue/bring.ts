import { AppError } from "../errors.ts";
import type { Aim, Dialogue, Effect, Heard, Outcome, Party, Said, Shape, Sprint, State } from "./dialogue.ts";
import { hear, hearOutcome, leave } from "./play.ts";

/** Who talks, and when. */
export interface Moment {
  party: Party;
  now: Date;
}

/** A dialogue as its room brings it to the house, with what its looks and deeds are given. */
export interface BroughtDialogue extends Shape {
  opens(unitCode: string, now: Date): Promise<boolean>;
  /** looks, then decides; writes and says nothing */
  hear(at: Moment, state: State, heard: Heard, aim: Aim): Promise<Sprint>;
  hearOutcome(at: Moment, state: State, outcome: Outcome): Promise<Sprint>;
  /** does an effect; a refusal is an outcome, everything else an error to try again after */
  act(party: Party, said: Said, effect: Effect, key: string): Promise<Outcome>;
  leave(state: State): Sprint;
}

const SILENCE: Heard = { text: "", kind: "", image: "", pin: "", card: "", short: undefined, unasked: false };

export function bringDialogue<World, Deps>(dialogue: Dialogue<World, Deps>, deps: Deps): BroughtDialogue {
  const { kind, title, waits, anonymous, pictures, keepsWords, typed, effects } = dialogue;
  const see = async ({ party, now }: Moment, { said }: State, heard: Heard, step: string) => ({
    world: await dialogue.look(deps, { party, said, heard, step }),
    office: party.office,
    now,
  });
  return {
    kind,
    title,
    waits,
    ...(anonymous ? { anonymous } : {}),
    ...(pictures ? { pictures } : {}),
    ...(typed ? { typed } : {}),
    ...(keepsWords ? { keepsWords } : {}),
    opens: (unitCode, now) => dialogue.opens(deps, unitCode, now),
    hear: async (at, state, heard, aim) => hear(dialogue, state, heard, aim, await see(at, state, heard, aim.step)),
    hearOutcome: async (at, state, outcome) =>
      hearOutcome(dialogue, state, outcome, await see(at, state, SILENCE, state.step)),
    act: (party, said, { name, args }, key) => refusedOr(async () => effects[name]?.(deps, { party, said, args, key })),
    leave: (state) => leave(dialogue, state),
  };
}

async function refusedOr(act: () => Promise<Outcome | undefined>): Promise<Outcome> {
  try {
    return (await act()) ?? {};
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { refused: [error.message, ...Object.values(error.fields)].join(". ") };
  }
}
