import type { Role } from "../../src/officials/rules.ts";

/**
 * A part of a form, and what its page would never send in its place. A plain string is free text: anything may be typed.
 */
export type Field =
  | string
  | string[]
  /** names an object of the home; another unit's, an unknown and a malformed one are refused */
  | { ref: string }
  /** a row of a table; inherited names are refused, and nothing where the page offers no blank */
  | { one: string; blank?: true }
  /** a day or hour to come; one gone by is refused */
  | { day: string }
  /** what the page was made from; an older one is refused */
  | { stale: string; older: string }
  /** a hidden field, read from the page itself; another one is refused */
  | { shown: string; on: string };

/** A post that succeeds, as its page makes it; what its page would not offer is made from it. */
export interface Case {
  route: string;
  as: Role | "visitor" | "resident";
  /** parameters other than the usual of PARAMS: "=text" or the name of an object of the home */
  params?: Readonly<Record<string, string>>;
  body?: Readonly<Record<string, Field>>;
  file?: { field: string; name: string; type: string; bytes: Buffer };
  /** parameters or form fields with which the object is in a state in which its page offers no such form */
  wrong?: readonly { params?: Readonly<Record<string, string>>; body?: Readonly<Record<string, string>> }[];
  /** done once, its page offers it no more */
  once?: true;
  /** parameters that may name any unit's object: residents write to whom they will */
  anyUnit?: readonly string[];
  /** why a post that succeeds changes nothing that is stored */
  reads?: string;
}

export interface Variant {
  what: string;
  params: Readonly<Record<string, string>>;
  body: Readonly<Record<string, string | string[]>>;
}

const NAMES = ["constructor", "__proto__", "toString"];
const UNKNOWN = "6a0000000000000000000000";
const PAST = "2020-01-02";

export type Resolve = (name: string, home: "own" | "away") => string;
const plain = (field: Field, resolve: Resolve, page: ReadonlyMap<string, string>): string | string[] => {
  if (typeof field === "string" || Array.isArray(field)) return field;
  if ("ref" in field) return resolve(field.ref, "own");
  if ("one" in field) return field.one;
  if ("day" in field) return field.day;
  if ("stale" in field) return field.stale;
  return page.get(field.on) ?? "";
};

/** The post as its page makes it. @param page hidden fields read from pages, by address */
export function asItsPage(
  { params = {}, body = {} }: Case,
  usual: Readonly<Record<string, string>>,
  resolve: Resolve,
  page: ReadonlyMap<string, string>,
): Variant {
  const own = (named: string): string => (named.startsWith("=") ? named.slice(1) : resolve(named, "own"));
  return {
    what: "as its page",
    params: Object.fromEntries(Object.entries({ ...usual, ...params }).map(([name, named]) => [name, own(named)])),
    body: Object.fromEntries(Object.entries(body).map(([name, field]) => [name, plain(field, resolve, page)])),
  };
}

/** What its page would not offer: other units' objects, names of no row, days gone by, older versions, wrong states. */
export function* hostile(
  one: Case,
  usual: Readonly<Record<string, string>>,
  resolve: Resolve,
  good: Variant,
): Generator<Variant> {
  for (const [name, named] of Object.entries({ ...usual, ...one.params })) {
    const put = (what: string, value: string): Variant => ({
      ...good,
      what: `${name}: ${what}`,
      params: { ...good.params, [name]: value },
    });
    if (!named.startsWith("=") && !one.anyUnit?.includes(name)) yield put("another unit's", resolve(named, "away"));
    yield put("unknown", UNKNOWN);
    for (const odd of NAMES) yield put(odd, odd);
  }
  for (const [name, field] of Object.entries(one.body ?? {})) {
    if (typeof field === "string" || Array.isArray(field)) continue;
    const put = (what: string, value: string): Variant => ({
      ...good,
      what: `${name}: ${what}`,
      body: { ...good.body, [name]: value },
    });
    if ("ref" in field) {
      yield put("another unit's", resolve(field.ref, "away"));
      yield put("unknown", UNKNOWN);
      yield put("constructor", "constructor");
    } else if ("one" in field) for (const odd of field.blank ? NAMES : [...NAMES, ""]) yield put(odd || "nothing", odd);
    else if ("day" in field) yield put("gone by", PAST + field.day.slice(10));
    else if ("stale" in field) yield put("older", field.older);
    else yield put("of another screen", "0".repeat(64));
  }
  for (const [n, { params = {}, body = {} }] of (one.wrong ?? []).entries())
    yield {
      what: `state ${n + 1} ${JSON.stringify({ ...params, ...body })}`,
      params: {
        ...good.params,
        ...Object.fromEntries(
          Object.entries(params).map(([name, named]) => [
            name,
            named.startsWith("=") ? named.slice(1) : resolve(named, "own"),
          ]),
        ),
      },
      body: { ...good.body, ...body },
    };
}
