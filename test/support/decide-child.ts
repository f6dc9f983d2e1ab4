import { text } from "node:stream/consumers";
import { z } from "zod";
import { Cast, NAMES } from "./decisions/scenario.ts";
import { scenariosOf } from "./decisions/scenarios.ts";
import { connectThroughCutter } from "./decisions/stage.ts";

/** One press in a process of its own, which kills itself with SIGKILL at its n-th write. Run by kill-at-write.ts. */
const job = z.object({
  decision: z.enum(NAMES),
  place: z.object({ unitCode: z.string(), id: z.string(), player: z.string().optional() }),
  seen: z.string(),
  leader: z.object({ id: z.string(), name: z.string() }),
  at: z.coerce.date(),
  n: z.number().int().min(1),
  how: z.enum(["before", "after"]),
});
export type Job = z.input<typeof job>;

const { decision, place, seen, leader, at, n, how } = job.parse(JSON.parse(await text(process.stdin)));
const environment = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ""]));
const [core, cutter] = await connectThroughCutter(environment);
const cast = new Cast(core, at);
cast.leader = leader;
cutter.cutAt(n, how, () => process.kill(process.pid, "SIGKILL"));
const { player, ...rest } = place;
await scenariosOf(cast)[decision].press(player === undefined ? rest : { ...rest, player }, seen);
process.stdout.write("pressed\n");
process.exit(0);
