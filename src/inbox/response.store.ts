import { within, type Whose } from "../kernel/scope.ts";
import { type CloseAnswers, CloseAnswersModel, type ResponseTime, ResponseTimeModel } from "./response.model.ts";

/** The only queries on how long people waited and how they found it. */
export const addResponseTime = async (time: ResponseTime): Promise<void> =>
  void (await ResponseTimeModel.updateOne({ _id: time._id }, { $setOnInsert: time }, { upsert: true }));

/** More in a quarter than any commune answers; what is beyond is not read. */
const MOST_TIMES = 50_000;
export const listResponseTimes = (whose: Whose, fromWeek: string): Promise<Pick<ResponseTime, "week" | "ms">[]> =>
  ResponseTimeModel.find({ unitCode: within(whose), week: { $gte: fromWeek } }, { week: 1, ms: 1 })
    .limit(MOST_TIMES)
    .lean<ResponseTime[]>()
    .exec();

export const countAnswer = async (
  unitCode: string,
  week: string,
  what: "asked" | "solved" | "partly" | "open",
): Promise<void> =>
  void (await CloseAnswersModel.updateOne(
    { _id: `${unitCode}:${week}` },
    { $setOnInsert: { unitCode, week }, $inc: { [what]: 1 } },
    { upsert: true },
  ));
export const listAnswers = (whose: Whose, fromWeek: string): Promise<CloseAnswers[]> =>
  CloseAnswersModel.find({ unitCode: within(whose), week: { $gte: fromWeek } })
    .sort({ week: 1 })
    .limit(2000)
    .lean<CloseAnswers[]>()
    .exec();
