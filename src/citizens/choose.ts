import { addConsent, noteStopAsked, setReceiving, setTopic } from "./citizen.store.ts";

/** Versions of the words people agreed to; a change of wording gets a new version. */
export const CONSENT_TEXTS = { receive: "nhan-tin-2026-11", stop: "dung-2026-11", topic: "chu-de-2026-11" } as const;

interface Who {
  oaId: string;
  userId: string;
  eventKey: string;
  at: Date;
  method: "chat" | "follow" | "mini-app" | "console";
}

/** DUNG: from now on nothing that is not urgent, queued messages included (the sender asks again before each send). */
export async function stopReceiving(who: Who): Promise<void> {
  await setReceiving(who.oaId, who.userId, false, who.at);
  await addConsent({ ...who, purpose: "receive", given: false, textVersion: CONSENT_TEXTS.stop });
}

/** NHAN: receives again. */
export async function resumeReceiving(who: Who): Promise<void> {
  await setReceiving(who.oaId, who.userId, true, who.at);
  await addConsent({ ...who, purpose: "receive", given: true, textVersion: CONSENT_TEXTS.receive });
}

/** Said something that may mean stopping, and was asked: nothing that is not urgent leaves until it is answered. */
export const askWhetherToStop = (who: Pick<Who, "oaId" | "userId" | "at">): Promise<void> =>
  noteStopAsked(who.oaId, who.userId, who.at);

export async function chooseTopic(who: Who, topic: string, chosen: boolean): Promise<void> {
  await setTopic(who.oaId, who.userId, topic, chosen);
  await addConsent({ ...who, purpose: `topic:${topic}`, given: chosen, textVersion: CONSENT_TEXTS.topic });
}
