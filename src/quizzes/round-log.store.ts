import { type Certificate, CertificateModel, type LogBlock, QuizBlockModel } from "./round-log.model.ts";

export const newestBlock = (contestId: string, round: number): Promise<LogBlock | null> =>
  QuizBlockModel.findOne({ contestId, round }).sort({ n: -1 }).lean<LogBlock>().exec();
/** Every block of a round in its order. */
export const streamBlocks = (contestId: string, round: number): AsyncIterable<LogBlock> =>
  QuizBlockModel.find({ contestId, round }).sort({ n: 1 }).lean<LogBlock>().cursor({ batchSize: 20 });
/** False when a block of this number is there already. */
export const insertBlock = async (block: LogBlock): Promise<boolean> =>
  (await QuizBlockModel.updateOne({ _id: block._id }, { $setOnInsert: block }, { upsert: true })).upsertedCount === 1;
export const noteFinished = async (id: string): Promise<void> =>
  void (await QuizBlockModel.updateOne({ _id: id }, { $set: { finished: true } }));

export const keepCertificate = async (certificate: Certificate): Promise<void> =>
  void (await CertificateModel.updateOne({ _id: certificate._id }, { $setOnInsert: certificate }, { upsert: true }));
export const findCertificate = (code: string): Promise<Certificate | null> =>
  CertificateModel.findById(code).lean<Certificate>().exec();
