import { formatDate } from "../kernel/dates.ts";
import { treeAfter } from "./change-effects.ts";
import type { ParentPeriod } from "./unit.model.ts";
import type { ChangeTerms, Part } from "./unit-change.model.ts";

/** As much of a unit as its history asks. */
export interface KnownUnit {
  _id: string;
  name: string;
  kind: string;
  from: Date;
  to: Date | null;
  parents: ParentPeriod[];
}
type EarlierChange = Pick<ChangeTerms, "decision" | "day" | "parts" | "founds" | "renames" | "moves">;

/** What may not be, and in which line of the parts (1, 2, 3 …; 0 = the whole). */
export interface ChangeFault {
  line: number;
  vi: string;
}

const MOST_PARTS = 1000;

class Examiner {
  readonly faults: ChangeFault[] = [];
  private readonly change: ChangeTerms;
  private readonly units: ReadonlyMap<string, KnownUnit>;
  private readonly earlier: readonly EarlierChange[];
  private readonly founded: ReadonlySet<string>;
  private readonly sources: ReadonlySet<string>;
  private readonly targets: ReadonlySet<string>;

  constructor(change: ChangeTerms, units: readonly KnownUnit[], earlier: readonly EarlierChange[]) {
    this.change = change;
    this.units = new Map(units.map((unit) => [unit._id, unit]));
    this.earlier = earlier;
    this.founded = new Set(change.founds.map(({ code }) => code));
    this.sources = new Set(change.parts.map(({ from }) => from));
    this.targets = new Set(change.parts.map(({ to }) => to));
  }

  /** The unit as people call it. */
  private called(code: string): string {
    const founding = this.change.founds.find((one) => one.code === code);
    return `${this.units.get(code)?.name ?? founding?.name ?? "Đơn vị"} (mã ${code})`;
  }
  private fault(line: number, vi: string): void {
    if (!this.faults.some((one) => one.vi === vi)) this.faults.push({ line, vi });
  }
  private lineOf(matches: (part: Part) => boolean): number {
    return this.change.parts.findIndex(matches) + 1;
  }

  examine(): ChangeFault[] {
    const { parts, renames, moves, founds } = this.change;
    if (parts.length + renames.length + moves.length === 0)
      this.fault(0, "Quyết định chưa ghi đơn vị nào. Thêm ít nhất một dòng");
    if (parts.length > MOST_PARTS)
      this.fault(0, `Nhiều nhất ${MOST_PARTS} dòng một quyết định. Chia thành nhiều quyết định`);
    if (this.change.decision.trim() === "") this.fault(0, "Cần số quyết định, ví dụ 1656/NQ-UBTVQH15");
    for (const code of this.sources) this.examineSource(code);
    for (const code of this.targets) this.examineTarget(code);
    for (const { code, kind } of founds) this.examineFounding(code, kind);
    for (const { code } of renames) this.examineStanding(code, "đổi tên");
    for (const { code, parent } of moves) this.examineMove(code, parent);
    if (this.faults.length === 0) this.examineTree();
    this.examineTwice(
      "đổi tên",
      renames.map(({ code }) => code),
    );
    this.examineTwice(
      "đổi cấp trên",
      moves.map(({ code }) => code),
    );
    this.examineTwice(
      "lập mới",
      founds.map(({ code }) => code),
    );
    this.examineNames();
    return this.faults.toSorted((a, b) => a.line - b.line);
  }

  private examineSource(code: string): void {
    const line = this.lineOf((part) => part.from === code);
    if (this.founded.has(code))
      return this.fault(line, `${this.called(code)} mới lập trong quyết định này nên chưa thể nhập đi`);
    if (!this.isStanding(code, line, true)) return;
    if (this.targets.has(code))
      this.fault(
        line,
        `${this.called(code)} vừa được nhập đi vừa nhận thêm trong cùng quyết định. Đơn vị còn lại cần mã mới`,
      );
    this.examineShares(code, line);
    this.examineLaterWord(code, line);
  }

