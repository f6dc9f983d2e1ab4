import { compareVersionsTask, readDraftTask } from "./drafts/draft.tasks.ts";
import { serve } from "./outside/serve.ts";

/**
 * A process that reads what people bring, and draws. It has no settings, no database, no secret and no network use; it
 * is started, bounded and ended by `outside/pool.ts`. Every task of the product stands here.
 */
const TASKS = [compareVersionsTask, readDraftTask];

/** What most tasks use. */
const warmUp = () => readDraftTask.load();

await serve(TASKS, warmUp);
