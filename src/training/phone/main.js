import { openDoor } from "./door.ts";

/* here alone the phone is asked what time it is */
void openDoor(() => Date.now());
