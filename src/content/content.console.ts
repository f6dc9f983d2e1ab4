import { z } from "zod";
import { decide, lookAt } from "../decisions/decide.ts";
import {
  type ConsoleRoute,
  fragment,
  page,
  redirect,
  route,
  type RouteContext,
  type RouteResult,
  StoredButRefused,
} from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { AppError, invalid, notFound } from "../kernel/errors.ts";
import { graphemes } from "../kernel/vietnamese.ts";
import { formatLocal } from "../kernel/dates.ts";
import { campaignsFor, namesFor } from "./campaigns-of-unit.ts";
import { formatLength, KIND_RULES, KINDS, kindWarnings, liveWord, NO_DETAILS } from "./kinds.ts";
import { wrongNames } from "./phases.ts";
import { officeOf, returnItem, submitItem, withdrawItem } from "./decide-item.ts";
import { fieldsOf, type ItemForm, itemForm } from "./item-form.ts";
import { itemApproval } from "./item.decision.ts";
import type { Item, ItemState, SourceClass } from "./item.model.ts";
import { findItem, findPicture, type ItemFields, listItems } from "./item.store.ts";
import { type PictureDeps, preparePicture } from "./prepare-picture.ts";
import { allowanceOfUnit } from "../gate/pass-gate.ts";
import { judgeWords } from "../gate/judge-words.ts";
import { composeMessage, problemsOf, shortFingerprint, TITLE_MAX, wordsOfItem } from "./rules.ts";
import { saveItem } from "./save-item.ts";

export interface ContentDeps extends PictureDeps {
  box: SecretBox;
}

const STATE_WORDS: Readonly<Record<ItemState, string>> = {
  draft: "Nháp",
  waiting: "Chờ duyệt",
  approved: "Đã duyệt",
  returned: "Bị trả lại",
};
const CLASSES: readonly { value: SourceClass; name: string }[] = [
  { value: "cong-khai", name: "Công khai" },
  { value: "noi-bo", name: "Nội bộ (không gửi được)" },
];

