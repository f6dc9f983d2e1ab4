import type { Reading } from "../reading/read-message.ts";
import type { Command } from "./commands.ts";
import type { ConversationState } from "./conversation.model.ts";
import type { DialogueKind } from "./dialogue.model.ts";

/** All that a decision depends on. */
export interface Facts {
  reading: Reading;
  command: Command | undefined;
  /** dialogue of a room's own whose button was tapped; those with an intent of the reader need it not */
  tapped?: DialogueKind | undefined;
  /** broadcast of a tap on "Tôi đã nhận"; "" when it is none */
  actedOn: string;
  /** the words are the unit's code for colleagues who look at drafts */
  isTesterCode: boolean;
  /** the words hold the code of a comment, covered */
  tellsReceipt?: boolean;
  /** "ảnh", "nhãn dán"… when there are no words */
  wordless: string;
  state: ConversationState;
  /** the same kind of thing without words came just before and was answered */
  repeats?: boolean;
  dialogue: { kind: DialogueKind; step: string } | undefined;
  /** this very event was heard by the dialogue already */
  heardBefore: boolean;
  /** dialogues that can begin now: a draft, a contest, a frame is open */
  open: readonly DialogueKind[];
  /** messages in a row that were not understood, without this one */
  misunderstood: number;
}
