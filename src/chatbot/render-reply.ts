import Handlebars from "handlebars";
import { formatDate, formatMoment } from "../kernel/dates.ts";
import { clip, graphemes } from "../kernel/vietnamese.ts";
import type { Unit } from "../units/unit.model.ts";
import { type Button, LIMITS } from "../zalo/messages.ts";
import type { ReplyTemplate } from "./default-replies.ts";
import { rowOf } from "../kernel/table.ts";
import { COMMANDS } from "./commands.ts";

/** What a template may name. Nothing else exists for it: no helpers but if, each, unless; no look behind the values. */
export interface ReplyValues {
  office: string;
  contact: Unit["contact"];
  items?: { title: string; date: string }[];
  chosen?: string;
  topic?: string;
  added?: boolean;
  kind?: string;
  own?: { name: string; followedAt: string; lastAt: string; topics: string; receiving: string; messages: number };
}

export interface RenderedReply {
  text: string;
  buttons: Button[];
}

const engine = Handlebars.create();
for (const name of ["log", "lookup", "with", "blockHelperMissing"]) engine.unregisterHelper(name);
engine.unregisterDecorator("inline");

/** Rounds of all loops of one reply: eight loops in one another would end the process. */
const MOST_ROUNDS = 60;
let rounds = 0;
const each = engine.helpers["each"];
engine.registerHelper("each", function (this: unknown, list: unknown, options: Handlebars.HelperOptions): string {
  const shown = Array.isArray(list) ? list.slice(0, Math.max(0, MOST_ROUNDS - rounds)) : [];
  rounds += shown.length;
  return String(each?.call(this, shown, options) ?? "");
});
const compiled = new Map<string, (values: ReplyValues) => string>();

function compile(text: string): (values: ReplyValues) => string {
  let template = compiled.get(text);
  if (!template) {
    template = engine.compile<ReplyValues>(text, {
      noEscape: true,
      knownHelpers: { if: true, each: true, unless: true },
      knownHelpersOnly: true,
      preventIndent: true,
    });
    if (compiled.size > 2000) compiled.clear();
    compiled.set(text, template);
  }
  return template;
}

/** Runs a template with its rounds counted from the start. */
function run(text: string, values: ReplyValues): string {
  rounds = 0;
  return compile(text)(values);
}

const PLAIN = new Set(["ContentStatement", "CommentStatement", "MustacheStatement", "BlockStatement"]);

/** A loop within a loop, and whatever calls a template from a template: what a text of a page never needs. */
function growsWithin(program: hbs.AST.Program | undefined, inLoop = false): boolean {
  return (program?.body ?? []).some((statement) => {
    if (!PLAIN.has(statement.type)) return true;
    if (statement.type !== "BlockStatement") return false;
    const block = statement as hbs.AST.BlockStatement;
    const loops = "original" in block.path && block.path.original === "each";
    if (loops && inLoop) return true;
    return growsWithin(block.program, inLoop || loops) || growsWithin(block.inverse, inLoop || loops);
  });
}

/** Every automatic reply says what it is (safeguard 25). Added here, so that no template can leave it out. */
export const automaticLabel = (office: string): string =>
  `Trả lời tự động của ${office}. Nhắn “gặp cán bộ” để gặp người.`;

/** The words of a reply alone. */
export const renderWords = (template: ReplyTemplate, values: ReplyValues): string => run(template.text, values).trim();

/** Renders a reply for Zalo: text with its label within 2,000 graphemes, buttons as Zalo takes them. */
export function renderReply(template: ReplyTemplate, values: ReplyValues): RenderedReply {
  const label = `\n\n${automaticLabel(values.office)}`;
  const body = renderWords(template, values);
  return {
    text: clip(body, LIMITS.text - graphemes(label)) + label,
    buttons: template.buttons.slice(0, LIMITS.buttons).map(({ title, command }) => ({
      title: clip(title, LIMITS.buttonTitle),
      type: "oa.query.hide" as const,
      payload: command,
    })),
  };
}

/** Values for previews. */
export const sampleValues = (unit: Pick<Unit, "office" | "contact">, now: Date): ReplyValues => ({
  office: unit.office,
  contact: fillContact(unit.contact),
  items: [{ title: "Lịch tiếp công dân tháng này", date: formatDate(now) }],
  chosen: "Tin xã",
  topic: "Tin xã",
  added: true,
  kind: "ảnh",
  own: {
    name: "Người dân mẫu",
    followedAt: formatDate(now),
    lastAt: formatMoment(now, now),
    topics: "Tin xã",
    receiving: "có",
    messages: 3,
  },
});

/** A card never has holes: what the unit did not fill in is said so. */
export function fillContact(contact: Unit["contact"]): Unit["contact"] {
  const said = (text: string): string => (text.trim() === "" ? "đang cập nhật" : text);
  return {
    address: said(contact.address),
    hours: said(contact.hours),
    phone: said(contact.phone),
    dutyPhone: said(contact.dutyPhone),
  };
}

/** What is wrong with an official's own words, or undefined. */
export function replyProblem(template: ReplyTemplate, values: ReplyValues): string | undefined {
  if (template.text.trim() === "") return "Cần có nội dung câu trả lời";
  try {
    if (growsWithin(Handlebars.parse(template.text)))
      return "Không lồng {{#each}} trong {{#each}}, không gọi mẫu khác trong câu trả lời";
    const body = run(template.text, values);
    const room = LIMITS.text - graphemes(`\n\n${automaticLabel(values.office)}`);
    if (graphemes(body) > room) return `Câu trả lời dài ${graphemes(body)} ký tự, tối đa ${room}`;
  } catch {
    return "Có dấu {{ }} đặt chưa đúng. Giữ nguyên các ô như {{office}} hoặc bỏ hẳn";
  }
  if (template.buttons.length > LIMITS.buttons) return `Không quá ${LIMITS.buttons} nút`;
  const strange = template.buttons.find((button) => !rowOf(COMMANDS, button.command.split(" ")[0] ?? ""));
  return strange ? `Nút “${strange.title}” chưa chọn việc cần làm` : undefined;
}
