import { useSyncExternalStore } from "react";
import { hasSession, onSession } from "../api/session.ts";

/** Whether Zalo vouches for somebody now; it may say so after the page is there. */
export const useSession = (): boolean => useSyncExternalStore(onSession, hasSession);
