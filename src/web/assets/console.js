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
    document.querySelector("[data-focus]")?.focus();
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
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
