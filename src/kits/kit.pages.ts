import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { formatDate } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { publicPage, type PublicPage, type PublicResult } from "../kernel/public-page.ts";
import { findUnit } from "../units/unit.store.ts";
import { inMinutes } from "../voice/length.ts";
import { type CarryDeps, filesOf, manifestOf, partsToday, signFor } from "./carry-kit.ts";
import { openByCode, takeReceipt } from "./keep-register.ts";
import { readKitFile } from "./kit.store.ts";
import { megabytes } from "./prepare-kit.ts";
import { carriedOf, oneFile, qrOf, writeZip } from "./write-kit.ts";
import { endOf, type ManifestPart, openKeyOf } from "./sign-manifest.ts";

/** A year: a file is named by its content. */
const FOR_GOOD = 31_536_000;
const NONCE = z.string().regex(/^[\w-]{0,60}$/);

/** A part as the page without a script shows it. */
const shownPart = (address: string) => (part: ManifestPart) =>
  part.withdrawn
    ? { ...part, back: formatDate(new Date(part.withdrawn.at)) }
    : {
        ...part,
        paragraphs: part.text.split(/\n+/).filter((line) => line.trim() !== ""),
        pictureUrl: part.picture ? `${address}/tep/${part.picture.hash}` : "",
        audioUrl: part.audio ? `${address}/tep/${part.audio.hash}` : "",
        audioWords: part.audio
          ? `${part.audio.label} · ${inMinutes(part.audio.seconds)} · ${megabytes(part.audio.size)}`
          : "",
      };

/** The page a propagandist carries: opened by the own link alone, kept by the phone, read without a network. */
export function kitPages(deps: CarryDeps & { clock: Clock }): PublicPage[] {
  const pageOf = async (
    code: string,
    now: Date,
    more: { bare?: boolean; done?: string } = {},
  ): Promise<PublicResult> => {
    const { one, scope, kit, received } = await openByCode(code, now);
    const unit = await findUnit(scope.unit);
    const address = `/bo-tai-lieu/${code}`;
    // the frame a phone keeps holds no word of a kit: what is withdrawn must not lie in it
    const parts = kit && more.bare !== true ? (await partsToday(kit)).map(shownPart(address)) : [];
    return {
      kind: "page",
      view: "kits/kit",
      title: kit?.title ?? "Bộ tài liệu tuyên truyền",
      data: {
        office: unit?.office ?? "",
        code,
        address,
        openKey: await openKeyOf(deps.box, one.unitCode),
        kitId: kit ? String(kit._id) : "",
        version: kit?.version ?? 0,
        until: formatDate(endOf(now)),
        received: more.bare === true ? false : received,
        bare: more.bare === true,
        done: more.done ?? "",
        parts,
        points: more.bare === true ? [] : (kit?.points ?? []),
        questions: more.bare === true ? [] : (kit?.questions ?? []),
      },
    };
  };
  const copyOf = async (code: string, now: Date) => {
    const { one, scope, kit } = await openByCode(code, now);
    if (!kit) throw notFound("bộ tài liệu này");
    const office = (await findUnit(scope.unit))?.office ?? kit.unitCode;
    const manifest = await manifestOf(deps, kit, { code: scope.unit, office }, { nonce: "", now });
    return { one, kit, manifest };
  };
  return [
    publicPage({
      own: true,
      path: "/bo-tai-lieu/:code",
      query: z.object({ khung: z.string().max(3).default("") }),
      handle: ({ params, query, now }) => pageOf(params["code"] ?? "", now, { bare: query.khung !== "" }),
    }),
    publicPage({
      own: true,
      path: "/bo-tai-lieu/:code/ban.json",
      query: z.object({ luc: NONCE.default("") }),
      async handle({ params, query, now }) {
        const { one, scope, kit } = await openByCode(params["code"] ?? "", now);
        if (!kit) throw notFound("bộ tài liệu này");
        const office = (await findUnit(scope.unit))?.office ?? kit.unitCode;
        const manifest = await manifestOf(deps, kit, { code: scope.unit, office }, { nonce: query.luc, now });
        return { kind: "json", body: await signFor(deps, one, manifest) };
      },
    }),
    publicPage({
      own: true,
      path: "/bo-tai-lieu/:code/tep/:hash",
      async handle({ params, now }) {
        const { kit } = await openByCode(params["code"] ?? "", now);
        const hash = params["hash"] ?? "";
        const named = kit && filesOf(await partsToday(kit)).some((file) => file.hash === hash);
        const file = named ? await readKitFile(kit.unitCode, hash) : null;
        if (!file) throw notFound("tệp này");
        return { kind: "file", type: file.mimeType, body: file.bytes, seconds: FOR_GOOD };
      },
    }),
    publicPage({
      own: true,
      path: "/bo-tai-lieu/:code/mot-tep.html",
      async handle({ params, now }) {
        const { kit, manifest } = await copyOf(params["code"] ?? "", now);
        const body = await oneFile(kit.unitCode, manifest);
        return { kind: "file", type: "text/html; charset=utf-8", body, seconds: 0, name: "bo-tai-lieu.html" };
      },
    }),
    publicPage({
      own: true,
      path: "/bo-tai-lieu/:code/bo-tai-lieu.zip",
      query: z.object({ am_thanh: z.string().max(3).default("") }),
      async handle({ params, query, now }) {
        const { one, kit, manifest } = await copyOf(params["code"] ?? "", now);
        const signed = await signFor(deps, one, manifest);
        const body = await writeZip(kit.unitCode, manifest, signed, query.am_thanh !== "");
        return { kind: "file", type: "application/zip", body, seconds: 0, name: "bo-tai-lieu.zip" };
      },
    }),
    publicPage({
      own: true,
      path: "/bo-tai-lieu/:code/in",
      async handle({ params, now }) {
        const { manifest } = await copyOf(params["code"] ?? "", now);
        const links = manifest.links.map(async ({ name, url }) => ({ name, url, picture: await qrOf(url) }));
        const data = {
          ...manifest,
          day: formatDate(now),
          until: formatDate(endOf(now)),
          links: await Promise.all(links),
          carried: carriedOf(manifest).map(({ title, text, source, office }) => ({
            title,
            text,
            from: source || office,
          })),
        };
        return { kind: "page", view: "kits/sheet", title: manifest.title, data };
      },
    }),
    publicPage({
      own: true,
      method: "post",
      path: "/bo-tai-lieu/:code/da-nhan",
      async handle({ params, body, now }) {
        const kitId = (body["kit"] ?? "").slice(0, 40);
        await takeReceipt(params["code"] ?? "", kitId, now);
        return pageOf(params["code"] ?? "", now, { done: kitId });
      },
    }),
  ];
}
