import type { Answer, Choice, Said, Steps, Turn as TurnOf } from "../kernel/dialogue/dialogue.ts";
import { clip, fold } from "../kernel/vietnamese.ts";
import { asksBack } from "../reading/asks-back.ts";
import { MOST_WHAT } from "./take-request.ts";

type Turn = TurnOf<null>;

/** Words of the wish itself: "tôi muốn phản ánh một việc" says nothing yet. */
const WISH = new Set(
  "toi tui em chau con minh nha xa muon xin cho gui bao phan anh khieu nai to cao mot vai viec chuyen cai voi a nhe duoc khong hoi can co chut it ve".split(
    " ",
  ),
);
const LEAST_WORDS_OF_A_MATTER = 3;
const tellsMatter = (text: string): boolean =>
  fold(text)
    .split(" ")
    .filter((word) => word !== "" && !WISH.has(word)).length >= LEAST_WORDS_OF_A_MATTER;

const MOST_PICTURES = 5;
const LEAST_LETTERS = 5;
const LIMITS = `Nhắn bằng chữ, tối đa ${MOST_WHAT / 1000}.000 ký tự; có thể gửi kèm tối đa ${MOST_PICTURES} ảnh và vị trí.`;
const CONFIRM: readonly Choice[] = [
  { title: "Gửi phản ánh", command: "gui" },
  { title: "Không gửi", command: "huy" },
  { title: "Sửa nơi", command: "sua-noi" },
];
const NO_PLACE: Choice = { title: "Không ghi nơi", command: "noi" };

export const requestSteps: Steps<null> = {
  /** Whoever told the whole matter at once is asked for the place; "phản ánh" alone is asked what it is about. */
  start(turn) {
    const said = withThings({ ...turn, said: {} });
    if (tellsMatter(turn.text)) return askNext({ ...said, what: clip(turn.text.trim(), MOST_WHAT) });
    if (turn.kind !== "") return askWhat(turn, said);
    return {
      words: `${turn.office} nhận phản ánh. Ông/Bà cho biết việc gì? (${LIMITS})\nCháy nổ, tai nạn, thiên tai: gọi ngay 114, 113, 115, 112.`,
      next: "viec",
    };
  },
  viec(turn) {
    const said = withThings(turn);
    if (turn.text.trim().length >= LEAST_LETTERS && !asksBack(turn.text)) return askNext(added(said, turn.text));
    if (turn.kind === "" || !isTaken(turn))
      return {
        words: `Ông/Bà vui lòng nhắn bằng chữ việc cần phản ánh.${voice(turn)}`,
        next: "viec",
        said,
        missed: true,
      };
    return askWhat(turn, said);
  },
  noi(turn) {
    const said = withThings(turn);
    if (turn.pin !== "") return look(added(said, turn.text), "Đã nhận vị trí.");
    if (turn.kind !== "" && !isTaken(turn)) return { ...askWhere(`Việc này ở đâu?${voice(turn)}`, said), missed: true };
    if (turn.kind !== "") return askWhere(`${taken(turn)} Việc này ở đâu?`, added(said, turn.text));
    if (turn.unasked && !namesPlace(turn.text)) return askNext(added(said, turn.text));
    // "không ghi nơi" comes without words
    if (turn.text !== "" && asksBack(turn.text))
      return { ...askWhere("Việc này ở đâu? (thôn, đoạn đường, mốc dễ thấy; hoặc gửi vị trí)", said), missed: true };
    return look({ ...said, where: turn.text.trim() }, "");
  },
  /** Words where a button is waited for are the rest of the matter. */
  anh(turn) {
    const said = withThings(turn);
    if (turn.kind !== "" && !isTaken(turn)) return { ...look(said, voice(turn).trim()), missed: true };
    if (turn.kind !== "") return look(added(said, turn.text), taken(turn));
    if (wordsIn(turn.text) < 2 || asksBack(turn.text))
      return { ...look(said, "Ông/Bà bấm “Gửi phản ánh” để gửi, hoặc gửi thêm ảnh."), missed: true };
    return look(added(said, turn.text), "Đã ghi thêm lời vừa nhắn.");
  },
  gui: (turn) =>
    turn.said["what"] ? { words: "", effect: { name: "take", args: {} }, next: "da-gui" } : askWhat(turn, turn.said),
  "da-gui"(turn) {
    const { refused, told: { code = "", way = "", due = "" } = {} } = turn.outcome ?? {};
    if (refused !== undefined) return look(turn.said, `${refused}\nLời của Ông/Bà vẫn được giữ ở đây.`);
    return {
      words:
        way === ""
          ? `Đã nhận phản ánh. Mã theo dõi: ${code}. ${turn.office} trả lời trước ${due}, ngay tại đây.`
          : `${way}\nMã theo dõi: ${code}.`,
      next: "",
    };
  },
  "sua-noi": ({ said }) => askNext({ ...said, where: "", pin: "" }),
  huy: () => ({ words: "Đã bỏ, không gửi gì. Khi cần, Ông/Bà nhắn “phản ánh”.", next: "" }),
};

