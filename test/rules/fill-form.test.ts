import fc from "fast-check";
import { fillForm, type Filling, showWords } from "../../src/console/fill-form.ts";
import { bodyOf, MOST_KEPT, typedOf, worthKeeping } from "../../src/console/typed.ts";

const PAGE = `<!doctype html><html><body><main>
<form method="post" action="/console/a/1"><input type="hidden" name="_csrf" value="new"><input type="hidden" name="version" value="4">
<label>Tên<input name="title" value="cũ"></label>
<details><summary>Thêm</summary><label for="t">Chữ</label><textarea id="t" name="text">đang lưu</textarea></details>
<select name="kind"><option value="x" selected>X</option><option value="y">Y</option></select>
<fieldset><legend>Chọn</legend><label><input type="radio" name="pick" value="a" checked> A</label><label><input type="radio" name="pick" value="b"> B</label></fieldset>
<label><input type="checkbox" name="also" value="1"> Cũng</label><label><input type="checkbox" name="also" value="2"> Nữa</label>
<input type="password" name="password" value=""><input name="code" autocomplete="one-time-code"><input type="file" name="file">
<button>Lưu</button></form>
<form method="post" action="/console/b"><input type="hidden" name="row" value="1"><textarea name="answer"></textarea></form>
<form method="post" action="/console/b"><input type="hidden" name="row" value="2"><textarea name="answer"></textarea></form>
</main></body></html>`;
const filling = (more: Partial<Filling>): Filling => ({
  action: "/console/a/1",
  typed: {},
  errors: {},
  message: "Có 1 chỗ cần sửa",
  changed: false,
  ...more,
});

test("what was typed stands in its fields; secrets, files and the page's token do not come back", () => {
  const typed = {
    _csrf: ["old"],
    version: ["3"],
    title: ["mới & <đẹp>"],
    text: ["một\nhai"],
    kind: ["y"],
    pick: ["b"],
    also: ["2"],
    password: ["bi-mat"],
    code: ["123456"],
  };
  const page = fillForm(PAGE, filling({ typed })) ?? "";
  expect(page).toContain('name="title" value="mới &amp; <đẹp>"');
  expect(page).toContain(">một\nhai</textarea>");
  expect(page).toContain('<option value="y" selected="">');
  expect(page).not.toContain('<option value="x" selected');
  expect(page).toContain('name="pick" value="b" checked=""');
  expect(page).toContain('name="pick" value="a">');
  expect(page).toContain('name="also" value="2" checked=""');
  expect(page).toContain('name="also" value="1">');
  expect(page).toContain('name="version" value="3"');
  expect(page).toContain('name="_csrf" value="new"');
  expect(page).not.toContain("bi-mat");
  expect(page).not.toContain("123456");
});

test("a fault stands at its field, is named in a summary that leads there, and its fold is open", () => {
  const page =
    fillForm(PAGE, filling({ typed: { text: [""] }, errors: { text: "Cần nhập chữ", ghost: "Hết hạn" } })) ?? "";
  expect(page).toContain('<a href="#t">Cần nhập chữ</a>');
  expect(page).toMatch(/<textarea[^>]*aria-invalid="true"[^>]*aria-describedby="e-t"/);
  expect(page).toContain('<p class="error" id="e-t">Cần nhập chữ</p>');
  expect(page).toContain('<details open="">');
  expect(page).toContain("<li>Hết hạn</li>");
  const ticked = fillForm(PAGE, filling({ errors: { pick: "Cần chọn" } })) ?? "";
  expect(ticked).toMatch(/<p class="error" id="e-f-pick">Cần chọn<\/p><\/fieldset>/);
});

test("somebody saved meanwhile: both texts stand there and the next press is about what stands now", () => {
  const typed = { version: ["3"], title: ["của tôi"], text: ["đang lưu"] };
  const page = fillForm(PAGE, filling({ typed, changed: true, message: "Đã có người sửa" })) ?? "";
  expect(page).toContain('value="của tôi"');
  expect(page).toContain("Đang lưu: <q>cũ</q>");
  expect(page).not.toContain("Đang lưu: <q>đang lưu</q>");
  expect(page).toContain('name="version" value="4"');
});

