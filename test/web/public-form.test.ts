import type { Response } from "supertest";
import { House, textOf } from "../support/agent.ts";

/** A form on a public page, filled in without JavaScript: whatever refuses it gives every word back. */
let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const post = (path: string, form: Record<string, string>): Promise<Response> =>
  house
    .visitor()
    .agent.post(path)
    .set({ accept: "text/html", cookie: "loa.sid=s%3Aover.and-gone" })
    .type("form")
    .send(form)
    .redirects(0)
    .ok(() => true);

test("refused: the sentence and the words, marks and all, in a form that goes to the same place; nothing of it is a page of ours", async () => {
  const words = 'Xã có gửi tin “Bấm vào đây để nhận tiền” không?\nTôi nhận lúc 8 giờ <b>sáng</b> & "chiều".';
  const answer = await post("/cong-khai/tin-that/khong-co?a=1", { text: words, code: "SM-7K2Q" });
  expect(answer.status).toBe(404);
  expect(textOf(answer)).toContain("Không tìm thấy đơn vị này");
  expect(answer.text).toContain("Tôi nhận lúc 8 giờ &lt;b&gt;sáng&lt;/b&gt; &amp; &quot;chiều&quot;.</textarea>");
  expect(answer.text).toContain('name="code" value="SM-7K2Q"');
  expect(answer.text).toContain('action="/cong-khai/tin-that/khong-co"');
});

test("a session that is over means nothing here: the words are taken as anybody's", async () => {
  const answer = await post("/cong-khai/tin-that/sao-mai", { text: "Một tin dài hơn sáu chữ để kiểm tra" });
  expect([answer.status, answer.headers["set-cookie"]]).toEqual([200, undefined]);
  expect(answer.text).toContain("Một tin dài hơn sáu chữ để kiểm tra");
});

test("too much to read is said in a sentence", async () => {
  const answer = await post("/cong-khai/tin-that/sao-mai", { text: "x".repeat(70_000) });
  expect([answer.status, textOf(answer)]).toEqual([413, expect.stringContaining("quá dài")]);
});
