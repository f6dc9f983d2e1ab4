import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onPath } from "../../launcher/engines.ts";
import { freePort, type Service, startProgram, stopChild, waitForPort } from "../../launcher/services.ts";

/** Another machine, as far as the product can tell: the proxy listens and calls from here. */
export const PROXY_ADDRESS = "127.0.0.2";
export const TEMPLATE = "deploy/nginx/loa.conf.template";

/** Fills in `${LOA_…}` as the nginx image does: only names that are given. */
const fillIn = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\$\{(\w+)\}/g, (all, name: string) => values[name] ?? all);

/** Debian's nginx with the file that compose.yaml uses, in front of a product that already listens on 127.0.0.1. */
export async function startNginx(
  ports: { http: number; https: number },
  upstream: string,
): Promise<Service & { folder: string }> {
  const program = onPath("nginx") ?? onPath("/usr/sbin/nginx");
  if (!program) throw new Error("nginx is not installed; run: make install");
  const folder = mkdtempSync(join(process.env["TEST_FOLDER"] ?? tmpdir(), "nginx-"));
  const file = (name: string): string => join(folder, name);
  mkdirSync(file("logs"));
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${PROXY_ADDRESS}`].concat([
      "-addext",
      `subjectAltName=IP:${PROXY_ADDRESS}`,
      "-keyout",
      file("key.pem"),
      "-out",
      file("cert.pem"),
    ]),
    { stdio: "ignore" },
  );
  const server = fillIn(readFileSync(TEMPLATE, "utf8"), {
    LOA_WEB: upstream,
    LOA_DOOR: upstream,
    LOA_LISTEN_HTTP: `${PROXY_ADDRESS}:${ports.http}`,
    LOA_LISTEN_HTTPS: `${PROXY_ADDRESS}:${ports.https}`,
    LOA_HOST: "_",
    LOA_PUBLIC_URL: `https://${PROXY_ADDRESS}:${ports.https}`,
    LOA_CERTIFICATE: file("cert.pem"),
    LOA_CERTIFICATE_KEY: file("key.pem"),
  });
  writeFileSync(
    file("loa.conf"),
    server.replace("/dev/stdout", file("logs/access.log")).replaceAll("stderr", file("logs/error.log")),
  );
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${file(kind)};`,
  );
  writeFileSync(
    file("nginx.conf"),
    `daemon off; pid ${file("nginx.pid")}; error_log ${file("logs/start.log")};\nevents {}\nhttp { proxy_bind ${PROXY_ADDRESS}; access_log off; ${temporary.join(" ")} include ${file("loa.conf")}; }\n`,
  );
  const child = startProgram("nginx", program, ["-p", folder, "-c", file("nginx.conf"), "-e", file("logs/start.log")], {
    log: file("logs/out.log"),
  });
  await waitForPort(ports.https, child, 15_000, PROXY_ADDRESS);
  return {
    name: "nginx",
    url: `https://${PROXY_ADDRESS}:${ports.https}`,
    child,
    folder,
    stop: (signal) => stopChild(child, signal),
  };
}

export const freePorts = async (): Promise<{ http: number; https: number }> => ({
  http: await freePort(),
  https: await freePort(),
});
