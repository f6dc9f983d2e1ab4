/** Types a Vietnamese text as people do whose keyboard is off: every tone and modifier as a key, anywhere it counts. */
const TONES = "\u0301\u0300\u0309\u0303\u0323";
const TELEX_TONES = "sfrxj";
const TELEX_SHAPES: Readonly<Record<string, string>> = { "\u0302": "=", "\u031b": "w", "\u0306": "w" };
const VNI_SHAPES: Readonly<Record<string, string>> = { "\u0302": "6", "\u031b": "7", "\u0306": "8" };

export type Where = "at once" | "last";

function typeWord(word: string, keyboard: "telex" | "vni", where: Where): string {
  let typed = "";
  let later = "";
  let tone = "";
  for (const letter of word.normalize("NFD")) {
    const at = TONES.indexOf(letter);
    const shape = (keyboard === "telex" ? TELEX_SHAPES : VNI_SHAPES)[letter];
    if (at >= 0) tone = keyboard === "telex" ? TELEX_TONES.charAt(at) : String(at + 1);
    else if (shape !== undefined) {
      const key = shape === "=" ? typed.slice(-1) : shape;
      if (where === "last") later += later.includes(key) && key === "w" ? "" : key;
      else typed += key;
    } else if (letter === "đ") {
      typed += "d";
      if (where === "last") later += keyboard === "telex" ? "d" : "9";
      else typed += keyboard === "telex" ? "d" : "9";
    } else typed += letter;
  }
  return typed + later + tone;
}

export const typeAs = (text: string, keyboard: "telex" | "vni", where: Where): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .split(" ")
    .map((word) => typeWord(word, keyboard, where))
    .join(" ");
