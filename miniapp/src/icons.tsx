import type { ReactElement } from "react";

/** Our own icons on a 24-pixel grid; none carries a meaning alone, a word always stands beside it. */
const PATHS = {
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  draft: "M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7",
  talk: "M4 5h12v8H9l-5 4zM9 16h6l5 4V9h-3",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 4-7 8-7s7 2 8 7",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  play: "M7 5l11 7-11 7z",
  stop: "M7 6h10v12H7z",
  text: "M3 18L8 6l5 12M5 14h6M14 18l3-8 4 8M15 16h5",
  list: "M6 3h12v18H6zM9 8h6M9 12h6M9 16h6",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l4 2",
  check: "M5 12l5 5 9-10",
  offline: "M3 3l18 18M5 10a10 10 0 0 1 4-2M19 10a10 10 0 0 0-6-3M8 14a6 6 0 0 1 8 0M12 18h.01",
  close: "M6 6l12 12M18 6L6 18",
  horn: "M4 10h4l8-6v16l-8-6H4zM19 9a4 4 0 0 1 0 6",
  flag: "M5 21V4h13l-3 4 3 4H5",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15 9h.01",
  zoomIn: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5M8 11h6M11 8v6",
  zoomOut: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5M8 11h6",
  turn: "M20 11a8 8 0 1 0-2 6M20 4v7h-7",
  undo: "M4 9h10a6 6 0 0 1 0 12H9M8 5L4 9l4 4",
  warn: "M12 3l10 18H2zM12 10v5M12 18h.01",
} as const;
export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }): ReactElement => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);

export const Mark = (): ReactElement => (
  <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path className="horn" d="M5 12.5h4.5L17 7v18l-7.5-5.5H5z" />
    <path className="waves" d="M20.8 12.3a5.2 5.2 0 0 1 0 7.4M24 8.2a10.6 10.6 0 0 1 2.6 11.6l1.7 4.7-5-1.1" />
  </svg>
);
