import { useEffect, useState } from "react";
import { fileUrl } from "../api/client.ts";
import { keep, readKept } from "../store/kept.ts";

/** The frame's picture, kept on the phone, so that it is there without a net; undefined while it comes, null when it cannot. */
export function useFrame(path: string): HTMLImageElement | null | undefined {
  const [frame, setFrame] = useState<HTMLImageElement | null>();
  useEffect(() => {
    let gone = false;
    let url = "";
    void (async () => {
      const key = `frame:${path}`;
      const kept = await readKept<Blob>(key);
      let blob = kept?.value;
      if (!blob) {
        const answer = await fetch(fileUrl(path)).catch(() => undefined);
        blob = answer?.ok ? await answer.blob() : undefined;
        if (blob) await keep(key, blob);
      }
      if (gone) return;
      if (!blob) return setFrame(null);
      url = URL.createObjectURL(blob);
      const image = new Image();
      image.src = url;
      await image.decode().catch(() => undefined);
      if (!gone) setFrame(image);
    })();
    return () => {
      gone = true;
      if (url !== "") URL.revokeObjectURL(url);
    };
  }, [path]);
  return frame;
}
