import { z } from "zod";
import { parseLocal } from "../kernel/dates.ts";
import { FREE_FIELDS } from "./content.model.ts";

/** The last moment of a day in Vietnam: what is due on a day may be done on it. */
export const endOfDay = (day: string): Date | undefined => {
  const start = parseLocal(day.slice(0, 10));
  return start && new Date(start.getTime() + 86_400_000 - 1);
};
/** Ticks of one name: none, one or several. */
export const many = (most: number) =>
  z
    .union([
      z.array(z.string().max(most)),
      z
        .string()
        .max(most)
        .transform((one) => (one === "" ? [] : [one])),
    ])
    .default([]);
export const FREE_NAMES = [
  { value: "title", name: "Tiêu đề" },
  { value: "text", name: "Nội dung" },
] as const;
export const freeOf = (typed: readonly string[]) => FREE_FIELDS.filter((field) => typed.includes(field));