test("of two forms with one address the one of the row that was sent is filled", () => {
  const page = fillForm(PAGE, filling({ action: "/console/b", typed: { row: ["2"], answer: ["hai"] } })) ?? "";
  expect(page).toMatch(/value="2"><textarea name="answer">hai<\/textarea>/);
  expect(page).toMatch(/value="1"><textarea name="answer"><\/textarea>/);
});

test("words for which the page has no field now are shown all the same; without the form there is no page", () => {
  const typed = { gone: ["một câu dài"], kind: ["lạ lắm"] };
  const page = fillForm(PAGE, filling({ typed })) ?? "";
  expect(page).toContain("một câu dài");
  expect(page).toContain("lạ lắm");
  expect(fillForm(PAGE, filling({ action: "/console/khac" }))).toBeUndefined();
});

test("names that objects have of themselves, and ten thousand of them, are names", () => {
  const hostile = ["__proto__", "constructor", "hasOwnProperty", "toString", "2", "name"];
  const body = Object.fromEntries(hostile.map((name) => [name, "một câu dài"]));
  const typed = typedOf(body);
  expect(Object.keys(bodyOf(typed)).toSorted()).toEqual(hostile.toSorted());
  // whatever begins like the form's own token is taken for one
  const [, ...written] = hostile;
  expect(Object.keys(worthKeeping(typed) ?? {}).toSorted()).toEqual(written.toSorted());
  const errors = JSON.parse('{"__proto__":"Sai","constructor.1":"Sai"}') as Record<string, string>;
  const kept = JSON.parse(JSON.stringify(typed)) as Filling["typed"];
  const page = fillForm(PAGE, filling({ typed: kept, errors })) ?? "";
  expect(page.match(/>một câu dài<\/textarea>/g)).toHaveLength(written.length);
  expect(page.match(/<li>Sai<\/li>/g)).toHaveLength(2);
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`n${n}`, ["một câu dài"]]));
  expect(fillForm(PAGE, filling({ typed: many }))?.match(/>một câu dài</g)).toHaveLength(10_000);
});

test("any text comes back as it was typed, and nothing of it becomes markup", () => {
  const text = fc
    .string({ unit: "binary", maxLength: 60 })
    .map((one) => one.replace(/[\0\r]/g, "").replace(/\p{Cs}/gu, ""));
  fc.assert(
    fc.property(text, text, (title, words) => {
      const errors = { title: words };
      const page = fillForm(PAGE, filling({ typed: { title: [title], text: [words] }, errors, message: words })) ?? "";
      const again = fillForm(page, filling({ typed: { title: [title], text: [words] }, changed: true })) ?? "";
      // what is stored now equals what is typed: no field is shown twice
      expect(again).not.toContain("Đang lưu:");
      expect(page.match(/<script|<form/g)?.length).toBe(3);
    }),
    { numRuns: 200 },
  );
});

test.each([
  [
    "line ends of other systems, decomposed marks, blanks around",
    { a: " Tie\u0302\u0301ng\r\nViệt \r\n" },
    { a: "Tiếng\nViệt" },
  ],
  ["a single line loses its blanks", { a: "  xã  " }, { a: "xã" }],
  ["a name sent twice is a list", { a: ["1", "2"] }, { a: ["1", "2"] }],
  ["a password is left as it is", { password: " x " }, { password: " x " }],
  ["a name with brackets, as the parser of files reads it, is no field", { a: { b: "1" }, c: [{ d: "2" }] }, {}],
  ["whatever it is called", { old: " x ", again: " x ", proof: " x " }, { old: " x ", again: " x ", proof: " x " }],
])("%s", (_, body, read) => expect(bodyOf(typedOf(body))).toEqual(read));