const wordsIn = (text: string): number => fold(text).split(" ").filter(Boolean).length;

/** Words of places; without their marks only those that mean nothing else. */
const PLACE =
  /(?<!\p{L})(?:ở|tại|thôn|xóm|ấp|bản|khu|tổ|đường|ngõ|ngách|hẻm|số nhà|ngã ba|ngã tư|gần|trước|cạnh|đoạn|cầu|chợ|trường|đình|chùa|đập|nhà văn h[oó][aá]|km)(?!\p{L})/u;
const BARE_PLACE = /\b(?:thon|xom|ngo|hem|so nha|nga ba|nga tu|truoc cong|canh|nha van hoa|km)\b/;
/** Whether a second bubble holds the place. */
const namesPlace = (text: string): boolean =>
  PLACE.test(text.normalize("NFC").toLowerCase()) || BARE_PLACE.test(fold(text));

const isTaken = ({ image, pin, card }: Turn): boolean => image !== "" || pin !== "" || card !== "";
const taken = ({ kind, image, said }: Turn): string =>
  image !== "" && picturesIn(said).length >= MOST_PICTURES
    ? `Phản ánh kèm tối đa ${MOST_PICTURES} ảnh; ảnh vừa gửi không thêm được.`
    : `Đã nhận ${kind}.`;
const voice = ({ kind }: Turn): string =>
  kind === "" ? "" : ` Phản ánh nhận chữ, ảnh và vị trí; kênh chưa nhận được ${kind}.`;

const picturesIn = (said: Said): string[] => (said["pictures"] ?? "").split("\n").filter(Boolean);

/** Pictures, a pin, a card: taken wherever they come. */
function withThings({ said, image, pin, card }: Turn): Said {
  const pictures = picturesIn(said);
  return {
    ...said,
    ...(image === "" ? {} : { pictures: [...pictures, ...image.split("\n")].slice(0, MOST_PICTURES).join("\n") }),
    ...(pin === "" ? {} : { pin }),
    ...(card === "" ? {} : { contact: card }),
  };
}

function added(said: Said, text: string): Said {
  const words = text.trim();
  if (words === "") return said;
  const whole = said["what"] ? `${said["what"]}\n${words}` : words;
  if (whole.length > MOST_WHAT && said["what"]) return { ...said, over: "yes" };
  const { over: _, ...kept } = said;
  return { ...kept, what: whole };
}

const askWhere = (words: string, said: Said): Answer => ({ words, buttons: [NO_PLACE], next: "noi", said });

/** The matter is told: the place is asked for, unless a pin told it already. */
const askNext = (said: Said): Answer =>
  said["pin"]
    ? look(said, "")
    : {
        words: `Việc: “${clip(said["what"] ?? "", 300)}”\nViệc này ở đâu? (thôn, đoạn đường, mốc dễ thấy; hoặc gửi vị trí)`,
        quoted: [clip(said["what"] ?? "", 300)],
        buttons: [NO_PLACE],
        next: "noi",
        said,
      };

const askWhat = (turn: Turn, said: Said): Answer => ({
  words: `${isTaken(turn) ? `${taken(turn)} ` : ""}Ông/Bà nhắn vài chữ: việc gì cần phản ánh?`,
  next: "viec",
  said,
});

function look(said: Said, first: string): Answer {
  const { what = "", where = "", pin = "", contact = "", over } = said;
  const pictures = picturesIn(said).length;
  const lines = [
    first,
    `Việc: “${clip(what, 600)}”`,
    `Nơi: ${where === "" && pin === "" ? "không ghi" : where}${pin === "" ? "" : ` (vị trí trên bản đồ: ${pin})`}`,
    contact === "" ? "" : `Liên hệ: ${contact}`,
    pictures === 0 ? "" : `Ảnh: ${pictures}`,
    over
      ? `Một phản ánh dài tối đa ${MOST_WHAT} ký tự; lời vừa nhắn chưa thêm được. Ông/Bà gửi phản ánh này trước.`
      : "",
    "Ông/Bà gửi thêm ảnh nếu có, rồi bấm gửi. Xã trả lời ngay tại đây; chỉ cán bộ xử lý đọc được.",
  ];
  return {
    words: lines.filter((line) => line !== "").join("\n"),
    quoted: [clip(what, 600), where, contact],
    buttons: CONFIRM,
    next: "anh",
    said,
  };
}
