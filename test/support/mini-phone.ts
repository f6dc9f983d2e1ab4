import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { NARROW } from "./browser.ts";
import type { World } from "./world.ts";
import { publishDraft } from "./publish.ts";

const BY = { id: "1", name: "A" };

/** A draft everybody may comment on, until tomorrow. */
export async function openDraft(world: World): Promise<string> {
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const upload = { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  const id = await startDraft(world.core, "sao-mai", fields, upload, BY);
  const now = Date.now();
  const period = { openAt: new Date(now - 1000), closeAt: new Date(now + 86_400_000) };
  await publishDraft(world.core, "sao-mai", id, period);
  return id;
}

/** A phone with the mini-app in a plain browser; `sent` are the comments it posted, by key, answered or not. */
export class MiniPhone {
  readonly sent: string[] = [];
  private readonly base: string;
  readonly context: BrowserContext;
  constructor(context: BrowserContext, base: string) {
    this.context = context;
    this.base = base;
    context.on("request", (request: Request) => {
      if (request.method() === "POST" && request.url().endsWith("/comments"))
        this.sent.push((request.postDataJSON() as { key: string }).key);
    });
  }
  static async take(browser: Browser, world: World): Promise<MiniPhone> {
    const context = await browser.newContext({ viewport: NARROW, locale: "vi-VN" });
    return new MiniPhone(context, `${world.webUrl}/mini/sao-mai`);
  }
  async open(path: string, ready: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(`${this.base}${path}`);
    await page.waitForSelector(ready);
    return page;
  }
  go = async (page: Page, path: string): Promise<void> => void (await page.goto(`${this.base}${path}`));
}

export async function openSheet(page: Page, code: string): Promise<void> {
  await page.click(`button[aria-label="Góp ý đoạn này, ${code}"]`);
  await page.waitForSelector("dialog.sheet[open]");
}
/** Writes in the open sheet, and presses send. */
export async function write(page: Page, text: string): Promise<void> {
  await page.check("input[value=gop-y]");
  await page.fill("dialog textarea >> nth=0", text);
}
export async function press(page: Page): Promise<void> {
  await page.click("button:has-text('Xem lại và gửi')");
  await page.click("button:has-text('Đồng ý và gửi')");
}
export const online = (page: Page): Promise<void> => page.evaluate("window.dispatchEvent(new Event('online'))");

/** The phone's own store as it is: puts raw entries there. */
export const putRaw = (page: Page, entries: Record<string, unknown>): Promise<void> =>
  page.evaluate(
    (rows) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open("loa-so");
        request.addEventListener("upgradeneeded", () => request.result.createObjectStore("kept"));
        request.addEventListener("error", () => reject(request.error ?? new Error("closed")));
        request.addEventListener("success", () => {
          const change = request.result.transaction("kept", "readwrite");
          for (const [key, value] of Object.entries(rows)) change.objectStore("kept").put(value, key);
          change.addEventListener("complete", () => {
            request.result.close();
            resolve();
          });
        });
      }),
    entries,
  );
/** All that the phone's own store holds, as text. */
export const readRaw = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const request = indexedDB.open("loa-so");
        request.addEventListener("error", () => reject(request.error ?? new Error("closed")));
        request.addEventListener("success", () => {
          const rows = request.result.transaction("kept").objectStore("kept").getAll();
          rows.addEventListener("success", () => {
            request.result.close();
            resolve(JSON.stringify(rows.result));
          });
        });
      }),
  );
