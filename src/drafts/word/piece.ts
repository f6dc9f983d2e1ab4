import type { FlowPiece } from "../flow.ts";

/** A note by its id; `own` when it bears a mark of its own in place of a number. */
export interface NoteName {
  id: string;
  own: string;
}

/** What a paragraph of Word holds. */
export type Piece = FlowPiece<NoteName>;
