import type { Content, LanguageVariant } from "./content.model.ts";

/** Languages an item may have beside Vietnamese: of readers abroad, and of minorities on commune radio (domain.md S1-08, S4-12, §2.1). */
export const LANGUAGES = [
  { key: "en", name: "Tiếng Anh" },
  { key: "zh", name: "Tiếng Trung" },
  { key: "ko", name: "Tiếng Hàn Quốc" },
  { key: "ja", name: "Tiếng Nhật" },
  { key: "rad", name: "Tiếng Ê Đê" },
  { key: "mng", name: "Tiếng M’Nông" },
  { key: "hmn", name: "Tiếng Mông" },
  { key: "km", name: "Tiếng Khmer" },
] as const;
export type Language = (typeof LANGUAGES)[number]["key"];
export const LANGUAGE_KEYS = LANGUAGES.map(({ key }) => key) as [Language, ...Language[]];
export const languageName = (key: string): string => LANGUAGES.find((one) => one.key === key)?.name ?? key;

export interface Told {
  language: string;
  title: string;
  text: string;
  /** "" where it is in the language that was asked for */
  note: string;
}

/** An item in a language; what is not translated is told in Vietnamese, and says so. */
export function inLanguage(content: Pick<Content, "title" | "text" | "variants">, language: string): Told {
  const own = content.variants.find((one) => one.language === language && one.title !== "" && one.text !== "");
  if (own) return { ...own, note: "" };
  const note = language === "vi" ? "" : `Chưa có bản ${languageName(language).toLowerCase()}; đây là bản tiếng Việt.`;
  return { language: "vi", title: content.title, text: content.text, note };
}

/** Rows as they were typed: those with words, one a language. @throws nothing; faults by their row */
export function variantsOf(rows: readonly LanguageVariant[]): {
  variants: LanguageVariant[];
  faults: Record<string, string>;
} {
  const faults: Record<string, string> = {};
  const variants: LanguageVariant[] = [];
  for (const [n, { language, title, text }] of rows.entries()) {
    if (title === "" && text === "") continue;
    if (language === "") faults[`language.${n}`] = "Cần chọn ngôn ngữ";
    else if (variants.some((one) => one.language === language))
      faults[`language.${n}`] = `${languageName(language)} có hai lần. Giữ một`;
    if (title === "") faults[`variantTitle.${n}`] = "Cần tiêu đề";
    if (text === "") faults[`variantText.${n}`] = "Cần nội dung";
    variants.push({ language, title, text });
  }
  return { variants, faults };
}
