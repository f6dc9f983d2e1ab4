import { itemStates } from "../content/item.store.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import type { Kit } from "./kit.model.ts";
import type { Propagandist } from "./propagandist.model.ts";
import { endOf, type Manifest, type ManifestPart, type SignedManifest, signManifest } from "./sign-manifest.ts";

export interface CarryDeps {
  box: SecretBox;
  publicUrl: string;
}

/** Where residents write to the unit, for the phone and as QR on paper. */
const linksOf = (publicUrl: string, unitCode: string) => [
  { name: "Góp ý dự thảo", url: `${publicUrl}/mini/${unitCode}/du-thao` },
  { name: "Gửi phản ánh", url: `${publicUrl}/mini/${unitCode}/phan-anh` },
  { name: "Nhập phiếu giấy, hội nghị (cần đăng nhập)", url: `${publicUrl}/console/du-thao` },
];

/** The parts as they may be read now: what was taken back since keeps its name and the reason. */
export async function partsToday(kit: Kit): Promise<ManifestPart[]> {
  const states = await itemStates(kit.parts.map(({ itemId }) => itemId));
  return kit.parts.map(({ itemId, ...part }) => {
    const item = states.get(itemId);
    const withdrawn = item?.withdrawal ?? item?.returned ?? { reason: "", at: item?.updatedAt ?? new Date(0) };
    return item?.state !== "approved"
      ? { id: itemId, title: part.title, withdrawn: { reason: withdrawn.reason, at: withdrawn.at.toISOString() } }
      : { id: itemId, ...part, withdrawn: null };
  });
}

/** Everything a phone is told, without its signature. */
export async function manifestOf(
  { publicUrl }: Pick<CarryDeps, "publicUrl">,
  kit: Kit,
  unit: { code: string; office: string },
  asked: { nonce: string; now: Date },
): Promise<Manifest> {
  const { title, version, points, questions } = kit;
  return {
    v: 1,
    kit: String(kit._id),
    version,
    unit: unit.code,
    office: unit.office,
    title,
    points,
    questions,
    issued: asked.now.toISOString(),
    expires: endOf(asked.now).toISOString(),
    nonce: asked.nonce,
    parts: await partsToday(kit),
    links: linksOf(publicUrl, unit.code),
  };
}

/** Signed with the pair of the unit that gave the link: a phone pins that one for as long as the link lasts. */
export const signFor = (
  deps: CarryDeps,
  one: Pick<Propagandist, "unitCode">,
  manifest: Manifest,
): Promise<SignedManifest> => signManifest(deps.box, one.unitCode, manifest);

/** The files a manifest names; no other of the unit's is given out. */
export const filesOf = (parts: readonly ManifestPart[]): { hash: string; size: number }[] =>
  parts.flatMap((part) => (part.withdrawn ? [] : [part.picture, part.audio].flatMap((file) => (file ? [file] : []))));
