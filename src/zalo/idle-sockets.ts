import { subscribe } from "node:diagnostics_channel";
import { Agent as HttpAgent, type AgentOptions, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/**
 * A connection kept open between two calls may be closed by the other side at the very moment the next call is written
 * to it: then nobody knows whether that call was done. So idle connections are given up well before the other side does:
 * after four seconds, or, where it names its own patience (`Keep-Alive: timeout=5`), so much before that ends.
 */
const IDLE_MS = 4000;
const MARGIN_MS = 1500;

/** How long a connection may lie idle, by the other side's hint; 0 = do not keep it. */
export function idleFor(hint: string | undefined): number {
  const told = /timeout=(\d+)/i.exec(hint ?? "")?.[1];
  return told === undefined ? IDLE_MS : Math.max(0, Math.min(IDLE_MS, Number(told) * 1000 - MARGIN_MS));
}

/** Sockets over which a connection stood, TLS included: what was written to any other never left this machine. */
const connected = new WeakSet<object>();
export const wasConnected = (socket: unknown): boolean =>
  typeof socket === "object" && socket !== null && connected.has(socket);

/** The hint of the newest answer over a socket, told by Node before the answer's end is. */
const hints = new WeakMap<object, string>();
subscribe("http.client.response.finish", (message) => {
  const { response } = message as { response: IncomingMessage };
  hints.set(response.socket, String(response.headers["keep-alive"] ?? ""));
});

function keep(socket: Socket): boolean {
  const ms = idleFor(hints.get(socket));
  if (ms === 0) return false;
  socket.setKeepAlive(true, 1000);
  socket.unref();
  // the agent destroys a free socket whose time is up
  socket.setTimeout(ms);
  return true;
}

const OPTIONS: AgentOptions = { keepAlive: true, maxSockets: 256 };

class CarefulHttp extends HttpAgent {
  override createConnection(...given: Parameters<HttpAgent["createConnection"]>): Duplex | null | undefined {
    const socket = super.createConnection(...given);
    socket?.once("connect", () => connected.add(socket));
    return socket;
  }
  override keepSocketAlive(socket: Duplex): boolean {
    return keep(socket as Socket);
  }
}

class CarefulHttps extends HttpsAgent {
  override createConnection(...given: Parameters<HttpsAgent["createConnection"]>): Duplex | null | undefined {
    const socket = super.createConnection(...given);
    socket?.once("secureConnect", () => connected.add(socket));
    return socket;
  }
  override keepSocketAlive(socket: Duplex): boolean {
    return keep(socket as Socket);
  }
}

export const carefulAgents = () => ({ httpAgent: new CarefulHttp(OPTIONS), httpsAgent: new CarefulHttps(OPTIONS) });
