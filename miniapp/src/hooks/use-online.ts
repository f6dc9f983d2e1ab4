import { useEffect, useState } from "react";
import { sendWaiting, startOutbox } from "../outbox/outbox.ts";
import { useUnit } from "../unit.ts";

/** Whether the phone thinks it has a net; what waits is sent when it comes back, or when the page is looked at again. */
export function useOnline(): boolean {
  const unit = useUnit();
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const come = (): void => {
      setOnline(true);
      void sendWaiting(true);
    };
    const go = (): void => setOnline(false);
    // clocks of a page that is not looked at stand still
    const look = (): void => void (document.visibilityState === "visible" && sendWaiting());
    window.addEventListener("online", come);
    window.addEventListener("offline", go);
    document.addEventListener("visibilitychange", look);
    const stop = startOutbox(unit);
    return () => {
      window.removeEventListener("online", come);
      window.removeEventListener("offline", go);
      document.removeEventListener("visibilitychange", look);
      stop();
    };
  }, [unit]);
  return online;
}
