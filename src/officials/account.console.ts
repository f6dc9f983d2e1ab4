import { verify } from "@node-rs/argon2";
import { toString as toSvg } from "qrcode";
import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { AppError, invalid, notFound } from "../kernel/errors.ts";
import { hashPassword } from "./log-in.ts";
import { findOfficial, setPassword, setTheme, setTotpSeed } from "./official.store.ts";
import { passwordProblem } from "./rules.ts";
import { matchCode, newTotpSeed, totpAddress } from "./totp.ts";

/** Tài khoản của tôi: password, six-digit codes, light or dark. */
export function accountRoutes(deps: { clock: Clock; box: SecretBox }): ConsoleRoute[] {
  const show = async (context: RouteContext, sealedSeed = "", errors: Record<string, string> = {}, status = 200) => {
    const official = await findOfficial(context.me.id);
    if (!official) throw notFound("tài khoản này");
    const sealed = sealedSeed || deps.box.seal(newTotpSeed());
    const seed = deps.box.open(sealed);
    const picture = await toSvg(totpAddress(seed, official.email), { type: "svg", margin: 1 });
    return page(
      "officials/account",
      "Tài khoản của tôi",
      {
        official: { name: official.name, email: official.email, theme: official.theme, totp: official.totpSeed !== "" },
        isDark: official.theme === "dark",
        sealed,
        seed,
        picture: `data:image/svg+xml;base64,${Buffer.from(picture).toString("base64")}`,
        errors,
      },
      status,
    );
  };
  /** A refused form comes back as the same page with the field named. */
  const refused = (error: unknown, context: RouteContext, sealed = "") => {
    if (error instanceof AppError) return show(context, sealed, error.fields, error.status);
    throw error;
  };
  return [
    route({ method: "get", path: "/toi", may: "own.account", handle: (context) => show(context) }),
    route({
      method: "post",
      path: "/toi/giao-dien",
      may: "own.account",
      body: z.object({ theme: z.enum(["light", "dark"]) }),
      async handle(context) {
        await setTheme(context.me.id, context.body.theme);
        return redirect("/console/toi", "Đã đổi giao diện.");
      },
    }),
    route({
      method: "post",
      path: "/toi/mat-khau",
      may: "own.account",
      body: z.object({ old: z.string().max(400).default(""), password: z.string().max(400).default("") }),
      async handle(context) {
        try {
          const official = await findOfficial(context.me.id);
          if (!official || !(await verify(official.passwordHash, context.body.old.normalize("NFC"))))
            throw invalid({ old: "Mật khẩu hiện tại chưa đúng" });
          const weak = passwordProblem(context.body.password);
          if (weak) throw invalid({ password: weak });
          await setPassword(context.me.id, await hashPassword(context.body.password));
        } catch (error) {
          return refused(error, context);
        }
        await context.audit("password-changed", context.me.email);
        return redirect("/console/toi", "Đã đổi mật khẩu.");
      },
    }),
    route({
      method: "post",
      path: "/toi/ma-6-so",
      may: "own.account",
      body: z.object({ sealed: z.string().max(600), code: z.string().max(12).default("") }),
      async handle(context) {
        const { sealed, code } = context.body;
        try {
          if (matchCode(deps.box.open(sealed), code, deps.clock.now()) === undefined)
            throw invalid({ code: "Mã 6 số chưa đúng. Kiểm tra giờ trên điện thoại rồi nhập mã mới" });
        } catch (error) {
          return refused(
            error instanceof AppError ? error : invalid({ code: "Trang đã mở quá lâu, vui lòng quét lại mã" }),
            context,
            error instanceof AppError ? sealed : "",
          );
        }
        await setTotpSeed(context.me.id, sealed);
        await context.audit("totp-set", context.me.email);
        return redirect("/console/toi", "Đã bật mã 6 số. Từ lần sau đăng nhập cần mã này.");
      },
    }),
  ];
}
