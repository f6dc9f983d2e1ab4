import { fold } from "../kernel/vietnamese.ts";

/** Makes a check code of facts by a secret of the house; the same facts give the same code. */
export interface Certifier {
  certificate(facts: string): Promise<string>;
}
const factsOf = (classId: string, name: string): string => `class-certificate:${classId}:${fold(name)}`;

/** The code on a certificate: it follows from name and class, so that no list of who has one is kept. */
export const certificateCode = (by: Certifier, classId: string, name: string): Promise<string> =>
  by.certificate(factsOf(classId, name));

export const isCertified = async (
  by: Certifier,
  given: { classId: string; name: string; code: string },
): Promise<boolean> =>
  fold(given.name) !== "" &&
  given.code.toUpperCase().replace(/[^A-Z0-9]/g, "") ===
    (await certificateCode(by, given.classId, given.name)).toUpperCase().replace(/[^A-Z0-9]/g, "");
