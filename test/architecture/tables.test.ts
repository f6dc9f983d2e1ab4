import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "@swc/core";
import { isReplyName } from "../../src/chatbot/default-replies.ts";
import { replyProblem, sampleValues } from "../../src/chatbot/render-reply.ts";
import { isGround } from "../../src/comments/rules.ts";
import { isRow, rowOf } from "../../src/kernel/table.ts";

type Node = { type: string; span?: { start: number } } & Record<string, unknown>;
const root = join(__dirname, "..", "..");
const files = ["src", "queues", "webhooks", "miniapp/src"].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path: `${room}/${path}`, text: readFileSync(join(root, room, path), "utf8") })),
);

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";
function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* walk(one);
  else if (typeof value === "object" && value !== null) {
    if (isNode(value)) yield value;
    for (const part of Object.values(value)) yield* walk(part);
  }
}
/** Literals and template literals without holes name a row in the source itself. */
const isLiteral = (node: unknown): boolean =>
  isNode(node) &&
  (node.type.endsWith("Literal") || (node.type === "ParenthesisExpression" && isLiteral(node["expression"])));
const nameOf = (node: unknown): string => (isNode(node) && node.type === "Identifier" ? String(node["value"]) : "");
const isTableName = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(name);

/** `Record<string, …>`, however wrapped: its rows are named by any text. */
const isByAnyText = (type: unknown): boolean => {
  for (const node of walk(type))
    if (node.type === "TsTypeReference" && nameOf(node["typeName"]) === "Record") {
      const [key] = (node["typeParams"] as { params: Node[] } | undefined)?.params ?? [];
      return key?.type === "TsKeywordType" && key["kind"] === "string";
    }
  return false;
};

const parsed = files.map(({ path, text }) => ({
  path,
  nodes: [...walk(parseSync(text, { syntax: "typescript", tsx: path.endsWith("x"), target: "es2022" }))],
}));
const declarations = (nodes: Node[]): string[] =>
  nodes.flatMap((node) => {
    if (node.type !== "VariableDeclarator") return [];
    const { id, init } = node as unknown as { id: Node; init: Node | null };
    const annotation = (id["typeAnnotation"] as { typeAnnotation?: unknown } | null)?.typeAnnotation;
    const isTable = isTableName(nameOf(id)) && init?.type === "ObjectExpression" && isByAnyText(annotation);
    return isTable ? [nameOf(id)] : [];
  });
const own = new Map(parsed.map(({ path, nodes }) => [path, declarations(nodes)]));
/** Tables by any text that this file declares or imports, by the name they have here. */
function tablesOf(path: string, nodes: Node[]): Set<string> {
  const found = new Set(own.get(path));
  for (const node of nodes)
    if (node.type === "ImportDeclaration") {
      const from = join(path, "..", String((node["source"] as Node)["value"]));
      for (const one of node["specifiers"] as { local: Node; imported?: Node | null }[])
        if (own.get(from)?.includes(nameOf(one.imported ?? one.local))) found.add(nameOf(one.local));
    }
  return found;
}

/** What is wrong with one place, or "". */
function fault(node: Node, tables: Set<string>): string {
  if (node.type === "BinaryExpression" && node["operator"] === "in" && !isLiteral(node["left"]))
    return "`in` with a name from outside: use isRow";
  if (node.type !== "MemberExpression" || !isNode(node["property"]) || node["property"].type !== "Computed") return "";
  const table = nameOf(node["object"]);
  const key = node["property"]["expression"] as Node;
  if (tables.has(table) && !isLiteral(key)) return `${table}[…] by any text: use rowOf`;
  const cast = [...walk(key)].some(({ type }) => type === "TsAsExpression");
  return isTableName(table) && cast ? `${table}[… as …]: use rowOf` : "";
}

test("tables answer only to their own rows: no `in` and no bracket with a name from outside", () => {
  expect(parsed.length).toBeGreaterThan(300);
  expect([...own.values()].flat().length).toBeGreaterThan(10);
  const faults = parsed
    .filter(({ path }) => path !== "src/kernel/table.ts")
    .flatMap(({ path, nodes }) => {
      const tables = tablesOf(path, nodes);
      return nodes.flatMap((node) => fault(node, tables) || []).map((what) => `${path}: ${what}`);
    });
  expect(faults).toEqual([]);
});

test("no inherited name is a row", () => {
  const table = { menu: 1 };
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  const values = sampleValues({ office: "UBND xã Sao Mai", contact }, new Date());
  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", ""]) {
    expect([name, isRow(table, name), rowOf(table, name)]).toEqual([name, false, undefined]);
    expect([name, isGround(name), isReplyName(name)]).toEqual([name, false, false]);
    const button = { text: "Xin chào", buttons: [{ title: "Nút", command: name }] };
    expect(replyProblem(button, values)).toContain("chưa chọn việc");
  }
  expect([isRow(table, "menu"), rowOf(table, "menu")]).toEqual([true, 1]);
});
