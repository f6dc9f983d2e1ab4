/** Something in a file that could not be read as text, or not for sure: an editor looks at it before anybody else does. */
export interface Doubt {
  /** what it is, in a sentence for the editor */
  what: string;
  /** first words of it, or of the paragraph it stands in */
  text: string;
  page: number;
  line: number;
}
