import { fold } from "../kernel/vietnamese.ts";

/** Short words about the talk itself: they ask how to go on, or for a moment, and are no answer to what was asked. */
const ASKS_BACK = [
  /^(?:da )?(?:toi |chau |em |con )?(?:chua|khong|ko|k) (?:hieu|ro|biet)(?: (?:lam|bam|gui|ghi|chon|gi|y|the nao|ra sao|sao|a|luon|dau|nut nao|nay|la|phai))*$/,
  /^(?:la sao|gi vay|gi co|gi the|sao vay|lam sao|the nao|(?:gui|bam|chon|lam) (?:the nao|sao|vao dau|dau|gi)|y la sao|hoi gi|ha|o|um|uh|hu)(?: a| vay| day)?$/,
  /^(?:alo|a lo|hello|hi|hey|xin chao|chao)(?: (?:alo|a|em|anh|chi|ban|xa|can bo|ad|admin))*$/,
  /^(?:cam on|xin cam on|cam on nhieu|ok cam on)(?: a| em| xa| nhieu)*$/,
  /^(?:khoan|doi|cho)(?: (?:toi|em|chau|minh|mot|chut|ti|xiu|da|lat|lai|ty|xem))+$/,
];
export const asksBack = (text: string): boolean => {
  const folded = fold(text);
  return folded === "" || ASKS_BACK.some((pattern) => pattern.test(folded));
};
