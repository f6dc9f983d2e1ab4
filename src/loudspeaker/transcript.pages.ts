import { formatDate } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { publicPage, type PublicPage } from "../kernel/public-page.ts";
import { findUnit } from "../units/unit.store.ts";
import { LABELS } from "../voice/label.ts";
import { inMinutes } from "../voice/length.ts";
import { findReading } from "../voice/voice.store.ts";

/** The written words of what a loudspeaker said, for who did not hear it (S3-19): the QR code of the week's list leads here. */
export const transcriptPages = (): PublicPage[] => [
  publicPage({
    path: "/ban-doc/:id",
    async handle({ params }) {
      const reading = await findReading(params["id"] ?? "");
      if (!reading || reading.state !== "released") throw notFound("bản đọc này");
      const office = (await findUnit(reading.unitCode))?.office ?? reading.unitCode;
      return {
        kind: "page",
        view: "loudspeaker/transcript",
        title: reading.title,
        data: {
          office,
          heading: reading.title,
          issuer: reading.issuer || office,
          day: formatDate(reading.updatedAt),
          label: LABELS[reading.source],
          length: inMinutes(reading.sound?.seconds ?? 0),
          written: reading.written,
        },
      };
    },
  }),
];
