import { type ConsoleRoute, page, route } from "../kernel/console-route.ts";
import { compareConsultations } from "./compare-consultations.ts";

/** Consultations of the units below, side by side. */
export const compareRoutes = (): ConsoleRoute[] => [
  route({
    method: "get",
    path: "/so-sanh-gop-y",
    may: "units.view",
    handle: async ({ me, now }) =>
      page("reports/compare", "So sánh các đợt lấy ý kiến", { rows: await compareConsultations(me.scope, now) }),
  }),
];
