import { z } from "zod";
import { decide, lookOf } from "../decisions/decide.ts";
import {
  byMe,
  type ConsoleRoute,
  page,
  redirect,
  route,
  type RouteContext,
  type SignedIn,
} from "../kernel/console-route.ts";
import { formatNumber } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { isReady } from "./is-ready.ts";
import { LABELS, withLabel } from "./label.ts";
import { forecast, inMinutes, judgeLength } from "./length.ts";
import {
  answerQuestion,
  bringRecording,
  changeBook,
  loadReading,
  orderVoice,
  type PrepareDeps,
  questionsOf,
  saveReading,
  startReading,
} from "./prepare-voice.ts";
import { missingTools } from "./run-tool.ts";
import { voiceRelease } from "./voice.decision.ts";
import type { Reading } from "./voice.model.ts";
import { findBook, heardWhole, listReadings, noteSent, readVoice } from "./voice.store.ts";
import { RATES, VOICES } from "./voices.ts";

const form = z.object({
  title: z.string().max(200).default(""),
  issuer: z.string().max(200).default(""),
  written: z.string().max(200_000).default(""),
  spoken: z.string().max(400_000).default(""),
  voice: z.string().max(40).default("vi"),
  rate: z.string().max(10).default("140"),
});
type Form = z.infer<typeof form>;
const EMPTY: Form = { title: "", issuer: "", written: "", spoken: "", voice: "vi", rate: "140" };

/** Words, icon and tint of where a reading stands (ui-next.md §1). */
function stateOf(reading: Pick<Reading, "state" | "failure" | "heard" | "source" | "bookVersion">, version: number) {
  const { state, failure, heard, source, bookVersion } = reading;
  if (state === "making") return { name: "Đang đọc", icon: "arrow", tint: "tint" };
  if (state === "editing")
    return failure === ""
      ? { name: "Đang soạn", icon: "doc", tint: "" }
      : { name: "Không dùng được", icon: "fail", tint: "danger" };
  if (source === "machine" && bookVersion !== version) return { name: "Cần nghe lại", icon: "doubt", tint: "gold" };
  if (state === "released") return { name: "Đã nghe 2/2", icon: "checks", tint: "good" };
  return heard.length > 0
    ? { name: "Đã nghe 1/2", icon: "check", tint: "tint" }
    : { name: "Chờ nghe", icon: "clock", tint: "gold" };
}

const optionsOf = () => ({
  voices: Object.entries(VOICES).map(([value, { name }]) => ({ value, name })),
  rates: RATES.map((rate) => ({ value: String(rate), name: `${rate} chữ một phút` })),
});

const asked = (questions: ReturnType<typeof questionsOf>) => ({
  questions: questions
    .slice(0, 40)
    .map(({ token, why, choices }) => ({ token, why, choices: choices.join(" / "), first: choices[0] ?? "" })),
  open: questions.length,
});

/** What was read from the file itself. */
const measuredOf = (sound: NonNullable<Reading["sound"]>, most: number, rate: number | undefined) => ({
  ...judgeLength(sound.seconds, most, rate),
  loudness: sound.loudness.toFixed(1).replace(".", ","),
  peak: sound.peak.toFixed(1).replace(".", ","),
  hash: sound.hash,
  code: sound.hash.slice(0, 8).toUpperCase(),
  note: sound.note,
});

const rightsOf = (me: SignedIn, reading: Reading | null) => ({
  editable: me.permissions.includes("content.write") && reading?.state !== "making",
  canListen: me.permissions.includes("voice.listen") && reading?.state === "listening",
  heardByMe: reading?.heard.some(({ by }) => by.id === me.id) ?? false,
  waits: 2 - (reading?.heard.length ?? 0),
});

