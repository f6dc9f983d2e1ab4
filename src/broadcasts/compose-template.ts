import { formatOfficialDate } from "../kernel/dates.ts";
import { clip } from "../kernel/vietnamese.ts";
import type { Broadcast } from "./broadcast.model.ts";

/** Longest value of a template's table cell (zalo/openapi.md §2.3). */
const VALUE_MAX = 100;

/**
 * Values for a ZBS template's parameters. The names are ours; whoever registers a template with Zalo uses them:
 * tieu_de, noi_dung, co_quan, ngay.
 */
export function templateDataOf(broadcast: Broadcast): Record<string, string> {
  const content = broadcast.contents[0];
  return {
    tieu_de: clip(content?.title ?? "", VALUE_MAX),
    noi_dung: clip(content?.body ?? "", VALUE_MAX),
    co_quan: clip(content?.source ?? "", VALUE_MAX),
    ngay: formatOfficialDate(broadcast.sendAt ?? broadcast.createdAt),
  };
}
