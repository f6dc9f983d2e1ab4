/* A process as the product starts it, with tasks that misbehave. Run by test/rules/outside.test.ts from the built code. */
import { serve } from "../../dist/src/outside/serve.js";

const spin = () => {
  for (;;);
};
const deep = (n) => deep(n + 1) + 1;
const held = [];
const work = {
  echo: (input) => input,
  pid: () => process.pid,
  environment: () => process.env,
  spin,
  sleep: (ms) => new Promise((done) => setTimeout(() => done("awake"), ms)),
  granted: async (_input, grant) => {
    await grant(100);
    return spin();
  },
  native: () => {
    for (;;) held.push(Buffer.alloc(64_000_000, 1));
  },
  heap: () => {
    for (;;) held.push(Array.from({ length: 1_000_000 }, () => 0.5));
  },
  leave: () => process.exit(3),
  starved: () => process.kill(process.pid, "SIGKILL"),
  crash: () => process.kill(process.pid, "SIGSEGV"),
  deep: () => deep(0),
  library: () => {
    throw new TypeError("Cannot read properties of undefined");
  },
};
await serve(
  Object.entries(work).map(([name, one]) => ({ name, field: process.argv[2] ?? "file", load: async () => one })),
  async () => undefined,
);
