import fc from "fast-check";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { formsOf, readingSeconds, shorten, smsParts } from "../../src/distribution/item-forms.ts";
import { NETWORKS } from "../../src/distribution/networks.ts";
import { graphemes } from "../../src/kernel/vietnamese.ts";

const ON = new Date("2026-11-27T08:00:00+07:00");
const item = (title: string, text: string) => ({
  kind: "tin" as const,
  details: NO_DETAILS,
  title,
  text,
  pictureAlt: "",
  pictureId: "",
  source: "Sở VHTTDL Hồng Sao",
  sourceClass: "cong-khai" as const,
});
const OFFICE = "UBND xã Sao Mai";

test("S3-25: one item gives the radio script with minutes, the OA article, the portal text and a text for each network", () => {
  const forms = new Map(
    formsOf(item("Mời góp ý", "Bà con xem dự thảo. Góp ý đến hết ngày 31/12/2026."), OFFICE, ON).map((one) => [
      one.key,
      one,
    ]),
  );
  expect([...forms.keys()]).toEqual(["oa", "chat", "loa", "cong", ...NETWORKS.map(({ key }) => key), "sms", "banner"]);
  expect(forms.get("loa")?.text).toMatch(/^Kính thưa bà con\.[\s\S]*Nội dung do UBND xã Sao Mai cung cấp\./);
  expect(forms.get("loa")?.note).toContain("đọc khoảng");
  for (const key of ["oa", "chat", "cong", "facebook"]) expect(forms.get(key)?.text).toContain("Sở VHTTDL Hồng Sao");
  expect(forms.get("sms")?.note).toBe("1 tin, không dấu");
});

test("S0-11: each network's own limit holds, by whole sentences, whatever is written", () => {
  const long = "Câu thứ nhất rất dài để thử. ".repeat(400);
  const cut = new Map(formsOf(item("Tiêu đề", long), OFFICE, ON).map((one) => [one.key, one]));
  expect(cut.get("x")?.text).toMatch(/thử\.\n\nNguồn: UBND xã Sao Mai\.$/);
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 400 }),
      fc.string({ unit: "grapheme", maxLength: 3000 }),
      (title, text) => {
        for (const one of formsOf(item(title, text), OFFICE, ON))
          if (one.limit > 0 && one.key !== "chat") expect([one.key, one.count <= one.limit]).toEqual([one.key, true]);
      },
    ),
    { numRuns: 40 },
  );
});

test("an emergency is said twice on the loudspeaker", () => {
  const radio = formsOf(item("Mưa lớn", "Bà con ở thấp lên nhà văn hóa."), OFFICE, ON, true).find(
    ({ key }) => key === "loa",
  );
  expect(radio?.text.match(/Mưa lớn/g)).toHaveLength(2);
});

test.each([
  ["a".repeat(160), 1],
  ["a".repeat(161), 2],
  ["ă".repeat(70), 1],
  ["ă".repeat(71), 2],
  ["ă".repeat(135), 3],
])("SMS of %# is billed as so many", (text, parts) => expect(smsParts(text)).toBe(parts));

test("S0-10: a script of 750 syllables reads five minutes; shortened words never pass the limit", () => {
  expect(readingSeconds("bà ".repeat(750))).toBe(300);
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.integer({ min: 1, max: 60 }),
      (text, most) => graphemes(shorten(text, most)) <= most,
    ),
  );
});
