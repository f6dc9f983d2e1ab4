import { canonical, differencesOf, fingerprintOf, inWords } from "../../src/decisions/compare.ts";

test("the same content gives the same fingerprint, whatever the order of its keys or the form of its letters", () => {
  const one = { b: "Hội nghị", a: [1, { y: new Date(0), x: null }] };
  const other = { a: [1, { x: null, y: "1970-01-01T00:00:00.000Z" }], b: "Hội nghị".normalize("NFD") };
  expect(canonical(one)).toBe(canonical(other));
  expect(fingerprintOf("item", { a: "1", b: "2" })).toBe(fingerprintOf("item", { b: "2", a: "1" }));
  for (const [name, parts] of [
    ["contest", { a: "1", b: "2" }],
    ["item", { a: "1", b: "2 " }],
    ["item", { a: "12", b: "" }],
    ["item", { a: "1" }],
  ] as const)
    expect(fingerprintOf(name, parts)).not.toBe(fingerprintOf("item", { a: "1", b: "2" }));
});

test("a difference names the part, what it was and what it is, around the place where they part", () => {
  const long = "Mời bà con đến dự. ".repeat(30);
  const found = differencesOf(
    { Giải: "Giấy khen", Giờ: "8:00", "Thể lệ": `${long}ngày 3`, Cũ: "còn" },
    { Giải: "Xe máy", Giờ: "8:00", "Thể lệ": `${long}ngày 9`, Mới: "thêm" },
  );
  expect(found.map((one) => one.part)).toEqual(["Giải", "Thể lệ", "Mới", "Cũ"]);
  const words = inWords(found);
  expect(words).toContain("Giải: trước “Giấy khen”, nay “Xe máy”");
  expect(words).toMatch(/Thể lệ: trước “….*ngày 3”, nay “….*ngày 9”/);
  expect(words).toContain("Mới: trước (trống), nay “thêm”");
  const many = differencesOf({}, Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`Phần ${n}`, "x"])));
  expect(inWords(many)).toMatch(/; và 4 chỗ khác$/);
});
