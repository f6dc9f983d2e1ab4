/* `make stop`: ends a running `make start` and `make practice` by their process ids and waits until they are gone. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const own = process.env.LOA_DATA ?? join(dirname(dirname(fileURLToPath(import.meta.url))), ".data");
const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
for (const [what, folder] of [
  ["", own],
  ["The practice: ", join(own, "practice")],
]) {
  const file = join(folder, "launcher.pid");
  const pid = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (!pid || !alive(pid)) {
    rmSync(file, { force: true });
    console.log(`${what}Nothing is running.`);
  } else {
    process.kill(pid, "SIGTERM");
    while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 100));
    console.log(`${what}Stopped.`);
  }
}
