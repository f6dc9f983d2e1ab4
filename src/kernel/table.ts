/**
 * Tables are asked for what comes from outside only through these two: an object also answers to names it inherits
 * (`constructor`, `toString`, `__proto__`), and would take them for rows. `test/architecture/tables.test.ts` refuses
 * every other way.
 */
export const isRow = <K extends string>(table: Readonly<Record<K, unknown>>, key: string): key is K =>
  Object.hasOwn(table, key);

/** The row of this name, or undefined. */
export const rowOf = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
