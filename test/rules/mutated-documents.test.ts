import { readdirSync, readFileSync } from "node:fs";
import { readDocument } from "../../src/drafts/read-document.ts";
import { toPositions } from "../../src/drafts/structure.ts";
import { mutate, seeded } from "../support/mutate-document.ts";

const CORPUS = "test/fixtures/corpus";
/** Five changes of each file; `make soak` tries ten thousand. */
const SEEDS = [1, 2, 3, 4, 5];

test.each(readdirSync(CORPUS))("%s, changed anywhere, is read or refused in words", (name) => {
  const bytes = readFileSync(`${CORPUS}/${name}`);
  for (const seed of SEEDS) {
    let places = 1;
    try {
      places = toPositions(readDocument(mutate(bytes, seeded(seed))).paragraphs).length;
    } catch (error) {
      expect(error).toMatchObject({ status: 422, fields: { file: expect.stringMatching(/\p{L}{2}/u) } });
    }
    expect(places).toBeGreaterThan(0);
  }
});
