import { createSecretBox, type SecretBox } from "./crypto.ts";

/** An address at which a person was known to an OA. */
export interface PersonAt {
  oaId: string;
  userId: string;
}

/** A change of SECRETS_KEY under way. */
export interface Rekey {
  oldKey: string;
  /** the same text under the new key; what is empty, or under the new one already, stays as it is */
  again(sealed: string): string;
  /** the same for a box of one purpose */
  between(old: SecretBox, fresh: SecretBox): Between;
}
export interface Between {
  again(sealed: string): string;
  /** who a sealed address leads to; undefined for none */
  reach(sealed: string): PersonAt | undefined;
}

/**
 * What a room keeps and what becomes of it: which fields lead to a person, which are sealed, what ends it. Erasing a
 * person and changing the key go through these, so that nothing is forgotten by being new (test/architecture).
 */
export interface Keep {
  /** name of the Mongoose model, or of what lies elsewhere */
  model: string;
  /** fields that lead to a person, or may */
  person?: readonly string[];
  /** fields sealed under SECRETS_KEY or a key made from it */
  sealed?: readonly string[];
  /** what ends it, for people who ask; where MongoDB deletes by age, with the number of its days */
  until: string;
  /** lets go of what leads to this person at one address; safe to run again */
  forgetAt?(at: PersonAt): Promise<unknown>;
  /** the same by the id within the app */
  forgetByApp?(appUserId: string): Promise<unknown>;
  /** the row by which the person is found, and who is told last: after all others of all rooms */
  last?: true;
  /** seals anew, marks of people with it; returns how many rows were */
  reseal?(rekey: Rekey): Promise<number>;
  /** lets go of what cannot be made again under the new key; called when all of all rooms is sealed anew */
  cutLoose?(rekey: Rekey): Promise<unknown>;
}

function between(old: SecretBox, fresh: SecretBox): Between {
  const open = (sealed: string): string => {
    const box = [fresh, old].find((one) => one.holds(sealed));
    if (!box)
      throw new Error("the old key opens nothing here; run it again with the SECRETS_KEY of before, nothing is lost");
    return box.open(sealed);
  };
  return {
    reach: (sealed) => (sealed === "" ? undefined : (JSON.parse(open(sealed)) as PersonAt)),
    again: (sealed) => (sealed === "" || fresh.holds(sealed) ? sealed : fresh.seal(open(sealed))),
  };
}

export const createRekey = (oldKey: string, box: SecretBox): Rekey => ({
  oldKey,
  between,
  again: between(createSecretBox(oldKey), box).again,
});
