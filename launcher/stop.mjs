/* `make stop`: ends a running `make start` by its process id and waits until it is gone. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const file = join(
  process.env.LOA_DATA ?? join(dirname(dirname(fileURLToPath(import.meta.url))), ".data"),
  "launcher.pid",
);
const pid = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
const alive = () => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
if (!pid || !alive()) {
  rmSync(file, { force: true });
  console.log("Nothing is running.");
} else {
  process.kill(pid, "SIGTERM");
  while (alive()) await new Promise((resolve) => setTimeout(resolve, 100));
  console.log("Stopped.");
}
