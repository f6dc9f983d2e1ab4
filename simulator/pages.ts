export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c] ?? c);

/** The simulator's pages: the frame of all, and the phone page whose moving parts stand in public/phone.js. */
export const frame = (title: string, body: string): string => `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} – Zalo mô phỏng</title><link rel="stylesheet" href="/public/phone.css"><link rel="icon" href="data:,"></head><body>${body}</body></html>`;

export const phonePage = (oas: { id: string; name: string }[]): string =>
  frame(
    "Điện thoại của người dân",
    `<div class="desk">
<section class="side" aria-label="Chọn người dân">
  <h1>Zalo mô phỏng</h1>
  <p class="hint">Không phải Zalo thật. Mọi người dân ở đây đều là người mẫu.</p>
  <label>OA<select id="oa">${oas.map((oa) => `<option value="${oa.id}">${escapeHtml(oa.name)}</option>`).join("")}</select></label>
  <label>Tìm người dân<input id="find" type="search" placeholder="0412, blocked…"></label>
  <ul id="people"></ul>
</section>
<main class="phone" aria-label="Điện thoại của người dân">
  <header class="bar"><span aria-hidden="true">‹</span><h2 id="title">OA</h2><span class="dots" aria-hidden="true">···</span></header>
  <div id="chat" class="chat" tabindex="0" aria-live="polite" aria-label="Tin nhắn"></div>
  <form id="say" class="compose" autocomplete="off">
    <label class="photo" title="Gửi ảnh, tiếng, tệp"><span class="hide">Gửi ảnh, tiếng, tệp</span><input id="photo" type="file"><span aria-hidden="true">▣</span></label>
    <button type="button" id="place" class="photo" title="Gửi vị trí"><span class="hide">Gửi vị trí</span><span aria-hidden="true">⌖</span></button>
    <label class="grow"><span class="hide">Nhắn tin</span><input id="text" placeholder="Nhắn tin" maxlength="4000"></label>
    <button>Gửi</button>
  </form>
</main>
<section class="side" aria-label="Trạng thái mô phỏng">
  <h2>Người này</h2><p id="who"></p>
  <div class="row"><button id="follow">Quan tâm OA</button><button id="unfollow">Bỏ quan tâm</button></div>
  <h2>Hộp thư đi của Zalo</h2><p id="stats" class="hint"></p><ol id="outbox"></ol>
</section></div><script src="/public/phone.js"></script>`,
  );
