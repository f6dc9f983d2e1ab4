import { AppError, invalid } from "../kernel/errors.ts";

/** What one process may take. Found by measuring (docs/adr/0015). */
export const PROCESS_LIMITS = {
  /** address space above what a warm process has, in MB: a photo of 50 megapixels takes half of it */
  roomMb: 512,
  /** JavaScript objects, in MB */
  heapMb: 320,
  /** processor time of a whole life, in seconds: ends a process whose parent is gone, too */
  lifeSeconds: 900,
  /** processor time and resident memory after which a process makes room for a fresh one, between two tasks */
  retireAfterSeconds: 300,
  retireAboveMb: 350,
  /** clock time beyond the processor time allowed: on a busy machine nobody is refused for waiting */
  waitSeconds: 30,
} as const;

/**
 * How such a process is started. WebAssembly (there is some within Node) would reserve 10 GB of addresses for each of
 * its memories, to be spared checks: under a bound it could not start.
 */
export const NODE_FLAGS = [
  `--max-old-space-size=${PROCESS_LIMITS.heapMb}`,
  "--max-semi-space-size=8",
  "--v8-pool-size=1",
  "--disable-wasm-trap-handler",
];

/**
 * The whole environment of such a process. No setting and no secret of ours is in it: what is taken over by a file finds
 * none. One arena and few threads, because each takes its share of the address space that is bounded.
 */
export const ENVIRONMENT = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  MALLOC_ARENA_MAX: "1",
  UV_THREADPOOL_SIZE: "2",
  VIPS_CONCURRENCY: "1",
};

/** So many tasks of each kind of asker wait for a process; the next one is told to come back. */
export const MOST_WAITING = 24;

export type Passed = "time" | "memory" | "nesting" | "broken";

/** What a person is told whose file was not taken. */
const SENTENCES: Readonly<Record<Passed, (seconds: number) => string>> = {
  time: (seconds) =>
    `Tệp cần quá ${String(seconds).replace(".", ",")} giây để đọc nên không được nhận. Vui lòng lưu lại thành tệp đơn giản hơn rồi tải lên lần nữa`,
  memory: () =>
    `Tệp cần quá ${PROCESS_LIMITS.roomMb} MB bộ nhớ để mở nên không được nhận. Vui lòng chia nhỏ hoặc lưu lại tệp rồi tải lên lần nữa`,
  nesting: () => "Tệp lồng quá nhiều lớp, không đọc được. Vui lòng lưu lại thành tệp đơn giản hơn rồi tải lên lần nữa",
  broken: () => "Tệp bị hỏng hoặc có cấu trúc không đọc được. Vui lòng mở, lưu lại rồi tải lên lần nữa",
};

/** The refusal at the form's field; for work on what is ours an answer that asks to try again. */
export const refusal = (task: { field: string; seconds: number }, passed: Passed): AppError =>
  task.field === ""
    ? new AppError(503, "Rất xin lỗi, hệ thống chưa làm xong việc này. Ông/Bà vui lòng thử lại sau ít phút.")
    : invalid({ [task.field]: SENTENCES[passed](task.seconds) });

export const busy = (): AppError =>
  new AppError(
    503,
    "Nhiều người cùng gửi một lúc nên hệ thống đang bận. Ông/Bà vui lòng thử lại sau một phút; chưa có gì được lưu.",
  );
