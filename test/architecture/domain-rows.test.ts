import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Rows of the plans that are built (domain.md §1): each has a test whose name begins with its id and shows what "works"
 * means there. The list grows with each issue; a row that is only half there is not in it.
 */
const BUILT = {
  "S0-01": "a plan saves without number and date, and the export shows room for both",
  "S0-02": "both spellings of a date are one record, in the order of citing",
  "S0-03": "aims appear on the invitation and the result report",
  "S0-05": "a class with only its quarter is listed within it, without a day",
  "S0-06": "the invitation prints the venue with its map",
  "S0-07": "the 127th is refused",
  "S0-08": "a second nominee replaces, never adds",
  "S0-09": "each agenda item has speaker, minutes, file",
  "S0-18": "the cost estimate is attached, no money maths",
  "S0-20": "a reviewer may comment, and publishes nothing",
  "S0-15": "money is text and source",
  "S0-16": "nobody is invited before the approval",
  "S0-17": "only units without a name are reminded, once a day",
  "S0-19": "present + absent = nominated",
  "S0-21": "after 30 days a unit says what it applied",
  "S1-02": "numbers of state and Party are read, with their round",
  "S1-03": "a class says its aims, one a line",
  "S1-10": "where the money comes from is told as text",
  "S1-04": "two classes of one quarter share no list",
  "S1-05": "16 + 126 = 142 is checked",
  "S1-06": "two groups with their own totals",
  "S1-07": "each topic lists its document and day, or says that it has none",
  "S1-09": "unanswered questions stand in the report",
  "S1-11": "roles come from the class, not from the account",
  "S1-12": "a unit sees only its own row",
  "S2-01": "the year's plan: bases, 32 entries, two cut-offs",
  "S3-07": "a share text always holds the disclosure",
  "S3-13": "three phases with 14, 6 and 7 topics",
  "S3-18": "another plan is linked by its number",
  "S3-22": "a task of a plan is called out until it is done",
  "S4-01": "a ground without number or day says so",
  "S4-02": "a gap in the numbers of parts is found, the text stays",
  "S4-20": "a leaflet as print master, with fold and bleed",
  "S4-23": "three ends are one conflict until one is chosen with a reason",
  "S0-10": "a script shows its reading minutes",
  "S0-11": "one item yields separate texts for each channel, with their own limits",
  "S0-22": "a list of recipients means the units of its day",
  "S1-08": "an item holds variants in other languages",
  "S1-13": "the same of the second class",
  "S2-04": "one run lists what each unit was sent and made of it; a replay adds nothing",
  "S2-05": "a commune accepts, adapts or declines; what it accepts is published with its source",
  "S2-07": "a package exports as ZIP with a manifest and re-imports identically",
  "S2-09": "an ad-hoc request is a form with its own deadline",
  "S2-10": "a register of channels; an OA silent too long warns, then alarms",
  "S2-11": "the board says how many propagandists have the kit; the register holds name, area, contact",
  "S2-12": "three settings make a period: figures to the cut-off, late from the day that is named",
  "S2-13": "figures leave under field codes and come in without being counted again",
  "S2-14": "nothing goes out without an approver who is not the author",
  "S2-16": "every distributed item shows its origin organ",
  "S2-17": "an emergency leaves the queue before all others",
  "S2-19": "a public feed of approved items alone, with stable links",
  "S2-22": "an audio of 8:10 is refused where 7:00 is the most, with the figure",
  "S2-23": "the sum of the units is the total, shown per unit",
  "S2-24": "a purpose behind the sign that ends the name",
  "S3-17": "a correction with source and signer, that names nobody",
  "S3-19": "a package lacking alt text or transcript is not releasable",
  "S3-21": "a press release honours its embargo",
  "S3-25": "one item gives radio script, OA article and portal text on one screen",
  "S3-28": "b/c, t/h and ph/hợp are understood",
  "S4-05": "12 on a day meet 10–15, 9 lack one",
  "S4-06": "a day without its trailer is seen",
  "S4-07": "two works of twelve minutes are enough",
  "S4-15": "the target changes on the day the phase does",
  "S4-17": "two works of ten to fifteen minutes",
  "S4-09": "cadence by week: 2,5 is met, 1, 1, 2 lacks two",
  "S4-12": "a missing translation falls back to Vietnamese with a note",
  "S4-18": "a week across two phases is judged by days",
  "S4-19": "a page of who speaks for the unit",
  "S4-24": "the final report of a campaign has three columns and equals raw logs",
  "S4-29": "a commune may have a centre of culture, one of public services, both or none",
  "S4-30": "every publication log has exactly one of the eight kinds",
  "S4-33": "the weekly and the final report of 126 units are ready in less than a minute",
  "S4-35": "each trouble a commune tells gets an answer time, listed in the report",
  "S4-36": "two offices in one entry, special zones named",
} as const;

test("every row that is built has its test, and no test claims another", () => {
  const folder = join(__dirname, "..");
  const named = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts"))
    .flatMap((path) => [...readFileSync(join(folder, path), "utf8").matchAll(/test\(\s*["'`](S\d-\d+b?): /g)])
    .map(([, id = ""]) => id);
  expect([...new Set(named)].toSorted()).toEqual(Object.keys(BUILT).toSorted());
});
