import { PhraseBook } from "../phrases.ts";
import { ASKING } from "./asking.ts";
import { CHANNEL } from "./channel.ts";
import { DANGER } from "./danger.ts";
import { FIXED } from "./fixed.ts";
import { PRIVATE } from "./private.ts";
import { SERVICES } from "./services.ts";
import { TROUBLES } from "./troubles.ts";

/** All classes of words the reader knows. */
export const CLASSES = new PhraseBook({
  ...ASKING,
  ...TROUBLES,
  ...DANGER,
  ...SERVICES,
  ...CHANNEL,
  ...PRIVATE,
  ...FIXED,
});
