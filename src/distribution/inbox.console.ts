import { z } from "zod";
import { preparePicture, type PictureDeps } from "../content/prepare-picture.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { days } from "../kernel/clock.ts";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { codeOf } from "../kernel/scope.ts";
import {
  adaptCopy,
  answerOffer,
  type AnswerDeps,
  declineCopy,
  mustFindCopy,
  publicationWords,
  takeCopy,
  tellPublished,
} from "./answer-copy.ts";
import { readContents, showsPicture } from "./content.store.ts";
import type { Copy, CopyState } from "./copy.model.ts";
import { countCopies, listCopies, listOffered, listWithdrawn, noteOpened } from "./copy.store.ts";
import { differenceOf } from "./difference.ts";
import { GROUND_KEYS, GROUNDS, groundName, LEGAL_KEYS, LEGAL_KINDS } from "./legal-kinds.ts";
import { readPackages } from "./package.store.ts";
import { namesOf, presentContent, presentRow } from "./present-copy.ts";
import { correctionOf } from "./present.ts";
import { wordsOfCopy } from "./rules.ts";
import { readPicture } from "../content/item.store.ts";
import { officeOf } from "../content/decide-item.ts";

export interface InboxDeps extends AnswerDeps, PictureDeps {}

const AT = "/console/goi-tu-so";
const revision = z.coerce.number().int();
const DECIDED: readonly CopyState[] = ["taken", "adapted", "declined", "published", "withdrawn"];