  /** All of it once, or named parts and once the rest: no overlap, no hole. */
  private examineShares(code: string, line: number): void {
    const own = this.change.parts.filter((part) => part.from === code);
    const of = (share: Part["share"]) => own.filter((part) => part.share === share);
    const name = this.called(code);
    if (of("all").length > 0 && own.length > 1)
      this.fault(line, `${name} đã nhập toàn bộ nên không thể còn phần nào đi nơi khác`);
    if (of("all").length > 0) return;
    if (of("rest").length === 0)
      this.fault(line, `${name} có một phần được nhập đi nhưng chưa ghi phần còn lại về đâu`);
    if (of("rest").length > 1) this.fault(line, `${name} ghi phần còn lại hai lần`);
    if (of("part").length === 0 && of("rest").length > 0)
      this.fault(line, `${name} chỉ có phần còn lại. Ghi cả phần đã đi, hoặc ghi toàn bộ`);
    const tos = own.map(({ to }) => to);
    const twice = tos.find((to, n) => tos.indexOf(to) !== n);
    if (twice !== undefined) this.fault(line, `${name} về ${this.called(twice)} ở hai dòng. Gộp lại thành một dòng`);
    const areas = own.flatMap((part) => part.areas.map((area) => area.normalize("NFC").toLocaleLowerCase("vi").trim()));
    const area = areas.find((one, n) => one !== "" && areas.indexOf(one) !== n);
    if (area !== undefined) this.fault(line, `“${area}” của ${name} đứng ở hai dòng`);
  }

  private examineTarget(code: string): void {
    if (!this.founded.has(code))
      this.isStanding(
        code,
        this.lineOf((part) => part.to === code),
        false,
      );
  }

  private examineFounding(code: string, kind: string): void {
    const line = this.lineOf((part) => part.to === code);
    if (this.units.has(code))
      this.fault(line, `Mã ${code} đã có đơn vị dùng. Mã không dùng lại, kể cả khi đơn vị cũ đã kết thúc`);
    if (!/^[a-z0-9-]{2,40}$/.test(code))
      this.fault(line, `Mã “${code}” gồm chữ thường không dấu, số và gạch nối, ví dụ sao-mai`);
    if (kind === "") this.fault(line, `${this.called(code)} chưa có loại đơn vị`);
    if (!this.targets.has(code)) this.fault(line, `${this.called(code)} lập mới nhưng chưa ghi từ đơn vị nào`);
  }

  private examineStanding(code: string, deed: string): void {
    if (this.sources.has(code))
      return this.fault(0, `${this.called(code)} kết thúc trong quyết định này nên không ${deed}`);
    if (this.founded.has(code))
      return this.fault(0, `${this.called(code)} mới lập trong quyết định này nên không ${deed}`);
    this.isStanding(code, 0, false);
  }

  private examineMove(code: string, parent: string): void {
    if (this.sources.has(code))
      return this.fault(0, `${this.called(code)} kết thúc trong quyết định này nên không đổi cấp trên`);
    if (!this.founded.has(code) && !this.isStanding(code, 0, false)) return;
    if (this.sources.has(parent))
      return this.fault(
        0,
        `${this.called(parent)} kết thúc trong quyết định này nên không quản lý ${this.called(code)}`,
      );
    if (!this.founded.has(parent) && !this.isStanding(parent, 0, false)) return;
  }

  /** On that day and every later one that is decided, everybody stands under somebody who stands, nobody under himself. */
  private examineTree(): void {
    const { day } = this.change;
    const tree = new Map(treeAfter([...this.units.values()], this.change).map((unit) => [unit._id, unit]));
    const isOn = (one: { from: Date; to: Date | null } | undefined, on: Date): boolean =>
      one !== undefined && one.from <= on && (!one.to || on < one.to);
    const parentOn = (code: string, on: Date): string | undefined =>
      tree.get(code)?.parents.find((period) => isOn(period, on))?.code;
    for (const on of [day, ...this.earlier.map((one) => one.day).filter((later) => later > day)])
      for (const { _id: code, ...unit } of tree.values()) {
        if (!isOn(unit, on)) continue;
        const parent = parentOn(code, on);
        if (parent !== undefined && !isOn(tree.get(parent), on))
          return this.fault(
            0,
            `${this.called(parent)} không còn từ ${formatDate(on)} nên cần ghi cấp trên mới của ${this.called(code)}`,
          );
        const way = [code];
        for (let at = parent; at !== undefined && way.length < 20; at = parentOn(at, on)) {
          if (at === code)
            return this.fault(
              0,
              `${this.called(code)} và ${this.called(way.at(-1) ?? code)} quản lý lẫn nhau theo vòng từ ${formatDate(on)}`,
            );
          way.push(at);
        }
      }
  }