/** Nội dung: write, preview, submit, approve or return. */
export function contentRoutes(deps: ContentDeps): ConsoleRoute[] {
  const previewOf = async (unitCode: string, fields: ItemFields): Promise<Record<string, unknown>> => {
    const office = await officeOf(unitCode);
    const names = await namesFor(unitCode, deps.clock.now());
    const allowance = await allowanceOfUnit(unitCode, deps.clock.now());
    const found = Object.values(wordsOfItem(fields)).flatMap((words) => judgeWords(words, allowance));
    const text = composeMessage(fields, office, deps.clock.now());
    return {
      text,
      office,
      pictureId: fields.pictureId,
      pictureAlt: fields.pictureAlt,
      count: graphemes(text),
      titleCount: graphemes(fields.title),
      problems: [
        ...Object.values(problemsOf(fields, office, deps.clock.now())),
        ...found.filter(({ kind }) => kind === "refused").map(({ say }) => say),
      ],
      warnings: [
        ...found.filter(({ kind }) => kind === "asked").map(({ say }) => say),
        ...wrongNames(`${fields.title}\n${fields.text}`, names),
        ...kindWarnings(fields.kind, fields.details),
      ],
    };
  };
  const editPage = async (
    context: RouteContext,
    item: { id: string; version: number; state: ItemState; returned: Item["returned"] } & ItemFields,
  ): Promise<RouteResult> =>
    page("content/edit", item.id ? "Sửa nội dung" : "Soạn tin mới", {
      item: {
        ...item,
        length: formatLength(item.details.mediaSeconds),
        liveEnds: item.details.liveEndsAt ? formatLocal(item.details.liveEndsAt) : "",
      },
      kinds: KINDS.map((value) => ({ value, name: KIND_RULES[value].name, selected: value === item.kind })),
      moreOpen: KIND_RULES[item.kind].needs.length > 0,
      people: [
        { value: "khong", name: "Không", checked: item.details.privatePeople === "khong" },
        { value: "co", name: "Có", checked: item.details.privatePeople === "co" },
      ],
      belongs: await belongsOf(context, item.belongings),
      classes: CLASSES.map((choice) => ({ ...choice, checked: choice.value === item.sourceClass })),
      titleMax: TITLE_MAX,
      preview: await previewOf(context.me.unitCode, item),
    });
  /** Campaigns of the unit and of those above it, with their topics, to tick. */
  const belongsOf = async (context: RouteContext, chosen: ItemFields["belongings"]) => {
    const campaigns = await campaignsFor(context.me.unitCode, context.now);
    return campaigns.map((campaign) => ({
      name: campaign.name,
      topics: (campaign.topics.length > 0 ? campaign.topics : [{ key: "", name: "Không chia chủ đề" }]).map(
        (topic) => ({
          value: `${String(campaign._id)}:${topic.key}`,
          name: topic.name,
          checked: chosen.some((one) => one.campaignId === String(campaign._id) && one.topic === topic.key),
        }),
      ),
    }));
  };
  const load = async (context: RouteContext): Promise<Item> => {
    const item = await findItem(context.me.unitCode, context.params["id"] ?? "");
    if (!item) throw notFound("nội dung này");
    return item;
  };
  /** Saves what was typed, with the picture if one came; gives back the item's id and fields. */
  const save = async (context: RouteContext<ItemForm>, id: string): Promise<{ id: string; fields: ItemFields }> => {
    const fields = fieldsOf(context.body);
    if (context.file) fields.pictureId = await preparePicture(deps, context.me.unitCode, context.file);
    const { me } = context;
    const form = { id, version: context.body.version };
    const saved = await saveItem(deps, me.unitCode, form, fields, { id: me.id, name: me.name });
    await context.audit("content-saved", fields.title || "(chưa có tiêu đề)");
    return { id: saved.id, fields };
  };
  const saveAndMaybeSubmit = async (context: RouteContext<ItemForm>, givenId: string): Promise<RouteResult> => {
    const { id, fields } = await save(context, givenId);
    if (context.body.act === "luu") return redirect(`/console/noi-dung/${id}/sua`, "Đã lưu nháp.");
    const by = { id: context.me.id, name: context.me.name };
    await submitItem(deps, context.me.unitCode, id, by).catch((error: unknown) => {
      throw error instanceof AppError ? new StoredButRefused(`/console/noi-dung/${id}/sua`, error) : error;
    });
    await context.audit("content-submitted", fields.title);
    return redirect(`/console/noi-dung/${id}`, "Đã trình duyệt. Người duyệt sẽ thấy nội dung này ở trang Hôm nay.");
  };
  const viewPage = async (context: RouteContext): Promise<RouteResult> => {
    const seen = await lookAt(itemApproval, deps, context.me.unitCode, context.params["id"] ?? "");
    const item = await load(context);
    return page("content/view", item.title || "Nội dung", {
      item: { ...item, id: String(item._id), length: formatLength(item.details.mediaSeconds) },
      seen,
      kindName: KIND_RULES[item.kind].name,
      live: liveWord(item.kind, item.details, deps.clock.now()),
      stateWord: STATE_WORDS[item.state],
      isAuthor: item.author.id === context.me.id,
      canApprove: context.me.permissions.includes("content.approve") && item.state === "waiting",
      canEdit: context.me.permissions.includes("content.write"),
      canSend: context.me.permissions.includes("broadcasts.send") && item.state !== "waiting",
      fingerprint: item.approval ? shortFingerprint(item.approval.fingerprint) : "",
      preview: await previewOf(context.me.unitCode, item),
    });
  };
  const empty: ItemFields = {
    kind: "tin",
    details: NO_DETAILS,
    belongings: [],
    title: "",
    text: "",
    pictureId: "",
    pictureAlt: "",
    source: "",
    sourceClass: "",
  };

  return [
    route({
      method: "get",
      path: "/noi-dung",
      may: "content.view",
      query: z.object({ loc: z.enum(["", "draft", "waiting", "approved", "returned"]).default("") }),
      async handle({ me, query }) {
        const states: ItemState[] = query.loc ? [query.loc] : ["returned", "waiting", "draft", "approved"];
        const rows = (await listItems(me.unitCode, states)).map((item) => ({
          id: String(item._id),
          title: item.title || "(chưa có tiêu đề)",
          kind: KIND_RULES[item.kind].name,
          live: liveWord(item.kind, item.details, deps.clock.now()),
          state: item.state,
          stateWord: STATE_WORDS[item.state],
          author: item.author.name,
          updatedAt: item.updatedAt,
        }));
        const filters = [
          { key: "", name: "Tất cả" },
          ...(Object.keys(STATE_WORDS) as ItemState[]).map((key) => ({ key, name: STATE_WORDS[key] })),
        ].map((filter) => ({ ...filter, current: filter.key === query.loc }));
        return page("content/list", "Nội dung", { rows, filters, canWrite: me.permissions.includes("content.write") });
      },
    }),
    route({
      method: "get",
      path: "/noi-dung/moi",
      may: "content.write",
      handle: (context) => editPage(context, { id: "", version: 0, state: "draft", returned: null, ...empty }),
    }),
    route({
      method: "post",
      path: "/noi-dung/moi",
      may: "content.write",
      body: itemForm,
      file: "picture",
      handle: (context) => saveAndMaybeSubmit(context, ""),
    }),
    route({
      method: "post",
      path: "/noi-dung/xem-truoc",
      may: "content.write",
      body: itemForm,
      file: "picture",
      handle: async (context) =>
        fragment("content/preview", { preview: await previewOf(context.me.unitCode, fieldsOf(context.body)) }),
    }),
    route({ method: "get", path: "/noi-dung/:id", may: "content.view", handle: (context) => viewPage(context) }),
    route({
      method: "get",
      path: "/noi-dung/:id/sua",
      may: "content.write",
      async handle(context) {
        const item = await load(context);
        if (item.state === "waiting" || item.state === "approved")
          return redirect(`/console/noi-dung/${String(item._id)}`);
        return editPage(context, { ...item, id: String(item._id) });
      },
    }),
    route({
      method: "post",
      path: "/noi-dung/:id/sua",
      may: "content.write",
      body: itemForm,
      file: "picture",
      handle: (context) => saveAndMaybeSubmit(context, context.params["id"] ?? ""),
    }),
    route({
      method: "post",
      path: "/noi-dung/:id/rut",
      may: "content.write",
      async handle(context) {
        const item = await load(context);
        await withdrawItem(deps, context.me.unitCode, String(item._id));
        await context.audit("content-withdrawn", item.title);
        return redirect(`/console/noi-dung/${String(item._id)}/sua`, "Đã rút về để sửa.");
      },
    }),
    route({
      method: "post",
      path: "/noi-dung/:id/duyet",
      may: itemApproval.may,
      body: z.object({
        decision: z.enum(["duyet", "tra-lai", ""]).default(""),
        reason: z.string().max(1000).default(""),
        code: z.string().max(12).default(""),
        version: z.coerce.number().int(),
        seen: z.string().max(80).default(""),
      }),
      async handle(context) {
        const item = await load(context);
        const { decision, reason, code, version, seen } = context.body;
        const press = { unitCode: context.me.unitCode, id: String(item._id), seen, code, wish: undefined };
        const who = { id: context.me.id, name: context.me.name };
        if (decision === "") throw invalid({ decision: "Chọn Duyệt hoặc Trả lại" });
        if (decision === "duyet") await decide(itemApproval, deps, { ...press, by: who });
        else await returnItem(deps, context.me.unitCode, String(item._id), version, who, reason);
        await context.audit(decision === "duyet" ? "content-approved" : "content-returned", item.title);
        return redirect(
          `/console/noi-dung/${String(item._id)}`,
          decision === "duyet" ? "Đã duyệt." : "Đã trả lại người soạn.",
        );
      },
    }),
    route({
      method: "get",
      path: "/anh/:id",
      may: "content.view",
      async handle({ me, params }) {
        const picture = await findPicture(me.unitCode, params["id"] ?? "");
        if (!picture) throw notFound("ảnh này");
        return { kind: "image", type: picture.mimeType, body: Buffer.from(picture.bytes) };
      },
    }),
  ];
}
