/** One day, or one hour, that anybody may know of. */
export interface PublicDay {
  id: string;
  title: string;
  /** with an hour, or a whole day in Vietnam (00:00) */
  at: Date;
  whole: boolean;
  url: string;
}

const HOUR_MS = 3_600_000;
const OFFSET_MS = 7 * HOUR_MS;
const two = (n: number): string => String(n).padStart(2, "0");
const dayOf = (at: Date): string => {
  const local = new Date(+at + OFFSET_MS);
  return `${local.getUTCFullYear()}${two(local.getUTCMonth() + 1)}${two(local.getUTCDate())}`;
};
const instant = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, "");
/** Nothing of a text begins a line of its own, or is a sign a reader of calendars stops at. */
const escape = (text: string): string =>
  text
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, "\\n")
    .replace(/(?!\t)\p{Cc}/gu, "");

/** Lines of at most 75 octets, no letter torn (RFC 5545 §3.1). */
function fold(line: string): string {
  const lines: string[] = [];
  let at = "";
  let size = 0;
  for (const letter of line) {
    const octets = Buffer.byteLength(letter);
    if (size + octets > 75) {
      lines.push(at);
      [at, size] = [" ", 1];
    }
    at += letter;
    size += octets;
  }
  return [...lines, at].join("\r\n");
}

const eventOf = ({ id, title, at, whole, url }: PublicDay, now: Date): string[] => [
  "BEGIN:VEVENT",
  `UID:${escape(id)}`,
  `DTSTAMP:${instant(now)}`,
  ...(whole
    ? [`DTSTART;VALUE=DATE:${dayOf(at)}`, `DTEND;VALUE=DATE:${dayOf(new Date(+at + 24 * HOUR_MS))}`]
    : [`DTSTART:${instant(at)}`]),
  `SUMMARY:${escape(title)}`,
  ...(url === "" ? [] : [`URL:${url}`]),
  "END:VEVENT",
];

/** Public days as iCalendar (RFC 5545): a telephone that subscribed shows them at its own hour. */
export const asCalendar = (name: string, days: readonly PublicDay[], now: Date): string =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Loa So//Lich cong khai//VI",
    "CALSCALE:GREGORIAN",
    `X-WR-CALNAME:${escape(name)}`,
    ...days.flatMap((day) => eventOf(day, now)),
    "END:VCALENDAR",
  ]
    .map((line) => `${fold(line)}\r\n`)
    .join("");
