import { unzipSync } from "fflate";
import { lookIntoDocument } from "../../src/drafts/look-into-document.ts";
import { type ReadDocument, readDocument } from "../../src/drafts/read-document.ts";
import { isArchive } from "../../src/kernel/unpack.ts";

/** A file of ours, read without being looked into: what the reader itself makes of it, and refuses. */
export const readFile = (bytes: Uint8Array): ReadDocument =>
  readDocument(isArchive(bytes) ? { parts: new Map(Object.entries(unzipSync(bytes))) } : { text: bytes });

/** A file as an upload is read, in this process. */
export const readUpload = async (bytes: Buffer): Promise<ReadDocument> =>
  readDocument((await lookIntoDocument(bytes)).document);
