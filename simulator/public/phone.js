/* The phone: polls its resident's messages and draws them as Zalo does. */
const $ = (id) => document.getElementById(id);
const address = new URLSearchParams(location.search);
let user = address.get("user") || "";
let drawn = "";
const ask = async (path, body) => {
  const answer = await fetch(path, body ? { method: "POST", body: JSON.stringify(body) } : {});
  return answer.ok ? answer.json() : {};
};
const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};
const time = (ms) =>
  new Date(ms).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
const where = () => ({ oa: $("oa").value, user });

async function listPeople() {
  const people = await ask(`/sim/residents?oa=${$("oa").value}&find=${encodeURIComponent($("find").value)}`);
  if (!Array.isArray(people)) return;
  if (!user && people[0]) choose(people[0].id);
  $("people").replaceChildren(
    ...people.map((person) => {
      const item = make("li");
      const button = make("button", person.id === user ? "on" : "");
      button.append(
        make("strong", "", person.name),
        make("span", "", person.magic ? `${person.magic}: ${person.doc}` : person.last.slice(0, 40)),
      );
      button.onclick = () => choose(person.id);
      item.append(button);
      return item;
    }),
  );
}

function choose(id) {
  user = id;
  drawn = "";
  history.replaceState(null, "", `?oa=${$("oa").value}&user=${id}`);
  refresh();
  listPeople();
}

function drawMessage(message) {
  const row = make("div", `line ${message.from}`);
  const bubble = make("div", "bubble");
  if (message.image) {
    const picture = make("img");
    picture.src = message.image;
    picture.alt = "Ảnh trong tin";
    bubble.append(picture);
  }
  for (const [n, element] of (message.elements || []).entries())
    bubble.append(make("p", n === 0 ? "lead" : "item", element.title));
  if (message.file) {
    const link = make("a", "", `Tệp: ${message.file.name}`);
    link.href = message.file.address;
    bubble.append(link);
  }
  if (message.text) bubble.append(make("p", "", message.text));
  bubble.append(make("time", "", time(message.at)));
  for (const button of message.buttons || []) {
    const press = make("button", "action", button.title);
    press.onclick = () => pressButton(button);
    bubble.append(press);
  }
  row.append(bubble);
  if (message.from === "oa")
    row.append(make("small", "", message.seen ? "Đã xem" : message.received ? "Đã nhận" : "Đã gửi"));
  return row;
}

function pressButton(button) {
  if (button.type.startsWith("oa.query"))
    ask("/sim/say", { ...where(), text: button.payload, hidden: button.type === "oa.query.hide" }).then(refresh);
  else if (button.type === "oa.open.url") window.open(button.payload.url, "_blank", "noopener");
}

async function refresh() {
  if (!user) return;
  const [chat, outbox, state] = await Promise.all([
    ask(`/sim/messages?oa=${$("oa").value}&user=${user}`),
    ask(`/sim/outbox?oa=${$("oa").value}&last=12`),
    ask("/sim/state"),
  ]);
  $("title").textContent = $("oa").selectedOptions[0]?.textContent || "OA";
  $("who").textContent = `${chat.name || ""} · ${chat.follows ? "đang quan tâm OA" : "không quan tâm OA"}`;
  const key = JSON.stringify(chat.messages || []);
  if (key !== drawn) {
    drawn = key;
    $("chat").replaceChildren(...(chat.messages || []).map(drawMessage));
    $("chat").scrollTop = $("chat").scrollHeight;
  }
  $("outbox").replaceChildren(
    ...(outbox.messages || [])
      .reverse()
      .map((m) => make("li", "", `${time(m.at)} → …${m.userId.slice(-4)}: ${m.text.slice(0, 70)}`)),
  );
  const hook = state.webhook || {};
  $("stats").textContent =
    `${outbox.total || 0} tin OA đã gửi · webhook: ${hook.delivered} đã nhận, ${hook.retried} gửi lại${hook.disabled ? " · ĐÃ BỊ TẮT" : ""}`;
}

$("say").onsubmit = (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text) return;
  $("text").value = "";
  ask("/sim/say", { ...where(), text }).then(refresh);
};
$("photo").onchange = async () => {
  const file = $("photo").files[0];
  if (!file) return;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const [group] = file.type.split("/");
  const kind = group === "image" || group === "audio" || group === "video" ? group : "file";
  await ask("/sim/attach", { ...where(), kind, type: file.type, name: file.name, base64: btoa(binary) });
  $("photo").value = "";
  refresh();
};
$("place").onclick = () =>
  ask("/sim/attach", { ...where(), kind: "location", latitude: "10.772622", longitude: "106.698233" }).then(refresh);
$("follow").onclick = () => ask("/sim/follow", where()).then(refresh);
$("unfollow").onclick = () => ask("/sim/unfollow", where()).then(refresh);
$("find").oninput = listPeople;
$("oa").onchange = () => {
  user = "";
  drawn = "";
  listPeople();
};
if (address.get("oa")) $("oa").value = address.get("oa");
listPeople();
refresh();
setInterval(refresh, 1000);
