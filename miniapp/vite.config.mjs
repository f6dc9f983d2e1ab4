import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** zmp-ui's stylesheet asks a host of Zalo's for its icon font; our icons are our own, so the font is left out. */
const withoutRemoteFonts = {
  name: "without-remote-fonts",
  enforce: "pre",
  transform(code, id) {
    return id.endsWith("zaui.css") ? { code: code.replace(/@font-face\s*\{[^}]*\}/g, ""), map: null } : undefined;
  },
};

/** `--mode zalo` builds for Zalo's host, where every path is relative; else for `/mini/` of our own server. */
export default defineConfig(({ mode }) => ({
  plugins: [withoutRemoteFonts, react()],
  base: mode === "zalo" ? "./" : "/mini/",
  resolve: { dedupe: ["react", "react-dom"] },
  build: {
    outDir: mode === "zalo" ? "www" : "mini",
    target: "es2020",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
    manifest: true,
  },
  server: { port: 5173, proxy: { "/api": "http://localhost:3000" } },
}));