/** Gói từ Sở: what a commune was handed, and its word on each. */
export function inboxRoutes(deps: InboxDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<Copy> => mustFindCopy(context.me.scope, context.params["id"] ?? "");
  const seenOf = (context: RouteContext<{ revision: number }>) => ({
    id: context.params["id"] ?? "",
    revision: context.body.revision,
  });
  const list = async (context: RouteContext<unknown, { loc: string }>) => {
    const { scope } = context.me;
    const decided = context.query.loc === "da-quyet";
    const [copies, offers] = await Promise.all([
      decided ? listCopies(scope, DECIDED, 500, -1) : listCopies(scope, ["waiting"]),
      decided ? Promise.resolve([]) : listOffered(scope),
    ]);
    const open = [...copies, ...offers];
    const nameOf = await namesOf(open);
    const heads = new Map(
      (await readPackages([...new Set(open.map((copy) => copy.packageId))])).map((one) => [String(one._id), one]),
    );
    const withdrawn = decided ? [] : await listWithdrawn(scope, new Date(context.now.getTime() - days(14)));
    const office = await officeOf(codeOf(scope));
    const groups = [...heads].map(([packageId, head]) => {
      const of = open.filter((copy) => copy.packageId === packageId);
      const waiting = of.filter((copy) => copy.state === "waiting");
      const opened = waiting.filter(({ openedAt }) => openedAt !== null);
      return {
        packageId,
        title: head.title,
        deadline: head.deadline,
        reminded: decided
          ? null
          : ((head.reminders ?? []).findLast(({ units }) => of.some((copy) => units.includes(copy.unitCode)))?.at ??
            null),
        rows: of.map((copy) => presentRow(copy, context.now, scope.unit, nameOf)),
        waiting: waiting.length,
        opened: opened.map(({ _id, revision: r }) => ({ value: `${_id}@${r}` })),
      };
    });
    return page("distribution/inbox", "Gói từ Sở", {
      groups,
      decided,
      waiting: await countCopies(scope, ["waiting"]),
      answered: await countCopies(scope, DECIDED),
      canTake: context.me.permissions.includes("packages.take"),
      withdrawn: withdrawn.map((copy) => ({
        id: copy._id,
        code: copy.code,
        title: copy.title,
        at: copy.withdrawn?.at,
        reason: copy.withdrawn?.reason,
        settled: copy.withdrawn?.settledAt !== null,
        outside: copy.publications
          .filter(({ proof }) => proof !== "system")
          .map(publicationWords)
          .join("; "),
        correction: correctionOf(copy, copy.withdrawn?.reason ?? "", office, copy.withdrawn?.at ?? context.now),
      })),
    });
  };
  const view = async (context: RouteContext) => {
    const copy = await load(context);
    if (context.me.permissions.includes("packages.take") && !context.again)
      await noteOpened(context.me.scope, [copy._id], context.now);
    const contents = await readContents([...copy.contents, ...(copy.offer?.contents ?? [])]);
    const [nameOf, office] = [await namesOf([copy]), await officeOf(codeOf(context.me.scope))];
    const parts = copy.contents.flatMap((hash, n) => {
      const content = contents.get(hash);
      return content
        ? [{ n, ...presentContent(content, copy.own[n]), shown: wordsOfCopy(content, copy.own[n], "") }]
        : [];
    });
    const open = copy.state === "waiting" || copy.state === "declined";
    return page("distribution/copy", `${copy.code} ${copy.title}`, {
      copy: presentRow(copy, context.now, context.me.scope.unit, nameOf),
      organ: copy.organ,
      parts,
      note: copy.note,
      decided: copy.decided,
      declined: copy.declined ? { ground: groundName(copy.declined.ground), words: copy.declined.words } : null,
      withdrawn: copy.withdrawn,
      correction:
        copy.withdrawn && copy.publications.length > 0
          ? correctionOf(copy, copy.withdrawn.reason, office, copy.withdrawn.at)
          : "",
      publications: copy.publications.map((one) => ({
        words: publicationWords(one),
        at: one.at,
        by: one.by?.name ?? "",
        bySystem: one.proof === "system",
        link: one.link,
        pictureId: one.pictureId,
      })),
      items: copy.items,
      difference: copy.offer ? differenceOf(copy, copy.offer, contents) : [],
      offer: copy.offer,
      canTake: context.me.permissions.includes("packages.take"),
      open,
      waiting: copy.state === "waiting",
      canTell: ["taken", "adapted", "published"].includes(copy.state),
      grounds: GROUNDS,
      kinds: LEGAL_KINDS,
      now: formatLocal(context.now),
    });
  };
  const done = (copy: Copy, note: string) => redirect(`${AT}/${copy._id}`, note);
  return [
    route({
      method: "get",
      path: "/goi-tu-so",
      may: "packages.inbox",
      query: z.object({ loc: z.enum(["", "da-quyet"]).catch("").default("") }),
      handle: (context) => list(context),
    }),
    route({
      method: "get",
      path: "/goi-tu-so/anh/:id/:picture",
      may: "packages.inbox",
      async handle(context) {
        const copy = await load(context);
        const pictureId = context.params["picture"] ?? "";
        const mine = copy.publications.some((one) => one.pictureId === pictureId);
        const shown = mine || (await showsPicture([...copy.contents, ...(copy.offer?.contents ?? [])], pictureId));
        const picture = shown ? await readPicture(pictureId) : null;
        if (!picture) throw notFound("ảnh này");
        return { kind: "image", type: picture.mimeType, body: Buffer.from(picture.bytes) };
      },
    }),
    route({ method: "get", path: "/goi-tu-so/:id", may: "packages.inbox", handle: (context) => view(context) }),
    route({
      method: "post",
      path: "/goi-tu-so/:id/nhan",
      may: "packages.take",
      body: z.object({ revision, from: z.enum(["", "list"]).catch("").default("") }),
      async handle(context) {
        const copy = await takeCopy(deps, context.me.scope, seenOf(context), byMe(context));
        await context.audit("copy-taken", `${copy.code} ${copy.title}`);
        const note = `Đã nhận ${copy.code}. Tin của xã có mục này.`;
        return context.body.from === "list" ? redirect(AT, note) : done(copy, note);
      },
    }),
    route({
      method: "post",
      path: "/goi-tu-so/:id/sua",
      may: "packages.take",
      body: z.object({ revision, note: z.string().max(2000).default("") }).catchall(z.string().max(20_000)),
      async handle(context) {
        const read = await load(context);
        const typed = (name: string): string => {
          const value = context.body[name];
          return typeof value === "string" ? value.replace(/\r\n/g, "\n") : "";
        };
        const own = read.contents.map((_, n) => ({ title: typed(`title.${n}`), text: typed(`text.${n}`) }));
        const copy = await adaptCopy(
          deps,
          context.me.scope,
          seenOf(context),
          { note: context.body.note, own },
          byMe(context),
        );
        await context.audit("copy-adapted", `${copy.code} ${copy.title}`);
        return done(copy, `Đã nhận ${copy.code} với chữ của xã và trình lãnh đạo duyệt.`);
      },
    }),
    route({
      method: "post",
      path: "/goi-tu-so/:id/tu-choi",
      may: "packages.take",
      body: z.object({
        revision,
        ground: z.enum(["", ...GROUND_KEYS]).default(""),
        words: z.string().max(500).default(""),
      }),
      async handle(context) {
        const copy = await declineCopy(deps, context.me.scope, seenOf(context), context.body, byMe(context));
        await context.audit("copy-declined", `${copy.code} ${copy.title}`);
        return done(copy, `Đã từ chối ${copy.code}, Sở thấy lý do.`);
      },
    }),
    route({
      method: "post",
      path: "/goi-tu-so/:id/ban-moi",
      may: "packages.take",
      body: z.object({ revision, version: z.coerce.number().int(), choice: z.enum(["nhan", "giu"]) }),
      async handle(context) {
        const { choice, version } = context.body;
        const copy = await answerOffer(deps, context.me.scope, { ...seenOf(context), version }, choice, byMe(context));
        await context.audit(choice === "nhan" ? "copy-renewed" : "copy-kept", `${copy.code} ${copy.title}`);
        return done(copy, choice === "nhan" ? `Đã nhận bản ${version}.` : "Xã giữ bản đang dùng.");
      },
    }),
    route({
      method: "post",
      path: "/goi-tu-so/:id/da-dang",
      may: "packages.take",
      file: "picture",
      body: z.object({
        revision,
        kind: z.enum(LEGAL_KEYS),
        place: z.string().max(200).default(""),
        at: z.string().max(30).default(""),
        // not "proof": a form with a proof of who somebody is keeps no word (console/typed.ts)
        evidence: z.enum(["link", "time", "photo"]).default("time"),
        link: z.string().max(500).default(""),
      }),
      async handle(context) {
        const { body, file } = context;
        await load(context);
        const pictureId = body.evidence === "photo" && file ? await preparePicture(deps, context.me.scope, file) : "";
        const told = { ...body, proof: body.evidence, at: parseLocal(body.at), pictureId };
        const copy = await tellPublished(deps, context.me.scope, seenOf(context), told, byMe(context));
        await context.audit("copy-published", `${copy.code} ${copy.title}`, { nơi: body.place });
        return done(copy, "Đã ghi nơi đăng, phát.");
      },
    }),
  ];
}
