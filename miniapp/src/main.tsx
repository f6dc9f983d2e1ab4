import "@fontsource/be-vietnam-pro/vietnamese-400.css";
import "@fontsource/be-vietnam-pro/vietnamese-600.css";
import "@fontsource/be-vietnam-pro/latin-400.css";
import "@fontsource/be-vietnam-pro/latin-600.css";
import "zmp-ui/zaui.css";
import "./styles/page.css";
import "./styles/controls.css";
import "./styles/draft.css";
import "./styles/contest.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { isZaloHost } from "./host/bridge.ts";
import { readPlace } from "./place.ts";

// Zalo serves a page of its own around our scripts
document.documentElement.lang = "vi";
if (document.title === "") document.title = "Loa Số";

const root = document.getElementById("app");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App place={readPlace(window.location)} />
    </StrictMode>,
  );

if ("serviceWorker" in navigator && !isZaloHost(window.location) && import.meta.env.PROD)
  void navigator.serviceWorker.register("/mini/sw.js", { scope: "/mini/" }).catch(() => undefined);
