import { z } from "zod";
import { matching, searchWords } from "../kernel/search-terms.ts";
import { decide, lookAt } from "../decisions/decide.ts";
import {
  byMe,
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
import { formatLocal } from "../kernel/dates.ts";
import { campaignsFor } from "./campaigns-of-unit.ts";
import { formatLength, isUnderEmbargo, KIND_RULES, KINDS, liveWord } from "./kinds.ts";
import { refuseUnready, returnItem, submitItem, withdrawItem } from "./decide-item.ts";
import { fieldsOf, type ItemForm, itemForm } from "./item-form.ts";
import { itemApproval } from "./item.decision.ts";
import type { Item, ItemState, SourceClass } from "./item.model.ts";
import { listCorrectable } from "./list-correctable.ts";
import {
  findForAll,
  findItem,
  findPicture,
  type ItemFields,
  listCorrections,
  listItems,
  listTitles,
} from "./item.store.ts";
import { type PictureDeps, preparePicture } from "./prepare-picture.ts";
import { shortFingerprint, TITLE_MAX } from "./rules.ts";
import { beginItem } from "./begin-item.ts";
import { presentPreview } from "./present-preview.ts";
import { saveItem } from "./save-item.ts";

export interface ContentDeps extends PictureDeps {
  box: SecretBox;
}

const STATE_WORDS: Readonly<Record<ItemState, string>> = {
  draft: "Nháp",
  waiting: "Chờ duyệt",
  approved: "Đã duyệt",
  returned: "Bị trả lại",
  withdrawn: "Đã thu hồi",
};
const CLASSES: readonly { value: SourceClass; name: string }[] = [
  { value: "cong-khai", name: "Công khai" },
  { value: "noi-bo", name: "Nội bộ (không gửi được)" },
];

/** Nội dung: write, preview, submit, approve or return. */
export function contentRoutes(deps: ContentDeps): ConsoleRoute[] {
  const previewOf = (unitCode: string, fields: ItemFields) => presentPreview(unitCode, fields, deps.clock.now());
  const editPage = async (
    context: RouteContext,
    item: { id: string; version: number; state: ItemState; returned: Item["returned"] } & ItemFields,
  ): Promise<RouteResult> =>
    page("content/edit", item.id ? "Sửa nội dung" : "Soạn tin mới", {
      item: {
        ...item,
        length: formatLength(item.details.mediaSeconds),
        embargo: item.details.embargoAt ? formatLocal(item.details.embargoAt) : "",
        signedOn: item.details.signedOn ?? "",
        series: item.details.series ?? "",
        liveEnds: item.details.liveEndsAt ? formatLocal(item.details.liveEndsAt) : "",
      },
      kinds: KINDS.map((value) => ({ value, name: KIND_RULES[value].name, selected: value === item.kind })),
      wrongOnes: await listCorrectable(context, item.details.corrects ?? ""),
      moreOpen: KIND_RULES[item.kind].needs.length > 0,
      people: [
        { value: "khong", name: "Không", checked: item.details.privatePeople === "khong" },
        { value: "co", name: "Có", checked: item.details.privatePeople === "co" },
      ],
      belongs: await belongsOf(context, item.belongings),
      classes: CLASSES.map((choice) => ({ ...choice, checked: choice.value === item.sourceClass })),
      titleMax: TITLE_MAX,
      canSend: context.me.permissions.includes("broadcasts.send"),
      preview: await previewOf(context.me.scope.unit, item),
    });
  /** Campaigns of the unit and of those above it, with their topics, to tick. */
  const belongsOf = async (context: RouteContext, chosen: ItemFields["belongings"]) => {
    const campaigns = await campaignsFor(context.me.scope, context.now);
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
    const item = await findItem(context.me.scope, context.params["id"] ?? "");
    if (!item) throw notFound("nội dung này");
    return item;
  };
  /** Saves what was typed, with the picture if one came; gives back the item's id and fields. */
  const save = async (context: RouteContext<ItemForm>, id: string): Promise<{ id: string; fields: ItemFields }> => {
    const fields = fieldsOf(context.body);
    if (context.file) fields.pictureId = await preparePicture(deps, context.me.scope, context.file);
    const { me } = context;
    const form = { id, version: context.body.version };
    const saved = await saveItem(deps, me.scope, form, fields, { id: me.id, name: me.name });
    await context.audit("content-saved", fields.title || "(chưa có tiêu đề)");
    return { id: saved.id, fields };
  };
  const saveAndMaybeSubmit = async (context: RouteContext<ItemForm>, givenId: string): Promise<RouteResult> => {
    const { id, fields } = await save(context, givenId);
    if (context.body.act === "luu") return redirect(`/console/noi-dung/${id}/sua`, "Đã lưu nháp.");
    const by = byMe(context);
    const goesOn = context.body.act === "gui" ? refuseUnready : submitItem;
    await goesOn(deps, context.me.scope, id, by).catch((error: unknown) => {
      throw error instanceof AppError ? new StoredButRefused(`/console/noi-dung/${id}/sua`, error) : error;
    });
    if (context.body.act === "gui") return redirect(`/console/gui-tin/moi?item=${id}`, "Đã lưu nháp.");
    await context.audit("content-submitted", fields.title);
    return redirect(`/console/noi-dung/${id}`, "Đã trình duyệt. Người duyệt sẽ thấy nội dung này ở trang Hôm nay.");
  };
  const viewPage = async (context: RouteContext): Promise<RouteResult> => {
    const seen = await lookAt(itemApproval, deps, context.me.scope, context.params["id"] ?? "");
    const item = await load(context);
    return page("content/view", item.title || "Nội dung", {
      item: {
        ...item,
        id: String(item._id),
        length: formatLength(item.details.mediaSeconds),
        withdrawal: item.withdrawal ?? null,
      },
      seen,
      kindName: KIND_RULES[item.kind].name,
      live: liveWord(item.kind, item.details, deps.clock.now()),
      silent: isUnderEmbargo(item.details, deps.clock.now()) ? item.details.embargoAt : null,
      corrected: item.details.corrects ? await findForAll(item.details.corrects, deps.clock.now()) : null,
      corrections: (await listCorrections([String(item._id)], deps.clock.now())).map(({ _id, title }) => ({
        id: String(_id),
        title,
      })),
      canWithdraw: context.me.permissions.includes("content.approve") && item.state === "approved",
      stateWord: STATE_WORDS[item.state],
      isAuthor: item.author.id === context.me.id,
      canApprove: context.me.permissions.includes("content.approve") && item.state === "waiting",
      canWrite: context.me.permissions.includes("content.write"),
      canEdit: context.me.permissions.includes("content.write") && item.state !== "withdrawn",
      canSend:
        context.me.permissions.includes("broadcasts.send") && item.state !== "waiting" && item.state !== "withdrawn",
      fingerprint: item.approval ? shortFingerprint(item.approval.fingerprint) : "",
      preview: await previewOf(context.me.scope.unit, item),
    });
  };

  return [
    route({
      method: "get",
      path: "/noi-dung",
      may: "content.view",
      query: z.object({
        loc: z.enum(["", "draft", "waiting", "approved", "returned", "withdrawn"]).default(""),
        tim: searchWords,
      }),
      async handle({ me, query }) {
        const states: ItemState[] = query.loc ? [query.loc] : ["returned", "waiting", "draft", "approved", "withdrawn"];
        const { tim } = query;
        const found = tim === "" ? await listItems(me.scope, states) : await listTitles(me.scope, states);
        const named = matching(found, tim, ({ title, author }) => `${title} ${author.name}`).slice(0, 200);
        const rows = named.map((item) => ({
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
        const canWrite = me.permissions.includes("content.write");
        return page("content/list", "Nội dung", { rows, filters, canWrite, tim, loc: query.loc });
      },
    }),
    route({
      method: "get",
      path: "/noi-dung/moi",
      may: "content.write",
      query: z.object({ tu: z.string().max(40).catch("") }),
      handle: async (context) => editPage(context, await beginItem(context, context.query.tu)),
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
        fragment("content/preview", { preview: await previewOf(context.me.scope.unit, fieldsOf(context.body)) }),
    }),
    route({ method: "get", path: "/noi-dung/:id", may: "content.view", handle: (context) => viewPage(context) }),
    route({
      method: "get",
      path: "/noi-dung/:id/sua",
      may: "content.write",
      async handle(context) {
        const item = await load(context);
        if (item.state !== "draft" && item.state !== "returned")
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
        await withdrawItem(deps, context.me.scope, String(item._id));
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
        const press = { unitCode: context.me.scope, id: String(item._id), seen, code, wish: undefined };
        const who = byMe(context);
        if (decision === "") throw invalid({ decision: "Chọn Duyệt hoặc Trả lại" });
        if (decision === "duyet") await decide(itemApproval, deps, { ...press, by: who });
        else await returnItem(deps, context.me.scope, String(item._id), version, who, reason);
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
        const picture = await findPicture(me.scope, params["id"] ?? "");
        if (!picture) throw notFound("ảnh này");
        return { kind: "image", type: picture.mimeType, body: Buffer.from(picture.bytes) };
      },
    }),
  ];
}
