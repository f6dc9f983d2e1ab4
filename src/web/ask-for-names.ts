import Handlebars from "handlebars";

/** How a view names the helper that asks for a field of something that may be none. */
export const FIELD_OF = "field-of";

/**
 * Handlebars asks strictly for what is printed. Here also for what a helper, a condition or a partial is given: a name
 * that is not there fails. A field of something that is given and is none (`frame.title` of a frame to come) is none.
 */
export function askForEveryName(source: hbs.AST.Program): hbs.AST.Program {
  const visitor = new Handlebars.Visitor();
  for (const kind of ["MustacheStatement", "BlockStatement", "PartialStatement", "SubExpression"] as const) {
    const walk = visitor[kind].bind(visitor) as (node: Asking) => void;
    Object.assign(visitor, {
      [kind](node: Asking) {
        walk(node);
        node.params = node.params.map(asked);
        for (const pair of node.hash?.pairs ?? []) pair.value = asked(pair.value);
      },
    });
  }
  visitor.accept(source);
  return source;
}

interface Asking {
  params: hbs.AST.Expression[];
  hash?: hbs.AST.Hash;
}

function asked(given: hbs.AST.Expression): hbs.AST.Expression {
  const path = given as hbs.AST.PathExpression;
  if (given.type !== "PathExpression" || path.data) return given;
  const [head = "", ...fields] = path.parts;
  if (head === "") return given;
  const first = { ...path, parts: [head], original: head, strict: true };
  if (fields.length === 0) return first;
  const named = { ...path, depth: 0, parts: [FIELD_OF], original: FIELD_OF };
  const names = fields.map((name) => ({ type: "StringLiteral", value: name, original: name, loc: path.loc }));
  const hash = { type: "Hash", pairs: [], loc: path.loc };
  return {
    type: "SubExpression",
    path: named,
    params: [first, ...names],
    hash,
    loc: path.loc,
  } as hbs.AST.SubExpression;
}

/** @throws Error when one of the fields is not there */
export function fieldOf(from: unknown, ...names: unknown[]): unknown {
  let at = from;
  for (const name of names.slice(0, -1) as string[]) {
    if (at === null || at === undefined) return undefined;
    if (!Reflect.has(Object(at) as object, name)) throw new Error(`"${name}" not defined`);
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}
