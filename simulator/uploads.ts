import { type Call, readFilePart } from "./http.ts";
import { no, ok } from "./replies.ts";
import type { SimState } from "./state.ts";

type Kind = "image" | "gif" | "file";
interface Asked {
  call: Call;
  state: SimState;
}

const head = (bytes: Buffer): string => bytes.toString("latin1", 0, 8);
/** Zalo looks into the file: what it says it is must be there. */
const BYTES: Readonly<Record<Kind, (bytes: Buffer) => boolean>> = {
  image: (bytes) => head(bytes).startsWith("\u00ff\u00d8\u00ff") || head(bytes).startsWith("\u0089PNG"),
  gif: (bytes) => head(bytes).startsWith("GIF8"),
  file: (bytes) => /^(%PDF-|PK\u0003\u0004|\u00d0\u00cf\u0011\u00e0)/.test(head(bytes)),
};

export async function upload(
  { call, state }: Asked,
  kind: Kind,
  max: number,
  types: RegExp,
): Promise<Record<string, unknown>> {
  const file = await readFilePart(call);
  if (!file || !/\.\w+$/.test(file.name)) return no(-201, "file is invalid");
  if (file.bytes.length > max) return no(-210, "Parameter exceeds allowable limit");
  if (!types.test(file.type)) return no(-201, "file is invalid");
  if (!BYTES[kind](file.bytes)) return no(-201, "file is invalid");
  const id = state.keepUpload(kind, file.type, file.bytes, file.name);
  return ok(kind === "file" ? { token: id } : { attachment_id: id });
}
