import { cancelOfItems } from "../broadcasts/cancel-of-items.ts";
import type { BroadcastDeps } from "../broadcasts/start-broadcast.ts";
import { bring } from "../decisions/bring.ts";
import { beforeOwn } from "../decisions/decision.ts";
import { eachAlone } from "../kernel/each-alone.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { sweep } from "../kernel/sweep.ts";
import { countCopies } from "./copy.store.ts";
import { followCopies, noteApproved } from "./follow-copy.ts";
import { followPackages } from "./follow-package.ts";
import type { inboxRoutes } from "./inbox.console.ts";
import { packageTasks } from "./home-tasks.ts";
import type { packagesRoutes } from "./packages.console.ts";
import type { pushRoutes } from "./push.console.ts";
import { packageRelease } from "./release.decision.ts";
import { finishTakes } from "./take-several.ts";
import { packageFacts } from "./facts.ts";

type Deps = Omit<Needs<typeof packagesRoutes | typeof pushRoutes | typeof inboxRoutes>, "cancelBroadcasts"> &
  BroadcastDeps;

/** Packages from a department down to its communes, and what comes back. ADR 0035. */
export function createDistributionRoom(given: Deps): Room {
  const deps = { ...given, cancelBroadcasts: (itemIds: readonly string[]) => cancelOfItems(given, itemIds) };
  return {
    name: "distribution",
    facts: packageFacts,
    menu: [
      {
        path: "/console/goi-noi-dung",
        name: "Gói nội dung",
        icon: "package",
        needs: "packages.view",
        group: "publish",
        rank: 5,
      },
      {
        path: "/console/can-ho-tro",
        name: "Cần hỗ trợ",
        icon: "help",
        needs: "packages.edit",
        group: "daily",
        rank: 15,
      },
      {
        path: "/console/goi-tu-so",
        name: "Gói từ Sở",
        icon: "package",
        needs: "packages.inbox",
        group: "daily",
        rank: 40,
        count: ({ scope }) => countCopies(scope, ["waiting"]),
      },
    ],
    tasks: packageTasks,
    decisions: [bring(packageRelease, deps)],
    sweeps: [
      sweep({
        name: "packages",
        everyMs: 2000,
        finds: {
          "unfinished-pushes": "Gói đã đẩy hoặc thu hồi, phần còn lại được làm nốt",
          "unfinished-takes": "Lượt nhận nhiều mục được làm nốt",
          "unfinished-copies": "Mục đã nhận hoặc thu hồi, phần còn lại được làm nốt",
        },
        async run() {
          const before = beforeOwn(deps.clock.now());
          const found = { "unfinished-pushes": 0, "unfinished-takes": 0, "unfinished-copies": 0 };
          // one package that cannot be followed keeps no commune's own answer from being done
          const parts = [
            async () => void (found["unfinished-pushes"] = await followPackages(deps, before)),
            async () => void (found["unfinished-takes"] = await finishTakes(deps, before)),
            async () => void (found["unfinished-copies"] = await followCopies(deps)),
            () => noteApproved(deps),
          ];
          await eachAlone(parts, (part) => part());
          return found;
        },
      }),
    ],
    keeps: [
      { model: "UnitTrouble", until: "official paper between offices: kept with the unit's records" },
      { model: "PressTarget", until: "somebody takes it away: data of a plan" },
      { model: "PressLog", until: "kept with the unit's records: counts and titles of works" },
      { model: "UnitHelp", until: "who helps stops helping" },
    ],
    leaves: [
      {
        what: "mục của Sở chờ quyết",
        rule: "đơn vị nhận trọn quyết tiếp, mục vẫn ghi đơn vị cũ",
        count: (code) => countCopies(code, ["waiting"]),
      },
    ],
    deeds: {
      "package-started": "Lập gói nội dung",
      "package-entries-added": "Thêm mục vào gói",
      "package-entry-dropped": "Bỏ mục khỏi gói",
      "package-entry-renewed": "Lấy bản mới của mục",
      "package-submitted": "Trình duyệt gói",
      "package-reopened": "Rút gói về sửa, soạn bản mới",
      "package-returned": "Trả lại gói",
      "package-released": "Duyệt gói",
      "package-imported": "Nhập gói từ tệp",
      "package-exported": "Tải gói ra tệp",
      "package-pushed": "Đẩy gói tới đơn vị",
      "units-reminded": "Nhắc đơn vị còn mục chờ quyết",
      "package-withdrawn": "Thu hồi mục",
      "package-replaced": "Thay mục",
      "trouble-told": "Báo vướng mắc",
      "trouble-answered": "Trả lời vướng mắc của đơn vị",
      "press-planned": "Đặt hoặc bỏ chỉ tiêu báo chí",
      "press-told": "Ghi số báo chí",
      "unit-helped": "Nhận hoặc thôi giúp đơn vị",
      "copy-taken": "Nhận mục của Sở",
      "copies-taken": "Nhận nhiều mục của Sở",
      "copy-adapted": "Nhận mục với chữ của xã",
      "copy-declined": "Từ chối mục của Sở",
      "copy-renewed": "Nhận bản mới của mục",
      "copy-kept": "Giữ bản đang dùng",
      "copy-published": "Ghi nơi đăng, phát mục",
    },
    rows: async () => ({
      console: [
        ...(await import("./packages.console.ts")).packagesRoutes(deps),
        ...(await import("./exchange.console.ts")).exchangeRoutes(deps),
        ...(await import("./item-forms.console.ts")).itemFormsRoutes(),
        ...(await import("./needs.console.ts")).needsRoutes(),
        ...(await import("./troubles.console.ts")).troublesRoutes(deps),
        ...(await import("./press.console.ts")).pressRoutes(deps),
        ...(await import("./entry.console.ts")).entryRoutes(deps),
        ...(await import("./push.console.ts")).pushRoutes(deps),
        ...(await import("./whole-package.console.ts")).wholePackageRoutes(deps),
        ...(await import("./inbox.console.ts")).inboxRoutes(deps),
      ],
    }),
  };
}
