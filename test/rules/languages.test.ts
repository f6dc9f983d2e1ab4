import { inLanguage, LANGUAGES, variantsOf } from "../../src/distribution/languages.ts";

const item = {
  title: "Mời góp ý",
  text: "Bà con xem dự thảo.",
  variants: [
    { language: "en", title: "Have your say", text: "Read the draft." },
    { language: "ko", title: "", text: "" },
  ],
};

test("S1-08: an item holds variants in English, Chinese, Korean, Japanese and minority languages", () => {
  expect(LANGUAGES.map(({ key }) => key)).toEqual(expect.arrayContaining(["en", "zh", "ko", "ja", "rad"]));
  const rows = LANGUAGES.map(({ key }) => ({ language: key, title: key, text: key }));
  expect(variantsOf(rows)).toEqual({ variants: rows, faults: {} });
  expect(
    variantsOf([...rows, { language: "en", title: "a", text: "" }, { language: "", title: "", text: "" }]).faults,
  ).toEqual({
    "language.8": "Tiếng Anh có hai lần. Giữ một",
    "variantText.8": "Cần nội dung",
  });
});

test("S4-12: a missing translation falls back to Vietnamese and says so", () => {
  expect(inLanguage(item, "en")).toMatchObject({ language: "en", title: "Have your say", note: "" });
  for (const missing of ["ja", "ko", "constructor"])
    expect(inLanguage(item, missing)).toMatchObject({
      language: "vi",
      title: "Mời góp ý",
      note: expect.stringContaining("Chưa có bản"),
    });
  expect(inLanguage(item, "vi").note).toBe("");
});
