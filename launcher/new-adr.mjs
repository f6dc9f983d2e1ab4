/* `make new-adr t="…"`: the next numbered decision record. */
import { readdirSync, writeFileSync } from "node:fs";

const title = process.argv[2]?.trim();
if (!title) throw new Error('Say the title: make new-adr t="…"');
const number = String(readdirSync("docs/adr").filter((name) => /^\d{4}-/.test(name)).length + 1).padStart(4, "0");
const slug = title
  .toLowerCase()
  .normalize("NFD")
  .replace(/\p{M}/gu, "")
  .replace(/đ/g, "d")
  .replace(/[^a-z0-9]+/g, "-");
const file = `docs/adr/${number}-${slug}.md`;
writeFileSync(file, `# ${number}. ${title}\n\nStatus: proposed\n\n## Context\n\n## Decision\n\n## Consequences\n`);
console.log(file);
