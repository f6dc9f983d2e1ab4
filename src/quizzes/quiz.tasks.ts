import type { OutsideTask } from "../outside/task.ts";
import type { CertificateWords, SheetItem } from "./draw-certificate.ts";
import type { QuestionDraft } from "./question-faults.ts";
import type { QuestionFile, ReadQuestions } from "./read-questions.ts";

/** Questions of an uploaded sheet or GIFT file, and what is wrong with them. */
export const readQuestionsTask: OutsideTask<QuestionFile, ReadQuestions> = {
  name: "read-questions",
  field: "file",
  askedBy: "officials",
  seconds: 1.2,
  load: async () => (await import("./read-questions.ts")).readQuestions,
};

/** The bank as a sheet. */
export const writeQuestionsTask: OutsideTask<QuestionDraft[], Uint8Array> = {
  name: "write-questions",
  field: "",
  askedBy: "officials",
  seconds: 6,
  load: async () => (await import("./question-sheet.ts")).writeSheet,
};

/** The empty sheet that is filled in. */
export const writeTemplateTask: OutsideTask<undefined, Uint8Array> = {
  name: "write-question-template",
  field: "",
  askedBy: "officials",
  seconds: 3,
  load: async () => (await import("./question-sheet.ts")).writeTemplate,
};

/** Of a contest, or the lines of another room's certificate. */
type ToDraw =
  | { words: CertificateWords; kind: "pdf" | "png" }
  | { kind: "sheet"; title: string; author: string; items: readonly SheetItem[] };
/** A certificate as a picture or as PDF. */
export const drawCertificateTask: OutsideTask<ToDraw, Buffer> = {
  name: "draw-certificate",
  field: "",
  askedBy: "anyone",
  seconds: 3,
  load: async () => {
    const { certificatePdf, certificatePicture, sheetPdf } = await import("./draw-certificate.ts");
    return (given) => {
      if (given.kind === "sheet") return sheetPdf(given, given.items);
      return given.kind === "pdf" ? certificatePdf(given.words) : certificatePicture(given.words);
    };
  },
};