test.each([
  ["nothing written", { a: [" "] }, undefined],
  ["secrets only", { password: ["x"], _csrf: ["y"], code: ["1"] }, undefined],
  ["too much", { a: ["x".repeat(MOST_KEPT)] }, undefined],
  ["words, without the code beside them", { a: ["chữ"], code: ["123456"] }, { a: ["chữ"] }],
  ["nothing of a form whose proof may be a password", { a: ["chữ"], proof: ["cây dù xanh"] }, undefined],
  ["nothing of a form with a password", { old: ["x"], password: ["y"] }, undefined],
])("kept of a form: %s", (_, typed, kept) => expect(worthKeeping(typed)).toEqual(kept));

test("the day beside a date field is the typed one", () => {
  const page = `<form method="post" action="/console/a/1"><label>Lúc<input type="datetime-local" name="at" value="2026-11-26T06:00"><span data-day>Thứ Năm, 26/11/2026, 06:00</span></label></form>`;
  expect(fillForm(page, filling({ typed: { at: ["2026-11-27T06:00"] } }))).toContain(
    '<span data-day="">Thứ Sáu, 27/11/2026, 06:00</span>',
  );
  expect(fillForm(page, filling({ typed: { at: ["mai"] } }))).toContain('<span data-day=""></span>');
});

const ROWS = `<!doctype html><html><body><main><form method="post" action="/console/a/1"><fieldset data-group="prizes">
<div data-row><label>Tên<input id="x" name="prize" value="Nhất"></label><input name="count" value="1"></div>
<button name="_them" value="prizes">Thêm</button></fieldset></form></main></body></html>`;
const rowsIn = (page: string): string[] =>
  [...page.matchAll(/name="prize" value="([^"]*)"/g)].map(([, value = ""]) => value);

test("a group of rows has a place for every row that was typed, and one more where it is asked for", () => {
  const typed = { prize: ["Nhất", "Nhì", "Ba"], count: ["1", "2", "ba"], _them: ["prizes"] };
  const errors = { "count.2": "Số lượng từ 1 đến 100" };
  const refused = fillForm(ROWS, filling({ typed, errors })) ?? "";
  expect(rowsIn(refused)).toEqual(["Nhất", "Nhì", "Ba"]);
  expect(refused).toMatch(/value="ba" id="f-count-2" aria-invalid="true"/);
  const grown = fillForm(ROWS, filling({ typed, message: "", grow: "prizes" })) ?? "";
  expect(rowsIn(grown)).toEqual(["Nhất", "Nhì", "Ba", ""]);
  expect(grown).toContain('<input name="prize" value="" autofocus="">');
  expect(rowsIn(fillForm(ROWS, filling({ typed: { prize: Array<string>(900).fill("x") } })) ?? "")).toHaveLength(60);
});

describe("a form with a password in it", () => {
  const form = `<main><form method="post" action="/x" id="f"><input name="_csrf" value="t"><label>Mật khẩu<input id="f-self"
    name="password" type="password"></label><button>Mọi nơi</button></form><button form="f" formaction="/y" name="id" value="a1">Nơi này</button></main>`;
  const typed = { password: ["cây dù xanh"], old: ["tre nứa lá"], proof: ["muối ớt đỏ"], again: ["thuyền giấy"] };
  const sent = { typed, errors: { self: "Mật khẩu chưa đúng" }, message: "Có 1 chỗ cần sửa" };
  const secrets = Object.values(typed).flat();

  test("is found by a button that leads elsewhere, and its fault stands at the field", () => {
    const page = fillForm(form, filling({ ...sent, action: "/y" })) ?? "";
    expect(page).toMatch(/aria-invalid="true"[^>]*>(?:<\/label>)?<p class="error" id="e-f-self">Mật khẩu chưa đúng/);
    for (const secret of secrets) expect(page).not.toContain(secret);
  });
  test("shows none of it where the page has no such form any more", () => {
    expect(fillForm(form, filling({ ...sent, action: "/z" }))).toBeUndefined();
    const page = showWords(form, filling({ ...sent, action: "/z" }));
    expect(page).toContain("Mật khẩu chưa đúng");
    for (const secret of secrets) expect(page).not.toContain(secret);
  });
});
