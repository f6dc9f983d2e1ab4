/** How Zalo writes its own faces as text: `/-strong`, `/-heart`, `:>`, `:-((`, `--b`. */
const ZALO_FACE = /\/-[a-z]+|:[-~']?[a-z0-9()><|*$!;@#&]+|[-=;8xX]['-]?[)(>D]+|--b/giu;
const PICTURED = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|\u200d|\ufe0f|\u20e3/gu;
const WRITTEN = /[\p{L}\p{N}?]/u;

/** Whether a message holds faces and hearts and no word: it says something kind and asks for nobody. */
export function isOnlySigns(text: string): boolean {
  if (text.includes("🆘")) return false;
  const rest = text.replace(PICTURED, " ").replace(ZALO_FACE, " ");
  return rest !== text && !WRITTEN.test(rest);
}
