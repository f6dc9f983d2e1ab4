import { compareWordsTask, drawProofTask } from "./broadcasts/broadcast.tasks.ts";
import { shrinkPictureTask, shrinkSentPictureTask } from "./content/picture.tasks.ts";
import { shrinkPicturesTask } from "./kits/kit.tasks.ts";
import { readStationLogTask } from "./loudspeaker/log.tasks.ts";
import { compareVersionsTask, matchPlacesTask, readDraftTask } from "./drafts/draft.tasks.ts";
import { checkMasterTask, drawMasterTask, drawPreviewTask, framePictureTask } from "./frames/frame.tasks.ts";
import { takeAnswerFileTask, takeMediaTask } from "./inbox/media.tasks.ts";
import { serve } from "./outside/serve.ts";
import { readPlanTask, writePlanTask } from "./plans/plan.tasks.ts";
import { readPackageTask } from "./distribution/package.tasks.ts";
import { drawCertificateTask, readQuestionsTask, writeQuestionsTask, writeTemplateTask } from "./quizzes/quiz.tasks.ts";
import { writePeriodReportTask } from "./period-reports/report.tasks.ts";
import { readNomineesTask, writeInvitationTask, writeResultTask } from "./training/class.tasks.ts";
import { drawShareTask } from "./share/share.tasks.ts";
import { readUnitsTask } from "./units/unit.tasks.ts";

/**
 * A process that reads what people bring, and draws. It has no settings, no database, no secret and no network use; it
 * is started, bounded and ended by `outside/pool.ts`. Every task of the product stands here.
 */
const TASKS = [
  checkMasterTask,
  compareVersionsTask,
  compareWordsTask,
  drawCertificateTask,
  drawMasterTask,
  drawPreviewTask,
  drawProofTask,
  drawShareTask,
  framePictureTask,
  readDraftTask,
  matchPlacesTask,
  readPlanTask,
  readNomineesTask,
  readQuestionsTask,
  readPackageTask,
  readStationLogTask,
  readUnitsTask,
  shrinkPictureTask,
  shrinkSentPictureTask,
  shrinkPicturesTask,
  takeAnswerFileTask,
  takeMediaTask,
  writePlanTask,
  writePeriodReportTask,
  writeQuestionsTask,
  writeInvitationTask,
  writeResultTask,
  writeTemplateTask,
];

/** What most tasks use; the writers of PDF and sheets come when they are asked for. */
const warmUp = () =>
  Promise.all([checkMasterTask, readDraftTask, framePictureTask].map((task) => task.load())).then(() =>
    Promise.all([import("sharp"), import("@resvg/resvg-js")]),
  );

await serve(TASKS, warmUp);
