import { useEffect, useState } from "react";
import { sendWaiting } from "../store/outbox.ts";

/** Whether the phone thinks it has a net; what waits is sent when it comes back. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const come = (): void => {
      setOnline(true);
      void sendWaiting();
    };
    const go = (): void => setOnline(false);
    window.addEventListener("online", come);
    window.addEventListener("offline", go);
    void sendWaiting();
    return () => {
      window.removeEventListener("online", come);
      window.removeEventListener("offline", go);
    };
  }, []);
  return online;
}
