const DAY = 86_400_000;
export const at = (days: number): Date => new Date(Date.now() + days * DAY);
export const id = (row: { _id: unknown }): string => String(row._id);
/** A person who wrote everything, so that nobody who is signed in is an author. */
export const WRITER = { id: "5f0000000000000000000001", name: "Người soạn mẫu" };
export const LEADER = { id: "5f0000000000000000000002", name: "Lãnh đạo mẫu" };
/** Somebody Zalo vouched for, who plays and follows. */
export const PLAYER = "900001";
/** Who plays and follows in another unit is somebody else. */
export const playerOf = (unit: string): string => (unit === "sao-mai" ? PLAYER : `${PLAYER}9`);

export const TEXT = "Chương I. Quy định chung\nĐiều 1. Phạm vi\nĐiều 2. Đối tượng\nĐiều 3. Thi hành";
