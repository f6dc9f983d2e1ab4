import { type ReactElement, useEffect, useState } from "react";
import { ApiError, beginSession, get, post } from "../api/client.ts";
import type { OwnData, UnitCard } from "../api/types.ts";
import { Action } from "../components/action.tsx";
import { Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { hostBridge } from "../host/bridge.ts";
import { useUnit } from "../unit.ts";

/** Chosen topics decide which messages come; nothing is ticked beforehand, and dropping one is one tap. */
export function Topics(): ReactElement {
  const unit = useUnit();
  const [state, retry] = useLoad<UnitCard>(`/units/${unit}`);
  const [mine, setMine] = useState<OwnData["places"][number] | "none">();
  const [error, setError] = useState("");
  const load = async (): Promise<void> => {
    if (!(await beginSession())) return setMine("none");
    const data = await get<OwnData>("/me");
    setMine(data.places.find((place) => place.unitCode === unit) ?? "none");
  };
  useEffect(() => {
    void load().catch(() => setMine("none"));
  }, []);
  const choose = async (topic: string, on: boolean): Promise<void> => {
    try {
      await post(`/units/${unit}/me/choices`, { topic, on });
      await load();
    } catch (caught) {
      setError(caught instanceof ApiError ? caught.message : "Chưa lưu được.");
    }
  };
  return (
    <>
      <h1>Chủ đề nhận tin</h1>
      {error !== "" && (
        <p className="note bad" role="alert">
          {error}
        </p>
      )}
      <Shown state={state} retry={retry}>
        {(info) =>
          mine === undefined || mine === "none" ? (
            <>
              <p>
                Muốn nhận tin theo chủ đề, Ông/Bà mở trong Zalo và quan tâm OA của {info.office}. Đọc tin ở đây thì
                không cần.
              </p>
              {info.oaId !== "" && (
                <Action
                  onClick={() =>
                    void hostBridge()
                      .then((bridge) => bridge.followOa(info.oaId))
                      .then(load)
                  }
                >
                  Quan tâm OA
                </Action>
              )}
            </>
          ) : (
            <ul className="rows">
              {info.topics.map((topic) => (
                <li key={topic.key}>
                  <label className="check">
                    <input
                      type="checkbox"
                      checked={mine.topics.includes(topic.key)}
                      onChange={(event) => void choose(topic.key, event.target.checked)}
                    />
                    {topic.name}
                  </label>
                </li>
              ))}
              <li>
                <label className="check">
                  <input
                    type="checkbox"
                    checked={!mine.receiving}
                    onChange={(event) => void choose("", !event.target.checked)}
                  />
                  Ngừng nhận mọi tin không khẩn cấp
                </label>
              </li>
            </ul>
          )
        }
      </Shown>
    </>
  );
}
