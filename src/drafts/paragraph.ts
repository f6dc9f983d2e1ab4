/** A paragraph as it stands in the document, with where it begins and ends. */
export interface Paragraph {
  text: string;
  page: number;
  line: number;
  lineTo: number;
}
