/*
 * The kit a propagandist carries. A phone shows what it has proven: a manifest signed by the unit whose key came with the
 * first opening, answering this phone's own question, with every text and picture there. What is newer takes its place
 * only whole; what is wrong changes nothing. After seven days without an answer nothing is shown until it is asked again:
 * something may have been taken back. Without this script the page reads as it came.
 */
(() => {
  const root = document.querySelector("[data-kit]");
  if (!root || !window.indexedDB || !window.caches || !navigator.serviceWorker || !crypto.subtle) return;
  const code = root.dataset.kit;
  const address = root.dataset.address;
  const at = (name) => root.querySelector(`[data-${name}]`);
  const KEPT = "loa-bo-tai-lieu";
  const SLACK_MS = 10 * 60_000;
  /* a signal may be there and carry nothing */
  const PATIENCE_MS = 15_000;

  /* the store */
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open(KEPT, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kits", { keyPath: "code" });
      request.result.createObjectStore("receipts", { keyPath: "kit" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const inStore = async (name, mode, work) => {
    const turn = (await opened).transaction(name, mode);
    const request = work(turn.objectStore(name));
    return new Promise((resolve, reject) => {
      turn.oncomplete = () => resolve(request.result);
      turn.onerror = turn.onabort = () => reject(turn.error ?? new Error("store"));
    });
  };
  const readHeld = () => inStore("kits", "readonly", (kits) => kits.get(code));
  const writeHeld = (held) => inStore("kits", "readwrite", (kits) => kits.put(held));
  const alone = (work) => (navigator.locks ? navigator.locks.request(KEPT, work) : work());

  /* what people read */
  const element = (tag, text, more = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(more)) made.setAttribute(name, value);
    return made;
  };
  const note = (text, tint = "gold") => {
    const notes = at("notes");
    if ([...notes.children].some((one) => one.textContent === text)) return;
    notes.append(element("p", text, { class: `note ${tint}`, role: "status" }));
  };
  const dayOf = (ms) => new Date(ms).toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric" });
  const sizeOf = (bytes) =>
    bytes < 1_000_000
      ? `${Math.max(1, Math.round(bytes / 1000))} KB`
      : `${(bytes / 1_000_000).toFixed(1).replace(".", ",")} MB`;
  const lengthOf = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;

  /* proof */
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const isSigned = async (open, { manifest, signature }) => {
    try {
      const words = new TextEncoder().encode(manifest);
      const key = await crypto.subtle
        .importKey("spki", bytesOf(open), { name: "Ed25519" }, false, ["verify"])
        .catch(() => undefined);
      if (key) return await crypto.subtle.verify("Ed25519", key, bytesOf(signature), words);
      // browsers before 2025 cannot by themselves
      const { prover } = await import(root.dataset.prove);
      return await prover(open)(words, bytesOf(signature));
    } catch {
      return false;
    }
  };
  const fileAt = (hash) => `${address}/tep/${hash}`;
  /* a file under the name of its content, or nothing: half a file has another name */
  const keepFile = async ({ hash }) => {
    const kept = await caches.open(KEPT);
    if (await kept.match(fileAt(hash))) return false;
    const answer = await fetch(fileAt(hash));
    if (!answer.ok) throw new Error("file");
    const bytes = await answer.arrayBuffer();
    if (hex(await crypto.subtle.digest("SHA-256", bytes)) !== hash) throw new Error("file");
    const type = answer.headers.get("Content-Type") ?? "application/octet-stream";
    await kept.put(
      fileAt(hash),
      new Response(bytes, { headers: { "Content-Type": type, "Content-Length": String(bytes.byteLength) } }),
    );
    return true;
  };
  const isFull = (error) => error && (error.name === "QuotaExceededError" || /quota/i.test(error.message ?? ""));

  /* how long what is held may be shown; by this phone's own clock and how far it moved, whatever year it says */
  const standOf = (held) => {
    const now = Date.now();
    const { issued, expires } = held.kit;
    if (now < held.last - SLACK_MS) return "clock";
    return now - held.fetched >= Date.parse(expires) - Date.parse(issued) ? "over" : "good";
  };
  const untilOf = (held) => held.fetched + Date.parse(held.kit.expires) - Date.parse(held.kit.issued);

  const sectionOf = async (part, kept) => {
    const section = element("section", "", { class: "card" });
    if (part.withdrawn) {
      const title = element("h2");
      title.append(element("s", part.title));
      const why = part.withdrawn.reason ? `: ${part.withdrawn.reason}` : "";
      section.append(
        title,
        element("p", `Đã thu hồi ${dayOf(Date.parse(part.withdrawn.at))}${why}. Không dùng mục này nữa.`),
      );
      return section;
    }
    section.append(element("h2", part.title));
    if (part.picture) section.append(element("img", "", { src: fileAt(part.picture.hash), alt: part.picture.alt }));
    for (const line of part.text.split(/\n+/)) if (line.trim() !== "") section.append(element("p", line));
    if (part.audio) {
      const { hash, label, seconds, size } = part.audio;
      const has = await kept.match(fileAt(hash));
      section.append(
        element("p", `${label} · ${lengthOf(seconds)}${has ? "" : ` · chưa tải (${sizeOf(size)})`}`, {
          class: "small",
        }),
        element("audio", "", {
          controls: "",
          preload: "none",
          src: fileAt(hash),
          "aria-label": `Nghe: ${part.title}`,
        }),
      );
    }
    const from = part.source || part.office;
    section.append(element("p", `Nguồn: ${from}. Nội dung do ${part.office} cung cấp.`, { class: "small muted" }));
    return section;
  };
  const listOf = (title, list) => {
    const section = element("section", "", { class: "card" });
    section.append(element("h2", title), list);
    return section;
  };
  const show = async () => {
    const held = await readHeld();
    if (!held) return;
    const stand = standOf(held);
    const { kit } = held;
    at("title").textContent = kit.title;
    at("receipt").hidden = false;
    at("receipt").elements.kit.value = kit.kit;
    if (stand !== "good") {
      at("parts").replaceChildren();
      at("choice").hidden = true;
      at("state").textContent =
        stand === "over"
          ? `Bản ${kit.version} đã quá 7 ngày: cần mở mạng để kiểm tra. Tài liệu vẫn còn trên máy, mở lại được ngay khi có mạng.`
          : `Đồng hồ của máy đã lùi lại: chỉnh ngày giờ cho đúng, rồi mở mạng để kiểm tra. Tài liệu vẫn còn trên máy.`;
      at("state").dataset.stand = stand;
      return;
    }
    at("state").dataset.stand = "good";
    at("state").textContent = `Bản ${kit.version} · Đủ, đến ${dayOf(untilOf(held))}`;
    const kept = await caches.open(KEPT);
    const sections = [];
    if (kit.points.length > 0) {
      const list = element("ul");
      list.append(...kit.points.map((line) => element("li", line)));
      sections.push(listOf("Ý chính khi tuyên truyền", list));
    }
    for (const part of kit.parts) sections.push(await sectionOf(part, kept));
    if (kit.questions.length > 0) {
      const list = element("dl");
      for (const one of kit.questions) list.append(element("dt", one.question), element("dd", one.answer));
      sections.push(listOf("Bà con hay hỏi", list));
    }
    const links = element("ul");
    for (const { name, url } of kit.links) {
      const line = element("li");
      line.append(element("a", name, { href: url, rel: "noreferrer" }));
      links.append(line);
    }
    sections.push(listOf("Góp ý, phản ánh", links));
    at("parts").replaceChildren(...sections);
    await showSounds(kit, kept);
  };

  /* sounds are chosen one by one: each is larger than all texts and pictures together */
  const showSounds = async (kit, kept) => {
    const sounds = kit.parts.filter((part) => part.audio);
    at("choice").hidden = sounds.length === 0;
    const rows = sounds.map(async ({ title, audio }) => {
      const label = element("label", "", { class: "choice" });
      const box = element("input", "", { type: "checkbox", "data-sound": audio.hash });
      box.checked = Boolean(await kept.match(fileAt(audio.hash)));
      box.addEventListener("change", () => chooseSound(box, title, audio));
      label.append(box, ` ${title} · ${lengthOf(audio.seconds)} · ${sizeOf(audio.size)}`);
      return label;
    });
    at("sounds").replaceChildren(...(await Promise.all(rows)));
  };
  const chooseSound = async (box, title, audio) => {
    const kept = await caches.open(KEPT);
    if (!box.checked) {
      await kept.delete(fileAt(audio.hash));
      return show();
    }
    box.disabled = true;
    try {
      await keepFile(audio);
      note(`Đã tải “${title}” về máy.`, "good");
    } catch (error) {
      note(
        isFull(error)
          ? `Máy hết chỗ, cần ${sizeOf(audio.size)} cho “${title}”. Xóa bớt ảnh hay âm thanh khác rồi chọn lại.`
          : `Chưa tải được “${title}”. Chọn lại khi có mạng.`,
      );
    }
    await show();
  };

  /* files no kit on this phone names */
  const tidy = async (kit) => {
    const named = new Set(
      kit.parts.flatMap((part) => [part.picture, part.audio].flatMap((file) => (file ? [fileAt(file.hash)] : []))),
    );
    const kept = await caches.open(KEPT);
    for (const request of await kept.keys()) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith(`${address}/tep/`) && !named.has(pathname)) await kept.delete(request);
    }
  };
  const forget = async () => {
    await inStore("kits", "readwrite", (kits) => kits.delete(code));
    await tidy({ parts: [] });
    await (await caches.open(KEPT)).delete(address);
  };

  /* asks what there is, takes it when it is whole and proven */
  const look = async () => {
    const held = await readHeld();
    const nonce = crypto.randomUUID();
    let answer;
    try {
      answer = await fetch(`${address}/ban.json?luc=${nonce}`, {
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch {
      return;
    }
    if (answer.status === 410) {
      await forget();
      at("parts").replaceChildren();
      at("receipt").hidden = true;
      at("choice").hidden = true;
      at("state").textContent = "Liên kết này không còn dùng được. Cần dùng tiếp thì hỏi cán bộ phụ trách của xã.";
      return;
    }
    if (!answer.ok) return;
    const kept = held ? `Bản ${held.kit.version} vẫn dùng được.` : "";
    const signed = await answer.json().catch(() => undefined);
    if (!signed?.manifest) return;
    const open = held?.open ?? root.dataset.key;
    const fresh = (await isSigned(open, signed)) ? JSON.parse(signed.manifest) : undefined;
    if (!fresh || fresh.v !== 1 || fresh.nonce !== nonce) {
      note(`Bản mới không có chữ ký đúng của đơn vị nên không nhận. ${kept} Hỏi cán bộ phụ trách của xã.`, "bad");
      if (!held) at("parts").replaceChildren();
      return;
    }
    const pictures = fresh.parts.flatMap(({ picture }) => (picture ? [picture] : []));
    const brought = [];
    try {
      if (!held) at("state").textContent = `Đang tải chữ và ảnh: ${pictures.length} ảnh…`;
      for (const picture of pictures) if (await keepFile(picture)) brought.push(fileAt(picture.hash));
      const now = Date.now();
      await writeHeld({ code, open, kit: fresh, signed, fetched: now, last: now, got: held?.got ?? "" });
    } catch (error) {
      const need = pictures.reduce((sum, { size }) => sum + size, 0);
      if (isFull(error)) {
        for (const path of brought) await (await caches.open(KEPT)).delete(path);
        note(`Máy hết chỗ, cần ${sizeOf(need)}. ${kept} Xóa bớt rồi mở lại trang này.`);
      } else note(`Chưa tải đủ bản mới, sẽ tải tiếp khi có mạng. ${kept}`);
      return;
    }
    await tidy(fresh);
  };

  /* "Tôi đã nhận": waits on the phone until the server says that it has it, which it takes once however often it comes */
  const form = at("receipt");
  const receiptsOf = async () =>
    (await inStore("receipts", "readonly", (all) => all.getAll())).filter((one) => one.code === code);
  const sendReceipts = async () => {
    for (const one of await receiptsOf()) {
      let text = "";
      try {
        const answer = await fetch(`${address}/da-nhan`, {
          method: "POST",
          body: new URLSearchParams({ kit: one.kit }),
        });
        text = answer.ok ? await answer.text() : "";
      } catch {
        return;
      }
      if (!text.includes(`data-received="${one.kit}"`)) return;
      await inStore("receipts", "readwrite", (all) => all.delete(one.kit));
      const held = await readHeld();
      if (held) await writeHeld({ ...held, got: one.kit });
    }
  };
  const showReceipt = async () => {
    const [held, waiting] = [await readHeld(), await receiptsOf()];
    const kit = form.elements.kit.value;
    const words = waiting.some((one) => one.kit === kit)
      ? "Ông/Bà đã bấm nhận. Chờ có mạng để gửi."
      : held?.got === kit
        ? "Ông/Bà đã báo đã nhận bản này."
        : "";
    for (const one of form.querySelectorAll("button, .small")) one.hidden = words !== "";
    const got = at("got") ?? element("p", "", { "data-got": "", role: "status" });
    got.textContent = words;
    got.hidden = words === "";
    form.append(got);
    return words !== "";
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await navigator.storage?.persist?.();
    await inStore("receipts", "readwrite", (all) => all.put({ kit: form.elements.kit.value, code, at: Date.now() }));
    await showReceipt();
    await alone(sendReceipts);
    await showReceipt();
  });

  /* the system's reminder: on this phone alone, once a day, to who has not pressed */
  const remind = async () => {
    const held = await readHeld();
    const today = new Date().toDateString();
    if (!held || standOf(held) !== "good" || held.reminded === today) return;
    await writeHeld({ ...held, reminded: today });
    note(`Bản ${held.kit.version} đã có trên máy. Xem qua rồi bấm “Tôi đã nhận” để đơn vị biết.`);
  };

  /* the frame and what draws it */
  const keepPage = async () => {
    await navigator.serviceWorker.register("/assets/kit-worker.js", { scope: "/bo-tai-lieu/" });
    const kept = await caches.open(KEPT);
    const parts = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    const ours = parts.filter((url) => url.origin === location.origin && url.pathname.startsWith("/assets/"));
    const frame = await fetch(`${address}?khung=1`);
    if (frame.ok && !frame.redirected) await kept.put(address, frame);
    for (const path of new Set(ours.map(({ pathname }) => pathname))) {
      const answer = await fetch(path);
      if (answer.ok) await kept.put(path, answer);
    }
  };
  const tick = async () => {
    const held = await readHeld();
    if (held && Date.now() > held.last) await writeHeld({ ...held, last: Date.now() });
    await show();
  };
  const all = () =>
    alone(async () => {
      await show();
      await look();
      await show();
      await sendReceipts();
      if (!(await showReceipt())) await remind();
    });
  all()
    .then(keepPage)
    .catch(() => undefined);
  addEventListener("online", () => all().catch(() => undefined));
  setInterval(() => alone(tick).catch(() => undefined), 60_000);
})();
