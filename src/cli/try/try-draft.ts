import { readDraft } from "../../drafts/read-draft.ts";

/**
 * A document → its places and what could not be read for sure. The text is what the page shows, the label first; `label`
 * is that label alone. `line` is the line of the page where the file has pages, else the line of the file.
 * @throws AppError 422 with the sentence an official would read, when the file is refused
 */
export async function* tryDraft(bytes: Buffer): AsyncGenerator<object> {
  const { positions, doubts, conversion } = await readDraft({ bytes, earlier: [] }, async () => undefined);
  const places = positions.map(({ code, kind, label = "", page, line, lineTo, text, estimated = false }) => ({
    code,
    kind,
    label,
    page,
    line,
    lineTo,
    text,
    estimated,
  }));
  yield { places, doubts, ...(conversion ? { conversion } : {}) };
}
