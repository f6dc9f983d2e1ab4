/*
 * Papers entered where there is no net. A form leaves the phone only for the server's answer that names its key; until
 * then it waits in this browser, for the official who typed it alone. The server enters one key once, so that sending
 * again after a lost answer counts nothing twice. Without this script the form is an ordinary form.
 */
(() => {
  const form = document.querySelector("form[data-paper]");
  const place = document.getElementById("phieu-cho");
  if (!form || !place || !window.indexedDB) return;
  const clerk = form.dataset.paper;
  const file = form.elements.file;
  file.multiple = true;

  /* the store */
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("loa-phieu", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("papers", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const inStore = async (mode, work) => {
    const turn = (await opened).transaction("papers", mode);
    const request = work(turn.objectStore("papers"));
    return new Promise((resolve, reject) => {
      turn.oncomplete = () => resolve(request.result);
      turn.onerror = turn.onabort = () => reject(turn.error ?? new Error("store"));
    });
  };
  const put = (paper) => inStore("readwrite", (papers) => papers.put(paper));
  const drop = (key) => inStore("readwrite", (papers) => papers.delete(key));
  const find = (key) => inStore("readonly", (papers) => papers.get(key));
  const mine = async () =>
    (await inStore("readonly", (papers) => papers.getAll()))
      .filter((paper) => paper.clerk === clerk)
      .toSorted((a, b) => a.at - b.at);

  /* who left the office leaves residents' words on the phone for so long, and not for good */
  const MOST_MS = 90 * 86_400_000;
  const forgetOthers = async () => {
    for (const paper of await inStore("readonly", (papers) => papers.getAll()))
      if (paper.clerk !== clerk && paper.at < Date.now() - MOST_MS) await drop(paper.key);
  };

  /* sending */
  const NO_NET = "Đang mất mạng. Phiếu được giữ trên máy này và tự gửi khi có mạng.";
  const NO_SESSION = "Phiên đã hết. Phiếu được giữ trên máy này; đăng nhập lại rồi mở trang này để gửi.";
  const LATER = "Hệ thống chưa trả lời được. Phiếu được giữ trên máy này và tự gửi lại.";
  const post = async (path, entries) => {
    const asked = await fetch("/console/con-dung", { headers: { "hx-request": "true" }, redirect: "manual" });
    const token = asked.headers.get("x-form-token");
    if (!token) throw new Error(NO_SESSION);
    const body = new FormData();
    body.append("_csrf", token);
    for (const [name, value] of entries)
      if (value instanceof Blob) body.append(name, value, "trang.jpg");
      else body.append(name, value);
    return fetch(path, { method: "POST", headers: { "hx-request": "true" }, body });
  };
  /* Where the paper stands, when the answer is ours and names it; a hotel's log-in page is none. */
  const enteredAt = async (answer) => {
    const { pathname } = new URL(answer.url);
    const named = /\/gop-y\/phieu\/[0-9a-f]{24}$/.test(pathname) && answer.ok;
    return named && (await answer.text()).includes("data-entered") ? pathname : undefined;
  };
  const isLater = ({ status }) => status >= 500 || [400, 401, 403, 408, 429].includes(status);
  const words = (text) => new DOMParser().parseFromString(text, "text/html").body.textContent.trim();
  /* @returns where the paper stands, "" when it waits, undefined when its words were refused */
  const send = async (paper) => {
    const say = async (sentence, refused = false) => {
      await put({ ...paper, sentence, refused });
      return refused ? undefined : "";
    };
    try {
      const [first, ...rest] = paper.pages;
      if (!paper.to) {
        const answer = await post(paper.path, [...paper.fields, ...(first ? [["file", first]] : [])]);
        if (isLater(answer)) return say(LATER);
        if (!answer.ok) return say(words(await answer.text()) || "Phiếu chưa được nhận.", true);
        const to = await enteredAt(answer);
        if (!to) return say(LATER);
        paper.to = to;
        await put(paper);
      }
      const left = [];
      for (const [n, page] of rest.entries()) {
        const answer = await post(`${paper.to}/anh`, [
          ["key", `${paper.key}:${n + 1}`],
          ["file", page],
        ]);
        if (isLater(answer)) return say(LATER);
        if (!answer.ok) left.push(`Trang ${n + 2}: ${words(await answer.text())}`);
        else if (!(await enteredAt(answer))) return say(LATER);
      }
      if (left.length > 0) return say(`Đã nhập phiếu, trừ ảnh: ${left.join(" ")}`, true);
      await drop(paper.key);
      return paper.to;
    } catch (error) {
      return say(error.message === NO_SESSION ? NO_SESSION : NO_NET);
    }
  };
  /* one tab at a time: the second finds nothing left to do */
  const alone = (work) => (navigator.locks ? navigator.locks.request("loa-phieu", work) : work());
  const sendAll = () =>
    alone(async () => {
      for (const paper of await mine()) if (!paper.refused) await send(paper);
      await show();
    });

  /* what waits, as people see it */
  const button = (text, work) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", work);
    return made;
  };
  const show = async () => {
    /* the one that stands in the form shows its faults there */
    const papers = (await mine()).filter((paper) => paper.key !== form.elements.key.value);
    place.replaceChildren(
      ...papers.map((paper) => {
        const note = document.createElement("div");
        note.className = "note gold";
        const at = new Date(paper.at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
        const line = document.createElement("p");
        const opinions = paper.fields.filter(([name, value]) => name === "place" && value !== "").length;
        line.textContent = `${paper.to ? "Phiếu đã nhập" : "Phiếu chưa gửi"} (${opinions || "dán"} ý kiến, ${paper.pages.length} ảnh, lưu lúc ${at}). ${paper.sentence ?? ""}`;
        const acts = document.createElement("p");
        acts.className = "acts";
        if (!paper.refused) acts.append(button("Gửi ngay", sendAll));
        if (!paper.to) acts.append(button("Mở lại để sửa", () => pour(paper)));
        acts.append(
          button(paper.to ? "Đã rõ" : "Xóa khỏi máy", async () => {
            if (!paper.to && !confirm("Xóa phiếu chưa gửi này khỏi máy?")) return;
            await drop(paper.key);
            await show();
          }),
        );
        note.append(line, acts);
        return note;
      }),
    );
  };
  /* what was kept stands in the form again, its pages stay with it */
  const pour = (paper) => {
    form.reset();
    form.elements.key.value = paper.key;
    const rows = paper.fields.filter(([name]) => name === "text").length;
    const add = form.querySelector("[name=_them]");
    while (form.querySelectorAll("[data-row]").length < rows) add.click();
    const seen = {};
    for (const [name, value] of paper.fields) {
      const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const radio = fields.find((one) => one.type === "radio" && one.value === value);
      if (radio) radio.checked = true;
      else if (fields[0] && !["radio", "file"].includes(fields[0].type)) {
        const n = (seen[name] = (seen[name] ?? -1) + 1);
        if (fields[n]) fields[n].value = value;
      }
    }
    form.scrollIntoView();
    form.elements.kind.focus();
    show();
  };
  const blank = () => {
    for (const row of [...form.querySelectorAll("[data-row]")].slice(1)) row.remove();
    for (const one of form.querySelectorAll(".error")) one.remove();
    for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    for (const one of form.querySelectorAll("[data-row] textarea, [name=words], [name=gist], [name=number]"))
      one.value = "";
    for (const one of form.querySelectorAll("[type=radio]")) one.checked = false;
    for (const one of form.querySelectorAll("[data-row] select")) one.selectedIndex = 0;
    file.value = "";
    form.elements.key.value = crypto.randomUUID();
  };

  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name === "_them") return;
    event.preventDefault();
    const fields = [...new FormData(form)].filter(
      ([name, value]) => typeof value === "string" && (!name.startsWith("_") || name === "_luc"),
    );
    const key = form.elements.key.value;
    const known = await find(key).catch(() => undefined);
    const chosen = [...file.files];
    const paper = {
      key,
      clerk,
      path: new URL(form.action).pathname,
      at: Date.now(),
      fields,
      pages: chosen.length > 0 ? chosen : (known?.pages ?? []),
      sentence: "",
      refused: false,
    };
    try {
      await put(paper);
    } catch {
      /* no room on this phone: as without a script */
      if (file.files.length > 1) file.multiple = false;
      HTMLFormElement.prototype.submit.call(form);
      return;
    }
    const to = await alone(() => send(paper));
    if (to) {
      location.assign(to);
      return;
    }
    if (to === undefined && !paper.to) {
      /* refused: the server's own page shows each fault at its field; the pages wait here under the same key */
      file.value = "";
      HTMLFormElement.prototype.submit.call(form);
      return;
    }
    blank();
    await show();
    place.scrollIntoView();
  });
  /* the page and what draws it are there without net */
  const keepPage = async () => {
    if (!navigator.serviceWorker || !window.caches || !navigator.onLine) return;
    await navigator.serviceWorker.register("/assets/paper-worker.js", { scope: "/console/du-thao/" });
    const parts = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    const ours = parts.filter((url) => url.origin === location.origin && url.pathname.startsWith("/assets/"));
    const kept = await caches.open("loa-phieu");
    /* a page of who used this phone before would show their papers */
    for (const request of await kept.keys()) {
      const page = new URL(request.url).pathname.endsWith("/gop-y/nhap") && (await kept.match(request));
      if (page && !(await page.text()).includes(`data-paper="${clerk}"`)) await kept.delete(request);
    }
    for (const path of [location.pathname, ...new Set(ours.map(({ pathname }) => pathname))]) {
      const answer = await fetch(path);
      if (answer.ok && !answer.redirected) await kept.put(path, answer);
    }
    /* files of an older build go with the last page that is drawn with them */
    const requests = await kept.keys();
    const pages = [];
    for (const request of requests)
      if (request.url.endsWith("/gop-y/nhap")) pages.push(await (await kept.match(request)).text());
    for (const request of requests) {
      const { pathname } = new URL(request.url);
      const hashed = /\.[0-9a-f]{10}\.[a-z0-9]+$/.test(pathname);
      if (hashed && !pages.some((page) => page.includes(pathname))) await kept.delete(request);
    }
  };
  keepPage().catch(() => undefined);
  forgetOthers().catch(() => undefined);
  addEventListener("online", sendAll);
  setInterval(
    () => navigator.onLine && mine().then((papers) => papers.some((one) => !one.refused) && sendAll()),
    30_000,
  );
  sendAll().catch(() => undefined);
})();
