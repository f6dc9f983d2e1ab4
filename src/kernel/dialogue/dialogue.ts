/** What was said so far, field by field; sealed wherever it lies. */
export interface Said {
  readonly [field: string]: string;
}

/** A button: what it shows, and the command it stands for. A command of the dialogue's own is written without its mark. */
export interface Choice {
  title: string;
  command: string;
}

/** Something to be said to the person. */
export interface Message {
  words: string;
  /** parts of `words` that the person wrote, or that stand in a document on show: the gate passes over them */
  quoted?: readonly string[];
  buttons?: readonly Choice[];
}

/** Something to be done outside of the talk. It may be begun again after a cut, so that doing it twice is doing it once. */
export interface Effect {
  name: string;
  args: Said;
}
/** What came of it; `refused` is what the person is told when it was not done. */
export interface Outcome {
  refused?: string;
  told?: Said;
}

/** A message of the person's, as a step hears it. */
export interface Heard {
  /** what was typed, or the caption of what was sent */
  text: string;
  /** "" for words; else "ảnh", "vị trí", "tin thoại"… */
  kind: string;
  /** address of a picture at Zalo, of several a line each; "" for none */
  image: string;
  /** "10.772622, 106.698233" of a pin on the map; "" for none */
  pin: string;
  /** "Nguyễn Văn A, 0900 000 001" of a contact card; "" for none */
  card: string;
  /** the whole message is yes, no, or leaving what was begun */
  short: "yes" | "no" | "leave" | undefined;
  /** the step's question was not said yet: it is a second bubble, and no answer to it */
  unasked: boolean;
}

/** Who talks, and where. */
export interface Party {
  oaId: string;
  userId: string;
  /** id within the Zalo app; "" while Zalo has not told it */
  appUserId: string;
  name: string;
  unitCode: string;
  office: string;
}

/** What a step is given. It decides and does nothing. */
export interface Turn<World> extends Heard {
  world: World;
  said: Said;
  office: string;
  now: Date;
  /** what came of the effect this step waited for */
  outcome: Outcome | undefined;
}

/** What a step leads to: words and a step that waits, or first an effect and the step that hears of its outcome. */
export interface Answer extends Message {
  /** said before, as messages of their own */
  before?: readonly Message[];
  /** step that waits for what comes next; "" ends the dialogue and erases what was said */
  next: string;
  said?: Said;
  effect?: Effect;
  /** what was heard could not be taken */
  missed?: true;
}
export type Steps<World> = Readonly<Record<string, (turn: Turn<World>) => Answer>>;

/** What a step waits for. */
export interface Waits {
  /** free words belong to it: nothing in them is taken for something else */
  words?: true;
  /** what is waited for is a few words, so that a question the chat knows is one here as well */
  asides?: true;
  /** a number is an answer of its own here, not the number of a button */
  numbers?: true;
  /** "113" alone is an option, a guess, a clause or a house, and no cry; "giao thông" is a heading */
  services?: true;
  /** "dừng" alone may mean đúng or a pause: the step asks */
  right?: true;
  /** commands that a plain yes or no stands for */
  yes?: string;
  no?: string;
}

/** A dialogue as the chat knows it before it knows what it does: enough to decide whether a message belongs to it. */
export interface Shape {
  /** its command without the mark: `gop-y` is `#gop-y` */
  kind: string;
  /** how it is called in a sentence: "việc góp ý" */
  title: string;
  /** steps that wait for something */
  waits: Readonly<Record<string, Waits>>;
  /** pictures sent shortly before its first words belong to it */
  pictures?: true;
  /** fields of what the person wrote: begun anew by its own command in the middle, they are not lost */
  typed?: readonly string[];
  /** whatever is typed in it is kept in it, so that only a bare wish changes it for another */
  keepsWords?: true;
  /** nothing of it may name who wrote (safeguard 3) */
  anonymous?: true;
}

/** What something was looked up for. */
export interface Looking {
  party: Party;
  said: Said;
  heard: Heard;
  step: string;
}

/** A dialogue whole, as its room defines it: what it looks up, what its steps say, what its effects do. */
export interface Dialogue<World, Deps> extends Shape {
  /** whether it can begin now */
  opens(deps: Deps, unitCode: string, now: Date): Promise<boolean>;
  /** reads what the steps need; writes nothing */
  look(deps: Deps, looking: Looking): Promise<World>;
  steps: Steps<World>;
  effects: Readonly<Record<string, (deps: Deps, doing: Doing) => Promise<Outcome>>>;
  /** an effect that leaving in the middle leads to */
  leaving?(said: Said): Effect | undefined;
}
export interface Doing {
  party: Party;
  said: Said;
  args: Said;
  /** random, of this dialogue: makes the same deed, done twice, one */
  key: string;
}
export const defineDialogue = <World, Deps>(dialogue: Dialogue<World, Deps>): Dialogue<World, Deps> => dialogue;

/** Where a dialogue stands. */
export interface State {
  step: string;
  said: Said;
  /** what was asked last, to be asked again */
  asked: Message | undefined;
  /** messages in a row that could not be taken */
  misses: number;
}
export const BEGINNING: State = { step: "", said: {}, asked: undefined, misses: 0 };

/** One turn, as it is written down before anything is done. */
export interface Sprint {
  state: State;
  messages: readonly Message[];
  effect: Effect | undefined;
}

/** Where a message goes: to a step by its name, with what a button stands for, or to the one that waits. */
export interface Aim {
  step: string;
  tapped: boolean;
}
