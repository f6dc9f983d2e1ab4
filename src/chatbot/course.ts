import type { SecretBox } from "../kernel/crypto.ts";
import { BEGINNING, type Choice, type Message, type Said, type State } from "../kernel/dialogue/dialogue.ts";
import { clip, graphemes } from "../kernel/vietnamese.ts";
import { type Button, LIMITS, type Outgoing } from "../zalo/messages.ts";
import type { Course, Dialogue } from "./dialogue.model.ts";
import { automaticLabel } from "./render-reply.ts";

const NOTHING: Course = { misses: 0, messages: [] };

export const courseOf = (box: SecretBox, row: Pick<Dialogue, "course">): Course =>
  row.course === undefined ? NOTHING : (JSON.parse(box.open(row.course)) as Course);
export const saidIn = (box: SecretBox, row: Pick<Dialogue, "said">): Said => JSON.parse(box.open(row.said)) as Said;

export function stateOf(box: SecretBox, row: Dialogue | null): State {
  if (!row || row.step === "") return BEGINNING;
  const { asked, misses } = courseOf(box, row);
  return { step: row.step, said: saidIn(box, row), asked, misses };
}

/** Whether something of it is to be done or said, or in doubt: in the words the row keeps beside its seal. */
export const dueOf = ({ effect, messages, doubts = [] }: Course): Pick<Dialogue, "due" | "doubtAt"> => ({
  due: effect !== undefined || messages.length > 0,
  ...(doubts.length === 0 ? {} : { doubtAt: new Date(Math.min(...doubts.map(({ at }) => at))) }),
});

/** A button's command as it comes back: its own dialogue's get their mark. */
export const commandIn = (kind: string, { command }: Choice): string =>
  command.startsWith("#") ? command : `#${kind} ${command}`;

const button = (kind: string, choice: Choice): Button => ({
  title: clip(choice.title, LIMITS.buttonTitle),
  type: "oa.query.hide",
  payload: commandIn(kind, choice),
});

/** A message as it leaves: with the label of automatic replies, within what Zalo takes (safeguard 25). */
export function outgoing(kind: string, office: string, { words, buttons = [], quoted = [] }: Message): Outgoing {
  const label = `\n\n${automaticLabel(office)}`;
  return {
    text: clip(words, LIMITS.text - graphemes(label)) + label,
    buttons: buttons.slice(0, LIMITS.buttons).map((choice) => button(kind, choice)),
    ...(quoted.length > 0 ? { quoted: [...quoted] } : {}),
  };
}
