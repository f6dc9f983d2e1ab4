import { type ReactElement, useState } from "react";
import { Empty, Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { choosePlace } from "../place.ts";

const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/** Opened without a commune: the person says which. Nothing is guessed from where the phone is. */
export function ChooseUnit(): ReactElement {
  const [state, retry] = useLoad<{ units: { code: string; name: string }[] }>("/units");
  const [find, setFind] = useState("");
  return (
    <>
      <h1>Ông/Bà ở xã, phường nào?</h1>
      <Shown state={state} retry={retry}>
        {({ units }) => (
          <>
            <label className="field">
              Tìm theo tên
              <input value={find} onChange={(event) => setFind(event.target.value)} />
            </label>
            {units.length === 0 && <Empty>Chưa có xã nào mở kênh này.</Empty>}
            <ul className="rows">
              {units
                .filter((unit) => fold(unit.name).includes(fold(find.trim())))
                .slice(0, 40)
                .map((unit) => (
                  <li key={unit.code}>
                    <button type="button" onClick={() => choosePlace(unit.code)}>
                      {unit.name}
                    </button>
                  </li>
                ))}
            </ul>
          </>
        )}
      </Shown>
    </>
  );
}
