import type { Response } from "supertest";
import { ItemModel } from "../../src/content/item.model.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { PackageModel } from "../../src/distribution/package.model.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { type House, SEED, type Visitor } from "./agent.ts";

/** What a package is made of: the department's items, whole enough to be handed down. */
export async function departmentItems(n: number, more: Record<string, unknown> = {}): Promise<string[]> {
  const now = new Date();
  const rows = await ItemModel.insertMany(
    Array.from({ length: n }, (_, k) => ({
      unitCode: "so",
      kind: "tin",
      details: { ...NO_DETAILS, privatePeople: "khong" },
      title: `Bài số ${k + 1}`,
      text: `Nội dung của bài số ${k + 1}, mời bà con đọc.`,
      source: "Cục TTCS và TTĐN",
      sourceClass: "cong-khai",
      state: "draft",
      author: { id: "5f0000000000000000000009", name: "Biên tập mẫu" },
      version: 1,
      updatedAt: now,
      createdAt: now,
      ...more,
    })),
  );
  return rows.map(({ _id }) => String(_id));
}

export const dayAhead = (days: number): string =>
  new Date(Date.now() + days * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10);
export const revisionOf = async (id: string): Promise<string> =>
  String((await PackageModel.findById(id).lean())?.revision ?? 0);
export const hidden = (answer: Response, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(answer.text)?.[1] ?? "";
const idOf = (answer: Response): string =>
  /goi-noi-dung\/([0-9a-f]{24})/.exec(answer.headers["location"] ?? "")?.[1] ?? "";

/** A package with these entries, as an editor writes it. */
export async function writePackage(
  editor: Visitor,
  items: string[],
  fields: Record<string, string> = {},
): Promise<string> {
  const made = await editor.post("/console/goi-noi-dung", { title: "Gói 11/2026", deadline: dayAhead(7) });
  const id = idOf(made);
  const added = await editor.agent
    .post(`/console/goi-noi-dung/${id}/muc`)
    .type("form")
    .send({
      _csrf: editor.csrf,
      revision: await revisionOf(id),
      items,
      how: "tung-bai",
      organ: "Ban Tuyên giáo và Dân vận Tỉnh ủy",
      receivedAt: dayAhead(-1),
      ...fields,
    })
    .redirects(0)
    .ok(() => true);
  if (added.status !== 303) throw new Error(`not added: ${added.status} ${added.text.slice(0, 4000)}`);
  return id;
}

/** Submitted by the editor, released by the approver with six digits. */
export async function release(house: House, editor: Visitor, approver: Visitor, id: string): Promise<Response> {
  const sent = await editor.post(`/console/goi-noi-dung/${id}/trinh`, { revision: await revisionOf(id) });
  if (sent.status !== 303) throw new Error(`not submitted: ${sent.status}`);
  await house.freshCodes("dept-approver@so.loaso.test");
  const page = await approver.get(`/console/goi-noi-dung/${id}`);
  return approver.post(`/console/goi-noi-dung/${id}/duyet`, {
    revision: hidden(page, "revision"),
    seen: hidden(page, "seen"),
    decision: "duyet",
    code: currentCode(SEED, house.core.clock.now()),
  });
}

export const push = async (editor: Visitor, id: string, more: Record<string, string> = {}): Promise<Response> =>
  editor.post(`/console/goi-noi-dung/${id}/day`, { revision: await revisionOf(id), whom: "tat-ca", ...more });