/** Loa và giọng đọc: words as they will be said, a voice for them, two persons who hear it. */
export function voiceRoutes(deps: PrepareDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<Reading> => loadReading(context.me.scope, context.params["id"] ?? "");
  const back = (context: RouteContext, note: string) => redirect(`/console/giong-doc/${context.params["id"]}`, note);

  const view = async (context: RouteContext, reading: Reading | null, values: Form) => {
    const { me, now } = context;
    const book = await findBook(reading?.unitCode ?? me.scope.unit);
    const id = reading ? String(reading._id) : "";
    const sound = reading?.sound ?? null;
    const needed = reading ? forecast(withLabel(reading.spoken), reading.rate) : 0;
    return page("voice/reading", reading?.title ?? "Bài đọc mới", {
      id,
      reading,
      values,
      ...optionsOf(),
      stateOf: reading ? stateOf(reading, book.version) : undefined,
      ...asked(reading ? questionsOf(reading, book.entries) : []),
      label: reading ? LABELS[reading.source] : "",
      byMachine: reading?.source === "machine",
      forecast: reading ? judgeLength(needed, book.most, reading.rate) : undefined,
      measured: sound && measuredOf(sound, book.most, reading?.rate),
      missing: missingTools().join(", "),
      heardAll: sound ? await heardWhole(id, sound.hash, me.id) : false,
      ...rightsOf(me, reading),
      seen: reading ? await lookOf(voiceRelease, id, reading, now) : "",
    });
  };
  const valuesOf = ({ title, issuer, written, spoken, voice, rate }: Reading): Form => ({
    title,
    issuer,
    written,
    spoken,
    voice,
    rate: String(rate),
  });

  return [
    route({
      method: "get",
      path: "/giong-doc",
      may: "content.view",
      async handle({ me }) {
        const book = await findBook(me.scope.unit);
        const readings = await listReadings(me.scope);
        return page("voice/list", "Loa và giọng đọc", {
          readings: readings.map((reading) => ({
            id: String(reading._id),
            title: reading.title,
            label: LABELS[reading.source],
            length: reading.sound ? inMinutes(reading.sound.seconds) : "–",
            at: reading.updatedAt,
            state: stateOf(reading, book.version),
          })),
          missing: missingTools().join(", "),
          canEdit: me.permissions.includes("content.write"),
          entries: formatNumber(book.entries.length),
        });
      },
    }),
    route({
      method: "get",
      path: "/giong-doc/moi",
      may: "content.write",
      handle: (context) => view(context, null, EMPTY),
    }),
    route({
      method: "post",
      path: "/giong-doc/moi",
      may: "content.write",
      body: form,
      async handle(context) {
        const id = await startReading(deps, context.me.scope, context.body, byMe(context));
        await context.audit("voice-saved", context.body.title);
        return redirect(`/console/giong-doc/${id}`, "Đã lưu. Xem bản đọc, trả lời chỗ chưa rõ rồi đọc thành tiếng.");
      },
    }),
    route({
      method: "get",
      path: "/giong-doc/so-doc",
      may: "content.view",
      async handle({ me }) {
        const book = await findBook(me.scope.unit);
        return page("voice/book", "Sổ cách đọc", {
          entries: book.entries.toReversed(),
          version: book.version,
          most: book.most > 0 ? `${Math.trunc(book.most / 60)}:${String(book.most % 60).padStart(2, "0")}` : "",
          canEdit: me.permissions.includes("content.write"),
        });
      },
    }),
    route({
      method: "post",
      path: "/giong-doc/so-doc",
      may: "content.write",
      body: z.object({ most: z.string().max(10).default(""), remove: z.string().max(100).default("") }),
      async handle(context) {
        await changeBook(context.me.scope, context.body);
        await context.audit("voice-book-changed", context.body.remove || "thời lượng");
        return redirect("/console/giong-doc/so-doc", "Đã lưu sổ cách đọc.");
      },
    }),
    route({
      method: "get",
      path: "/giong-doc/:id",
      may: "content.view",
      async handle(context) {
        const reading = await load(context);
        return view(context, reading, valuesOf(reading));
      },
    }),
    route({
      method: "post",
      path: "/giong-doc/:id",
      may: "content.write",
      body: form,
      async handle(context) {
        await saveReading(deps, context.me.scope, context.params["id"] ?? "", context.body, byMe(context));
        await context.audit("voice-saved", context.body.title);
        return back(context, "Đã lưu bản đọc.");
      },
    }),
    route({
      method: "post",
      path: "/giong-doc/:id/cach-doc",
      may: "content.write",
      body: z.object({ token: z.string().max(200).default(""), answer: z.string().max(400).default("") }),
      async handle(context) {
        await load(context);
        await answerQuestion(context.me.scope, { written: context.body.token, spoken: context.body.answer });
        await context.audit("voice-book-changed", context.body.token);
        return back(context, `Từ nay “${context.body.token}” đọc là “${context.body.answer}”.`);
      },
    }),
    route({
      method: "post",
      path: "/giong-doc/:id/doc",
      may: "content.write",
      async handle(context) {
        const reading = await load(context);
        await orderVoice(deps, context.me.scope, String(reading._id));
        await context.audit("voice-ordered", reading.title);
        return back(context, "Máy đang đọc. Trang tự đổi khi xong, Ông/Bà có thể đóng trang.");
      },
    }),
    route({
      method: "post",
      path: "/giong-doc/:id/ban-thu",
      may: "content.write",
      file: "audio",
      async handle(context) {
        const reading = await load(context);
        await bringRecording(deps, context.me.scope, String(reading._id), context.file);
        await context.audit("voice-brought", reading.title);
        return back(context, "Đã nhận tệp thu, đang chỉnh độ to.");
      },
    }),
    route({
      method: "get",
      path: "/giong-doc/:id/tep",
      may: "content.view",
      async handle(context) {
        const { _id, sound } = await load(context);
        const readingId = String(_id);
        const body = sound ? await readVoice(readingId, sound.hash) : undefined;
        if (!sound || !body) throw notFound("tệp âm thanh này");
        const who = { readingId, hash: sound.hash, officialId: context.me.id };
        const sent = (from: number, to: number) => noteSent(who, { from, to }, body.length, deps.clock.now());
        return { kind: "image", type: "audio/mpeg", body, sent };
      },
    }),
    route({
      method: "post",
      path: "/giong-doc/:id/nghe",
      may: voiceRelease.may,
      body: z.object({ seen: z.string().max(80).default("") }),
      async handle(context) {
        const reading = await load(context);
        const wish = { approver: context.me.permissions.includes("content.approve") };
        const press = { unitCode: context.me.scope, id: String(reading._id), seen: context.body.seen };
        const { missing } = await decide(voiceRelease, deps, { ...press, by: byMe(context), wish });
        await context.audit("voice-heard", reading.title, { hash: reading.sound?.hash ?? "" });
        return back(
          context,
          missing > 0 ? "Đã ghi. Cần thêm một người khác nghe." : "Đủ hai người nghe. Tệp được dùng cho loa.",
        );
      },
    }),
    route({
      method: "get",
      path: "/giong-doc/:id/tai-ve",
      may: "content.view",
      async handle(context) {
        const reading = await load(context);
        const { _id, sound } = reading;
        const body =
          sound && isReady(reading, await findBook(reading.unitCode))
            ? await readVoice(String(_id), sound.hash)
            : undefined;
        if (!sound || !body) throw notFound("tệp đã nghe đủ hai người");
        return { kind: "file", name: `loa-${sound.hash.slice(0, 8)}.mp3`, type: "audio/mpeg", body };
      },
    }),
  ];
}
