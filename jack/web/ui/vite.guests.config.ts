/**
 * What guests load, after what staff load (vite.config.ts): the chat, and the hotel's script tag.
 *
 * Their telephones are older than the hotel's machines.
 */
import { defineConfig, type UserConfig } from "vite";
import { compressed } from "./scripts/compressed.ts";

const TARGET = ["chrome108", "firefox115", "safari16.4"];

const shared: UserConfig["build"] = {
  outDir: "../static",
  emptyOutDir: false,
  copyPublicDir: false,
  target: TARGET,
  modulePreload: { polyfill: false },
  assetsInlineLimit: 0,
  sourcemap: false,
};

export default defineConfig(({ mode }) => ({
  plugins: [compressed()],
  build:
    mode === "widget" ? { ...shared, rollupOptions: widget } : { ...shared, rollupOptions: chat },
}));

const chat = {
  input: { chat: "chat.html" },
  output: { entryFileNames: "assets/[name]-[hash].js" },
};

/** A classic script in a function of its own: it works with async and defer, and leaves no globals. */
const widget = {
  input: { widget: "src/widget/main.ts" },
  output: { format: "iife" as const, entryFileNames: "widget.js" },
};
