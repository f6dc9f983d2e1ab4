import { rmSync } from "node:fs";
import type { Service } from "../../launcher/services.ts";

export default async function tearDown(): Promise<void> {
  for (const service of (globalThis as { services?: Service[] }).services ?? []) await service.stop();
  const folder = process.env["TEST_FOLDER"];
  if (folder) rmSync(folder, { recursive: true, force: true });
}
