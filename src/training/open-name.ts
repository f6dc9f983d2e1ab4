import type { SecretBox } from "../kernel/crypto.ts";

const UNREADABLE = "(không đọc được tên)";
/** A name as it is shown in a list; one that does not open says so and keeps nobody else's from being read. */
export function openName({ box }: { box: SecretBox }, sealed: string): string {
  try {
    return sealed === "" ? "" : box.open(sealed);
  } catch {
    return UNREADABLE;
  }
}
