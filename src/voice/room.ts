import { bring } from "../decisions/bring.ts";
import { bringJob } from "../kernel/job.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { voiceKeeps } from "./keeps.ts";
import type { VoiceDeps } from "./make-voice.ts";
import { makeVoiceJob } from "./make-voice.job.ts";
import { voiceRelease } from "./voice.decision.ts";
import type { voiceRoutes } from "./voice.console.ts";
import { type VoiceSweepDeps, voiceSweeps } from "./voice.sweeps.ts";

type Deps = Needs<typeof voiceRoutes> & VoiceDeps & VoiceSweepDeps;

export const createVoiceRoom = (deps: Deps): Room => ({
  name: "voice",
  menu: [
    {
      path: "/console/giong-doc",
      name: "Loa và giọng đọc",
      icon: "wave",
      needs: "content.view",
      group: "publish",
      rank: 60,
    },
  ],
  decisions: [bring(voiceRelease, deps)],
  jobs: [bringJob(makeVoiceJob, deps)],
  sweeps: voiceSweeps(deps),
  keeps: voiceKeeps,
  deeds: {
    "voice-saved": "Lưu bản đọc",
    "voice-ordered": "Đọc thành tiếng",
    "voice-brought": "Tải lên bản thu giọng người",
    "voice-heard": "Đã nghe hết bản đọc",
    "voice-book-changed": "Đổi sổ cách đọc",
  },
  rows: async () => ({ console: (await import("./voice.console.ts")).voiceRoutes(deps) }),
});
