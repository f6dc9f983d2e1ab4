import type { Keep } from "../kernel/keep.ts";
import { resealSeats, resealTicketKeys } from "./class.store.ts";
import { resealDoors } from "./door.store.ts";

export const classKeeps: readonly Keep[] = [
  { model: "Course", until: "official paper: kept with the unit's records; answers of learners are counts alone" },
  {
    model: "Seat",
    sealed: ["name", "post", "revoked.name", "revoked.post"],
    until: "with the class's papers; name and post of who was sent are sealed",
    reseal: ({ again }) => resealSeats(again),
  },
  {
    model: "ClassDoor",
    sealed: ["code"],
    until: "180 days after it was made: a phone at a door, known by the hash of its key; its code is sealed until used",
    reseal: ({ again }) => resealDoors(again),
  },
  { model: "ClassFile", until: "official paper: kept with the class" },
  { model: "ClassEntry", until: "90 days after it came: then the report's figures are all that is left" },
  {
    model: "TicketKey",
    sealed: ["sealed"],
    until: "the unit stands: its tickets are proven by it",
    reseal: ({ again }) => resealTicketKeys(again),
  },
];
