import { useCallback, useEffect, useState } from "react";
import { ApiError, get } from "../api/client.ts";
import { keep, readKept } from "../store/kept.ts";

/** The four states of a page that reads: still reading, there (perhaps from the phone's own copy), nothing, failed. */
export type Loaded<T> =
  | { kind: "loading" }
  | { kind: "ready"; value: T; keptAt: number | undefined }
  | { kind: "failed"; message: string; offline: boolean };

/** Reads from the server; without a net, from what the phone kept of the last time. */
export function useLoad<T>(path: string): [Loaded<T>, () => void] {
  const [state, setState] = useState<Loaded<T>>({ kind: "loading" });
  const load = useCallback(async () => {
    try {
      const value = await get<T>(path);
      setState({ kind: "ready", value, keptAt: undefined });
      await keep(`read:${path}`, value);
    } catch (error) {
      const kept = await readKept<T>(`read:${path}`);
      if (kept) setState({ kind: "ready", value: kept.value, keptAt: kept.at });
      else
        setState({
          kind: "failed",
          message: error instanceof Error ? error.message : "",
          offline: error instanceof ApiError && error.offline,
        });
    }
  }, [path]);
  useEffect(() => {
    setState({ kind: "loading" });
    void load();
  }, [load]);
  return [state, () => void load()];
}
