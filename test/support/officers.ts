import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { OfficialModel } from "../../src/officials/official.model.ts";
import type { Role } from "../../src/officials/rules.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { WIDE } from "./browser.ts";
import { ConsoleSession } from "./console-session.ts";
import { TOTP_SEED, type World } from "./world.ts";

const axe = readFileSync(join(process.cwd(), "node_modules/axe-core/axe.min.js"), "utf8");

export interface Window {
  context: BrowserContext;
  page: Page;
  /** what went wrong in the browser: policy reports, script errors, remote requests */
  reports: string[];
}

/** Officials of one test world and their windows. */
export class Officers {
  readonly mails: Record<string, string> = {};
  private readonly world: World;
  private readonly browser: Browser;
  constructor(world: World, browser: Browser) {
    this.world = world;
    this.browser = browser;
  }

  async add(who: string, role: Role, unit = "sao-mai"): Promise<void> {
    this.mails[who] = (await this.world.addOfficial(role, who, unit)).email;
  }

  /** The next six digits of somebody: those just used for the same purpose are refused. */
  async code(who: string, purpose: "login" | "approve"): Promise<string> {
    await OfficialModel.updateOne({ email: this.mails[who] ?? "" }, { $set: { [`totpSteps.${purpose}`]: 0 } });
    return currentCode(TOTP_SEED, new Date());
  }

  private userAgent = (): string =>
    `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/${this.browser.version()} Safari/537.36`;

  /** A signed-in person's window, on the home page. The log-in's own page has tests of its own (test/pages/accounts.test.ts). */
  async enter(who: string, viewport = WIDE, javaScriptEnabled = true): Promise<Window> {
    const context = await this.browser.newContext({ viewport, locale: "vi-VN", javaScriptEnabled });
    const page = await context.newPage();
    const reports: string[] = [];
    page.on("console", (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) reports.push(message.text());
    });
    page.on("pageerror", (error) => reports.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(this.world.webUrl) && !request.url().startsWith("data:"))
        reports.push(`remote: ${request.url()}`);
    });
    const session = new ConsoleSession(this.world.webUrl, this.userAgent());
    await session.enter(this.mails[who] ?? "");
    await context.addCookies(session.forBrowser());
    await page.goto(`${this.world.webUrl}/console`);
    return { context, page, reports };
  }
}

/** What axe calls serious or critical on the page, and whether it scrolls sideways. */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe);
  const found = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.filter((v) => ['serious','critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')))",
  )) as string[];
  const wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  return [...found, ...(Number(wide) > 1 ? [`scrolls sideways by ${String(wide)} px`] : [])].map(
    (fault) => `${name}: ${fault}`,
  );
}

/** What a thumb is to press and is less than 44 px high. */
export async function smallTargets(page: Page, name: string): Promise<string[]> {
  const found = await page.evaluate(() =>
    [
      ...document.querySelectorAll(
        "main button, main .btn, main input:not([type=hidden],[type=radio],[type=checkbox],[type=file]), main select, .mast button, .mast a",
      ),
    ]
      .filter((node) => (node as HTMLElement).offsetParent !== null)
      .map((node) => ({
        h: node.getBoundingClientRect().height,
        what: `${node.tagName} ${(node.textContent ?? "").trim().slice(0, 30)}`,
      }))
      .filter(({ h }) => h > 0 && h < 43.5),
  );
  return found.map(({ h, what }) => `${name}: ${what} ${h}`);
}
