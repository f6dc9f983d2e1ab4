import type { SignedIn } from "../kernel/console-route.ts";
import type { MenuEntry, MenuGroup } from "../kernel/room.ts";

const GROUPS: readonly (readonly [Exclude<MenuGroup, "setup">, string])[] = [
  ["daily", "Hằng ngày"],
  ["publish", "Đăng và gửi"],
  ["consult", "Lấy ý kiến, thi"],
  ["books", "Sổ sách, thiết lập"],
];
/** So many rows of 36 px and four headings stand beside each other on a screen of 768 px. */
const MOST_ROWS = 16;
const SETUP = { path: "/console/thiet-lap", name: "Thiết lập", icon: "sliders" } as const;

export interface MenuRow extends Pick<MenuEntry, "path" | "name" | "icon"> {
  current: boolean;
  waiting: number;
  alarming: string;
}
export interface Menu {
  groups: { name: string; entries: MenuRow[] }[];
}

const mayOpen = (entries: readonly MenuEntry[], me: SignedIn): MenuEntry[] =>
  entries.filter(({ needs }) => me.permissions.includes(needs));

const isLong = (mine: readonly MenuEntry[]): boolean =>
  mine.length > MOST_ROWS && mine.filter(({ group }) => group === "setup").length > 1;
/** What is looked at seldom and finds no place: with one row for all that is set up, as many as are too many. */
function outOf(mine: readonly MenuEntry[]): MenuEntry[] {
  const rest = mine.filter(({ group }) => group !== "setup");
  const over = isLong(mine) ? rest.length + 1 - MOST_ROWS : 0;
  const place = ({ group }: MenuEntry): number => GROUPS.findIndex(([key]) => key === group);
  const seldom = rest.filter((one) => one.seldom).toSorted((a, b) => place(a) - place(b) || a.rank - b.rank);
  return seldom.slice(0, Math.max(0, over));
}

/** What is set up once; with what is looked at seldom, where the menu has no place for it. */
export function setupOf(entries: readonly MenuEntry[], me: SignedIn): MenuEntry[] {
  const mine = mayOpen(entries, me);
  const out = outOf(mine);
  return mine.filter((one) => one.group === "setup" || out.includes(one));
}

const isAt = (path: string, entry: string): boolean =>
  path === entry || (entry !== "/console" && path.startsWith(`${entry}/`));

/** What stands in the menu of this person, with what waits behind each entry. Seldom things share one entry where all would not fit. */
export async function menuFor(entries: readonly MenuEntry[], me: SignedIn, path: string): Promise<Menu> {
  const mine = mayOpen(entries, me);
  const rowOf = async (entry: MenuEntry): Promise<MenuRow> => ({
    path: entry.path,
    name: entry.name,
    icon: entry.icon,
    current: isAt(path, entry.path),
    waiting: (await entry.count?.(me)) ?? 0,
    alarming: (await entry.alarm?.(me)) ?? "",
  });
  const behind = setupOf(entries, me);
  const current = [SETUP, ...behind].some((entry) => isAt(path, entry.path));
  const last = isLong(mine) ? [{ ...SETUP, current, waiting: 0, alarming: "" }] : await Promise.all(behind.map(rowOf));
  const groups = await Promise.all(
    GROUPS.map(async ([group, name]) => ({
      name,
      entries: [
        ...(await Promise.all(mine.filter((entry) => entry.group === group && !behind.includes(entry)).map(rowOf))),
        ...(group === "books" ? last : []),
      ],
    })),
  );
  return { groups: groups.filter((group) => group.entries.length > 0) };
}
