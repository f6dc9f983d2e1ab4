import { XMLValidator } from "fast-xml-parser";

/** Whether every reader can open it: one letter XML has no place for spoils a whole feed. */
export const renderable = (xml: string): boolean =>
  XMLValidator.validate(xml) === true && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(xml);
