/**
 * Work on what people bring (documents, pictures, sheets), and drawing and packing that takes long: done in a process
 * of its own, never in the one that answers people. A room says what the work is in one object, so that the process
 * which asks and the process which does cannot drift apart.
 */
export interface OutsideTask<Input, Output> {
  name: string;
  /** the field of the form a refusal stands at; "" for work on what we made ourselves */
  field: string;
  /** what `anyone` may ask for never takes the last process: a flood from outside leaves one to officials */
  askedBy: "officials" | "anyone";
  /** processor time in seconds; more than this ends the process */
  seconds: number;
  /** most seconds the work may be granted after it has looked at what came in and found it large, not hostile */
  mostSeconds?: number;
  /** loads the work where it is done; whoever asks never loads it */
  load(): Promise<Work<Input, Output>>;
}

export type Work<Input, Output> = (input: Input, grant: Grant) => Output | Promise<Output>;

/** Asks for more processor time, up to the task's `mostSeconds`. */
export type Grant = (seconds: number) => Promise<void>;

export interface Outside {
  /**
   * @throws AppError 422 naming what cannot be taken and why, 503 while too much waits already
   */
  run<Input, Output>(task: OutsideTask<Input, Output>, input: Input): Promise<Output>;
}