  private examineTwice(deed: string, codes: readonly string[]): void {
    const twice = codes.find((code, n) => codes.indexOf(code) !== n);
    if (twice !== undefined) this.fault(0, `${this.called(twice)} ${deed} hai lần trong một quyết định`);
  }

  /** Two units of one name side by side: residents could not tell them apart. The name of one that ends is free. */
  private examineNames(): void {
    const { day, founds, renames } = this.change;
    const fold = (name: string): string => name.normalize("NFC").toLocaleLowerCase("vi").trim();
    const fresh = [...founds, ...renames];
    for (const { code, name } of fresh) {
      if (name.trim() === "") this.fault(0, `Đơn vị mã ${code} chưa có tên`);
      const stands = [...this.units.values()].find(
        (unit) =>
          unit._id !== code &&
          fold(unit.name) === fold(name) &&
          unit.from <= day &&
          (!unit.to || unit.to > day) &&
          !this.sources.has(unit._id) &&
          !renames.some((one) => one.code === unit._id),
      );
      const other = stands?._id ?? fresh.find((one) => one.code !== code && fold(one.name) === fold(name))?.code;
      if (other !== undefined && name.trim() !== "")
        this.fault(0, `Hai đơn vị cùng tên “${name}”: mã ${code} và mã ${other}`);
    }
  }

  /** @param before for a source: it must have stood the day before, too */
  private isStanding(code: string, line: number, before: boolean): boolean {
    const { day } = this.change;
    const unit = this.units.get(code);
    if (!unit) this.fault(line, code === "" ? "Có dòng chưa chọn đơn vị" : `Không có đơn vị mã ${code}`);
    else if (before ? unit.from >= day : unit.from > day)
      this.fault(line, `${this.called(code)} chỉ có từ ${formatDate(unit.from)}, sau ngày quyết định có hiệu lực`);
    else if (unit.to && unit.to <= day)
      this.fault(line, `${this.called(code)} đã kết thúc từ ${formatDate(unit.to)}${this.because(code)}`);
    else return true;
    return false;
  }

  private because(code: string): string {
    const ended = this.earlier.find(({ parts }) => parts.some((part) => part.from === code));
    return ended ? ` theo quyết định ${ended.decision}` : "";
  }

  /** An entry of later effect that counts on the unit: it would have no ground any more. */
  private examineLaterWord(code: string, line: number): void {
    const { day } = this.change;
    const names = ({ parts, renames, moves }: EarlierChange): boolean =>
      parts.some((part) => part.from === code || part.to === code) ||
      renames.some((one) => one.code === code) ||
      moves.some((one) => one.code === code || one.parent === code);
    const sameDay = ({ parts }: EarlierChange): boolean => parts.some((part) => part.from === code || part.to === code);
    const later = this.earlier.find((one) => (one.day > day && names(one)) || (+one.day === +day && sameDay(one)));
    if (later)
      this.fault(
        line,
        `${this.called(code)} còn đứng trong quyết định ${later.decision} có hiệu lực ${formatDate(later.day)}. Quyết định này không thể nhập đơn vị đó đi trước`,
      );
    else {
      const unit = this.units.get(code);
      if (unit?.to && unit.to > day)
        this.fault(line, `${this.called(code)} đã ghi kết thúc ngày ${formatDate(unit.to)}. Xem lại ngày có hiệu lực`);
    }
  }
}

/** Everything a change may not be, naming the units; empty when it fits what stands. */
export const changeFaults = (
  change: ChangeTerms,
  units: readonly KnownUnit[],
  earlier: readonly EarlierChange[],
): ChangeFault[] => new Examiner(change, units, earlier).examine();
