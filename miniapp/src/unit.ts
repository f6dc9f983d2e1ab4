import { createContext, useContext } from "react";

/** Code of the commune this run is for. */
export const UnitContext = createContext("");
export const useUnit = (): string => useContext(UnitContext);
