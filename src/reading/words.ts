/** One word of a message as the reader sees it. */
export interface Word {
  /** as it was typed, for showing */
  raw: string;
  /** letters with the tone at the end; of a word typed without marks its bare letters */
  key: string;
  /** letters without marks */
  plain: string;
  /** marks were typed, or follow from Telex, VNI or a short form: nothing else can be meant */
  marked: boolean;
  /** no marks, though marks may be meant: a menu command in capitals (DUNG), or a slip of the finger ("đừgn") */
  bareOnPurpose: boolean;
  /** number of the sentence it stands in */
  sentence: number;
  /** a comma or the like stands before it */
  paused: boolean;
}

/** A message made ready for reading. */
export interface Text {
  words: readonly Word[];
  /** most words carry marks: a word without is meant as it stands ("Dung" is a name, not "dừng") */
  careful: boolean;
  /** it ends in a question mark or asks in one of its sentences */
  asks: boolean;
}
