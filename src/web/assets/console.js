/* Small comforts of the console. Every page works without them. */
(() => {
  const segmenter = new Intl.Segmenter("vi", { granularity: "grapheme" });
  const graphemes = (text) => [...segmenter.segment(text.normalize("NFC"))].length;
  const count = (field) => {
    const place = document.getElementById(field.dataset.count);
    if (!place) return;
    const n = graphemes(field.value);
    const most = Number(field.dataset.most);
    place.textContent = `${n.toLocaleString("vi-VN")} / ${most.toLocaleString("vi-VN")}${n > most ? ", dài quá" : ""}`;
  };
  const start = () => {
    for (const field of document.querySelectorAll("[data-count]")) count(field);
    for (const field of document.querySelectorAll("[data-date]")) offerMonth(field);
    (document.querySelector('[data-focus=""]') ?? document.querySelector("[data-focus]"))?.focus();
    for (const list of document.querySelectorAll("[data-bottom]")) list.scrollTop = list.scrollHeight;
  };
  document.addEventListener("input", (event) => event.target.dataset?.count && count(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.hasAttribute?.("data-ctrl-enter"))
      event.target.form?.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.busy) return;
    setTimeout(() => {
      button.style.minWidth = `${button.offsetWidth}px`;
      button.textContent = button.dataset.busy;
      button.setAttribute("aria-disabled", "true");
    }, 0);
  });
  /* Two failed polls: say that the numbers may be old. */
  let failed = 0;
  const trouble = () => {
    failed += 1;
    if (failed !== 2 || document.getElementById("mat-ket-noi")) return;
    const note = document.createElement("div");
    note.id = "mat-ket-noi";
    note.className = "note bad";
    note.setAttribute("role", "alert");
    note.textContent = `Mất kết nối lúc ${new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" })}. Số liệu có thể đã cũ; trang sẽ tự cập nhật khi có mạng.`;
    document.getElementById("noi-dung")?.prepend(note);
  };
  document.addEventListener("htmx:error", trouble);
  document.addEventListener("htmx:after:request", () => {
    failed = 0;
    document.getElementById("mat-ket-noi")?.remove();
  });
  /* A page that asks for news by itself says so: it is no use of the session. */
  document.addEventListener("htmx:config:request", (event) => {
    if (!["every", "load", "intersect"].includes(event.detail.ctx.sourceEvent?.type)) return;
    if (document.getElementById("het-phien")) event.preventDefault();
    /* rows that are ticked stand still until they are handed over */
    if (event.target.id === "nguoi" && document.querySelector("[name=ids]:checked")) event.preventDefault();
    event.detail.ctx.request.headers["X-Poll"] = "1";
  });
  /* Writing is use before it is sent: said at most once in two minutes. */
  let told = Date.now();
  document.addEventListener("input", () => {
    if (Date.now() - told < 120_000) return;
    told = Date.now();
    fetch("/console/con-dung", { headers: { "hx-request": "true" } }).then(isOver, () => undefined);
  });
  /* The session is over: what was typed stays on the screen, the log-in opens beside it. */
  const isOver = (response) => {
    const at = response?.headers?.get("x-session-over");
    if (!at || document.getElementById("het-phien")) return;
    const strip = document.createElement("div");
    strip.id = "het-phien";
    strip.className = "note gold strip";
    strip.setAttribute("role", "alert");
    strip.append(`Phiên đã hết lúc ${at}. Chữ trên màn hình vẫn còn. `);
    const link = document.createElement("a");
    link.href = "/console/dang-nhap";
    link.target = "_blank";
    link.textContent = "Đăng nhập ở thẻ mới";
    strip.append(link);
    document.getElementById("noi-dung")?.prepend(strip);
  };
  /* Back from the log-in in the other tab: the forms of this page are given the new session's token. */
  addEventListener("focus", () => {
    const strip = document.getElementById("het-phien");
    if (!strip) return;
    fetch("/console/con-dung", { headers: { "hx-request": "true" } }).then(
      (response) => {
        const token = response.headers.get("x-form-token");
        if (!token) return;
        for (const field of document.querySelectorAll("input[name=_csrf]")) field.value = token;
        strip.textContent = "Đã đăng nhập lại. Ông/Bà bấm lưu hoặc gửi tiếp.";
        strip.className = "note good strip";
        strip.id = "da-dang-nhap-lai";
      },
      () => undefined,
    );
  });
  document.addEventListener("htmx:after:request", (event) => isOver(event.detail?.ctx?.response));
  /* Words that are being typed are put by every 20 seconds, sealed, for this person alone; secrets and files never. */
  const dirty = new Set();
  const put = async (form) => {
    dirty.delete(form);
    const words = {};
    for (const [name, value] of new FormData(form)) {
      const field = form.elements[name];
      if (typeof value !== "string" || name.startsWith("_")) continue;
      if (field?.autocomplete === "one-time-code") continue;
      (words[name] ??= []).push(value);
    }
    const body = new URLSearchParams({
      _csrf: form.elements._csrf?.value ?? "",
      page: form.elements._trang?.value ?? location.pathname + location.search,
      action: new URL(form.action).pathname,
      words: JSON.stringify(words),
    });
    try {
      const response = await fetch("/console/dang-go", { method: "POST", headers: { "hx-request": "true" }, body });
      isOver(response);
      const text = response.ok ? (await response.text()).trim() : "";
      if (text === "") return;
      let place = form.querySelector(".kept-at");
      if (!place) {
        place = document.createElement("p");
        place.className = "hint kept-at";
        place.setAttribute("role", "status");
        form.append(place);
      }
      place.textContent = text;
    } catch {
      dirty.add(form);
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.method === "post" && form.querySelector("textarea") && !form.querySelector("[type=password]"))
      dirty.add(form);
  });
  document.addEventListener("submit", (event) => {
    dirty.delete(event.target);
    /* the page kept for entering papers without net goes with who used it; papers that wait stay for their owner */
    if (event.target.action.endsWith("/dang-xuat")) window.caches?.delete("loa-phieu");
  });
  setInterval(() => {
    if (!document.getElementById("het-phien")) for (const form of dirty) put(form);
  }, 20_000);
  /* The day of a date field in words, while it is chosen; the server says it the same way. */
  const WEEKDAYS = ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
  document.addEventListener("input", (event) => {
    const place = event.target.parentNode?.querySelector?.(":scope > [data-day]");
    if (!place) return;
    const [, d, m, y, time] =
      /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?:,?\s+(\d{1,2}:\d{2}))?\s*$/.exec(event.target.value) ?? [];
    const day = new Date(y, m - 1, d);
    const words = day.getMonth() === m - 1 ? [WEEKDAYS[day.getDay()], `${two(d)}/${two(m)}/${y}`, time] : [];
    const at = new Date(`${y}-${two(m)}-${two(d)}T${(time ?? "23:59").padStart(5, "0")}:00+07:00`);
    const past = words.length > 0 && event.target.matches("[data-not-past]") && at < Date.now() - 60_000;
    place.textContent = words.filter(Boolean).join(", ") + (past ? ": giờ này đã qua, chọn giờ khác" : "");
    place.classList.toggle("error", past);
    event.target.toggleAttribute("data-past", past);
  });
  /* A month to choose from beside a typed day: what is chosen is written day first, in whatever browser. */
  const two = (text) => String(text).padStart(2, "0");
  const offerMonth = (field) => {
    if (field.nextElementSibling?.matches(".pick") || !HTMLInputElement.prototype.showPicker) return;
    const box = document.createElement("span");
    box.className = "pick";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small";
    button.textContent = "Chọn ngày";
    box.append(button);
    field.after(box);
  };
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.(".pick");
    if (!box || event.target.tagName !== "BUTTON") return;
    event.preventDefault();
    const [, d, m, y] = /(\d{1,2})\D(\d{1,2})\D(\d{4})/.exec(box.previousElementSibling.value) ?? [];
    /* there only while the month is open: nothing else of it is to be met by finger or Tab */
    const chosen = document.createElement("input");
    chosen.type = "date";
    chosen.tabIndex = -1;
    chosen.setAttribute("aria-hidden", "true");
    if (y) chosen.value = `${y}-${two(m)}-${two(d)}`;
    for (const old of box.querySelectorAll("input")) old.remove();
    box.append(chosen);
    chosen.showPicker();
  });
  document.addEventListener("change", (event) => {
    const field = event.target.closest?.(".pick")?.previousElementSibling;
    if (!field || event.target.value === "") return;
    const time = /\d{1,2}:\d{2}/.exec(field.value)?.[0];
    const day = event.target.value.split("-").reverse().join("/");
    field.value = field.closest("label").querySelector("[name=_luc]") ? `${day} ${time ?? "08:00"}` : day;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    event.target.remove();
    field.focus();
  });
  /* [＋ Thêm dòng] without asking the server; several cells pasted from a sheet fill the rows from here on. */
  const fieldsOf = (row) => [...row.querySelectorAll("[name]")].filter((field) => !field.name.startsWith("_"));
  const addRow = (group) => {
    const last = [...group.querySelectorAll("[data-row]")].at(-1);
    const row = last.cloneNode(true);
    for (const field of fieldsOf(row)) {
      /* "stance.2": a choice of the third row */
      const [, name, n] = /^(.+)\.(\d+)$/.exec(field.name) ?? [];
      if (name) field.name = `${name}.${Number(n) + 1}`;
      if (["radio", "checkbox"].includes(field.type)) field.checked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = 0;
      else field.value = "";
    }
    for (const words of row.querySelectorAll("[data-day]")) words.textContent = "";
    for (const one of row.querySelectorAll("[id],[aria-invalid],.error")) {
      one.removeAttribute("id");
      one.removeAttribute("aria-invalid");
      if (one.matches(".error")) one.remove();
    }
    last.after(row);
    return row;
  };
  document.addEventListener("click", (event) => {
    const group = event.target.closest?.("[name=_them]")?.closest("[data-group]");
    if (!group || group.querySelectorAll("[data-row]").length >= 60) return;
    event.preventDefault();
    fieldsOf(addRow(group))[0].focus();
  });
  document.addEventListener("paste", (event) => {
    let row = event.target.closest?.("[data-row]");
    const lines = (event.clipboardData?.getData("text") ?? "").replace(/\s+$/, "").split(/\r?\n/).slice(0, 60);
    if (!row || event.target.tagName === "TEXTAREA" || !/[\t\n]/.test(lines.join("\n"))) return;
    event.preventDefault();
    const from = fieldsOf(row).indexOf(event.target);
    for (const [n, line] of lines.entries()) {
      if (n > 0)
        row = row.nextElementSibling?.matches("[data-row]")
          ? row.nextElementSibling
          : addRow(row.closest("[data-group]"));
      for (const [k, cell] of line.split("\t").entries()) {
        const field = fieldsOf(row)[from + k];
        if (!field) continue;
        field.value = cell.trim();
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  });
  /* A page that fits a dialog opens as one; without a script its link leads there. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-dialog]");
    const dialog = link && document.getElementById(link.dataset.dialog);
    if (!dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
  });
  /* Buttons that need a script show themselves only when there is one. */
  const wake = () => {
    for (const button of document.querySelectorAll("[data-show],[data-print],[data-save],[data-copy]"))
      button.hidden = false;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-show],[data-print],[data-save],[data-copy],[data-insert]");
    if (!button) return;
    if (button.dataset.insert) {
      const field = document.getElementById(button.dataset.insert);
      field.setRangeText(button.value, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return field.focus();
    }
    if ("copy" in button.dataset) {
      const field = button.parentNode.querySelector("input");
      field.select();
      navigator.clipboard?.writeText(field.value);
      button.textContent = "Đã chép";
      return;
    }
    if ("print" in button.dataset) return print();
    if (button.dataset.show) {
      const fields = button.dataset.show.split(" ").map((id) => document.getElementById(id));
      const hide = fields[0]?.type === "text";
      for (const field of fields) if (field) field.type = hide ? "password" : "text";
      button.textContent = hide ? "Hiện mật khẩu" : "Giấu mật khẩu";
      return;
    }
    const lines = [...document.querySelectorAll(`#${button.dataset.save} li`)].map((line) => line.textContent);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${lines.join("\r\n")}\r\n`], { type: "text/plain" }));
    link.download = button.dataset.name;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", wake) : wake();
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
