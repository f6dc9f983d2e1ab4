/** Meetings whose days are known, by the name `eventOf` gives them; a unit's campaigns add theirs. Data, not a rule. */
export const KNOWN_EVENTS: readonly { event: string; from: string; to: string; source: string }[] = [
  {
    event: "đại hội toàn quốc XIV",
    from: "2026-01-19",
    to: "2026-01-23",
    source: "Đại hội đại biểu toàn quốc lần thứ XIV của Đảng, 19–23/01/2026",
  },
];
