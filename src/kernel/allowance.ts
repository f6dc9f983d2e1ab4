/**
 * A commune's hall, a school, a whole neighbourhood behind one mobile gateway come from one address. What one person
 * may do, so many people at once may do from there.
 */
export const PEOPLE_BEHIND_ONE_ADDRESS = 50;

/** @param who `zalo:…` for a person, `ip:…` for an address */
export const allowanceOf = (who: string, perPerson: number): number =>
  who.startsWith("ip:") ? perPerson * PEOPLE_BEHIND_ONE_ADDRESS : perPerson;
