import type { Room, Rows } from "./room.ts";

/** What of these stands there more than once. */
const twice = (all: readonly string[]): string[] => [...new Set(all.filter((one, n) => all.indexOf(one) !== n))];

interface Row {
  room: string;
  method: string;
  path: string;
}

const partsOf = (path: string): string[] => path.split("/").filter(Boolean);
/** Whether every address of `later` is already an address of `earlier`, which is asked first. */
function covers(earlier: Row, later: Row): boolean {
  const [a, b] = [partsOf(earlier.path), partsOf(later.path)];
  return (
    earlier.method === later.method &&
    a.length === b.length &&
    a.every((part, n) => part.startsWith(":") || part === b[n])
  );
}

function rowFaults(kind: string, rows: readonly Row[]): string[] {
  const doubled = twice(rows.map(({ method, path }) => `${method} ${path}`)).map((row) => {
    const rooms = rows.filter(({ method, path }) => `${method} ${path}` === row).map(({ room }) => room);
    return `${kind} ${row} stands twice (${rooms.join(", ")})`;
  });
  const hidden = rows.flatMap((row, n) => {
    const before = rows.slice(0, n).find((other) => other.path !== row.path && covers(other, row));
    return before ? [`${kind} ${row.method} ${row.path} (${row.room}) is never reached: ${before.path} answers`] : [];
  });
  return [...doubled, ...hidden];
}

export interface OpenRoom {
  room: Room;
  rows: Rows;
}

/** Every way in which the rows of the rooms contradict one another. */
export function rowProblems(rooms: readonly OpenRoom[]): string[] {
  const of = (kind: "console" | "api" | "pages"): Row[] =>
    rooms.flatMap(({ room, rows }) =>
      (rows[kind] ?? []).map(({ method, path }) => ({ room: room.name, method, path })),
    );
  return [
    ...rowFaults("console", of("console")),
    ...rowFaults("api", of("api")),
    ...rowFaults("public page", of("pages")),
    ...deadEntries(rooms),
  ];
}

/** Menu entries whose page is not there or asks for another permission: they would lead to a refusal. */
function deadEntries(rooms: readonly OpenRoom[]): string[] {
  const pages = rooms.flatMap(({ rows }) => rows.console ?? []).filter(({ method }) => method === "get");
  return rooms.flatMap(({ room }) =>
    (room.menu ?? []).flatMap(({ path, name, needs }) => {
      const page = pages.find((one) => `/console${one.path}`.replace(/\/$/, "") === path);
      if (!page) return [`menu "${name}" (${room.name}) leads to ${path}, which is no page`];
      return page.may === needs ? [] : [`menu "${name}" (${room.name}) needs ${needs}, its page asks for ${page.may}`];
    }),
  );
}

/** Every way in which the manifests contradict one another; [] when the house may start. @param icons that are drawn */
export function roomProblems(rooms: readonly Room[], icons: ReadonlySet<string>): string[] {
  const menu = rooms.flatMap((room) => room.menu ?? []);
  const sweeps = rooms.flatMap((room) => room.sweeps ?? []);
  const names: Readonly<Record<string, readonly string[]>> = {
    room: rooms.map(({ name }) => name),
    "menu entry": menu.map(({ path }) => path),
    "place in the menu": menu.map(({ group, rank }) => `${group} ${rank}`),
    "rank of tasks": rooms.flatMap(({ tasks = [] }) => tasks.map(({ rank }) => String(rank))),
    decision: rooms.flatMap(({ decisions = [] }) => decisions.map(({ name }) => name)),
    "kept thing": rooms.flatMap(({ keeps = [] }) => keeps.map(({ model }) => model)),
    job: rooms.flatMap(({ jobs = [] }) => jobs.map(({ kind }) => kind.name)),
    deed: rooms.flatMap(({ deeds = {} }) => Object.keys(deeds)),
    fact: rooms.flatMap(({ facts = [] }) => facts.map(({ code }) => code)),
    sweep: sweeps.map(({ name }) => name),
    finding: sweeps.flatMap(({ finds }) => Object.keys(finds)),
  };
  return [
    ...Object.entries(names).flatMap(([kind, all]) => twice(all).map((name) => `${kind} ${name} stands twice`)),
    ...menu.filter(({ icon }) => !icons.has(icon)).map(({ name, icon }) => `menu "${name}" has no icon ${icon}`),
  ];
}

/** @throws Error naming all problems at once */
export function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0)
    throw new Error(`the rooms contradict one another; mend their room.ts:\n  ${problems.join("\n  ")}`);
}
