import { readdirSync, readFileSync } from "node:fs";
import { readDraftTask } from "../../src/drafts/draft.tasks.ts";
import { here } from "../../src/outside/perform.ts";
import { mutate, seeded } from "../support/mutate-document.ts";

const CORPUS = "test/fixtures/corpus";
/** Five changes of each file; `make soak` tries ten thousand. */
const SEEDS = [1, 2, 3, 4, 5];

test.each(readdirSync(CORPUS))("%s, changed anywhere, is read or refused in words", async (name) => {
  const bytes = readFileSync(`${CORPUS}/${name}`);
  for (const seed of SEEDS) {
    let places = 1;
    try {
      places = (await here.run(readDraftTask, { bytes: mutate(bytes, seeded(seed)), earlier: [] })).positions.length;
    } catch (error) {
      expect(error).toMatchObject({ status: 422, fields: { file: expect.stringMatching(/\p{L}{2}/u) } });
    }
    expect(places).toBeGreaterThan(0);
  }
});
