import { streamPieces } from "../comments/comment.store.ts";
import { listIntakes } from "../comments/intake.store.ts";
import type { Figures } from "./report.model.ts";

/** Figures that are no sum of others, and are counted by a way of their own. */
export type Again = Pick<
  Figures,
  | "submissions"
  | "offScope"
  | "late"
  | "withdrawn"
  | "hidden"
  | "meetings"
  | "present"
  | "speakers"
  | "spoken"
  | "organisations"
  | "letters"
>;

export const AGAIN_NAMES: Readonly<Record<keyof Again, string>> = {
  submissions: "số lượt gửi",
  offScope: "số ý kiến ngoài phạm vi",
  late: "số gửi muộn",
  withdrawn: "số tự rút",
  hidden: "số ý kiến ẩn",
  meetings: "số hội nghị",
  present: "số người dự",
  speakers: "số người phát biểu",
  spoken: "số lượt ý kiến tại chỗ",
  organisations: "số tổ chức có văn bản",
  letters: "số thư",
};

/** Every number that is printed and no sum of others, by a way of its own. */
export async function countPieces(draftId: string): Promise<Again> {
  const again = { submissions: 0, offScope: 0, late: 0, withdrawn: 0, hidden: 0, meetings: 0 };
  const hall = { present: 0, speakers: 0, spoken: 0, letters: 0 };
  const organisations = new Set<string>();
  for await (const piece of streamPieces(draftId)) {
    if (piece.intake === "") again.submissions += 1;
    if (piece.state === "withdrawn") again.withdrawn += 1;
    else if (piece.state === "hidden") again.hidden += 1;
    else if (piece.late) again.late += 1;
    else if (piece.kind === "off-scope") again.offScope += 1;
  }
  for (const intake of await listIntakes(draftId)) {
    again.submissions += 1;
    if (intake.kind === "letter") hall.letters += 1;
    if (intake.kind === "written") organisations.add(intake.title);
    if (intake.kind !== "meeting") continue;
    again.meetings += 1;
    hall.present += intake.present;
    hall.speakers += intake.speakers;
    hall.spoken += intake.opinions;
  }
  return { ...again, ...hall, organisations: organisations.size };
}
