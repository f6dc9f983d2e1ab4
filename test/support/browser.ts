import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const PROGRAM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

/** Debian's Chromium, headless, without its calls home. */
export function openBrowser(more: readonly string[] = []): Promise<Browser> {
  if (!PROGRAM) throw new Error("chromium is not installed; run: make install");
  return chromium.launch({
    executablePath: PROGRAM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}

export const WIDE = { width: 1366, height: 768 };
export const NARROW = { width: 360, height: 720 };

export async function logIn(page: Page, base: string, email: string, password: string, code = ""): Promise<void> {
  await page.goto(`${base}/console/dang-nhap`);
  await page.fill("input[name=email]", email);
  await page.fill("input[name=password]", password);
  if (code) await page.fill("input[name=code]", code);
  const answered = page.waitForResponse(
    (response) => response.request().method() === "POST" && response.url().endsWith("/dang-nhap"),
    { timeout: 60_000 },
  );
  await page.click("button.primary");
  const status = (await answered).status();
  if (status !== 303) throw new Error(`not logged in: ${status} ${await page.textContent("main")}`);
  await page.waitForURL((url) => !url.pathname.endsWith("/dang-nhap"), { timeout: 60_000 });
}
