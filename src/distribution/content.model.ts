import { model, Schema } from "mongoose";
import type { SourceClass } from "../content/item.model.ts";
import type { Details, ItemKind } from "../content/kinds.ts";

/** What a commune may put in other words; everything else the department keeps. Its own note it may always add. */
export const FREE_FIELDS = ["title", "text"] as const;
export type FreeField = (typeof FREE_FIELDS)[number];

/** The same item in another language (domain.md S1-08, S4-12). */
export interface LanguageVariant {
  language: string;
  title: string;
  text: string;
}

/**
 * The words and picture of one item as they are handed down. Its id is the hash of all of it: one changed letter is
 * another row, and the same words brought twice are one.
 */
export interface Content {
  _id: string;
  kind: ItemKind;
  details: Details;
  title: string;
  text: string;
  pictureAlt: string;
  pictureSha: string;
  source: string;
  sourceClass: SourceClass;
  free: FreeField[];
  /** for readers abroad, thông tin đối ngoại */
  foreign: boolean;
  variants: LanguageVariant[];
  /** where the bytes of the picture lie; not part of the hash, so that a file brings the same content elsewhere */
  pictureId: string;
}

const schema = new Schema<Content>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    details: { type: Schema.Types.Mixed, required: true },
    title: { type: String, default: "" },
    text: { type: String, default: "" },
    pictureAlt: { type: String, default: "" },
    pictureSha: { type: String, default: "" },
    source: { type: String, default: "" },
    sourceClass: { type: String, default: "" },
    free: { type: [String], default: [] },
    foreign: { type: Boolean, default: false },
    variants: { type: [{ _id: false, language: String, title: String, text: String }], default: [] },
    pictureId: { type: String, default: "" },
  },
  // shard key: { _id: "hashed" }; the hash is spread evenly and every question names it
  { collection: "package_contents", versionKey: false },
);
export const ContentModel = model<Content>("PackageContent", schema);
