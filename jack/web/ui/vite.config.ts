/// <reference types="vitest/config" />
import { defineConfig } from "vite";
import { compressed } from "./scripts/compressed.ts";

const SERVER = process.env.JACK_URL ?? "http://127.0.0.1:3000";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false }, // it would be an inline script
    assetsInlineLimit: 0, // the policy allows no data: addresses
    sourcemap: false,
    rollupOptions: {
      input: { index: "index.html", sw: "src/sw.ts" },
      output: {
        // The service worker's address may not change: browsers ask for it by name.
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        // Every page's file is page.tsx: its folder is what tells them apart.
        chunkFileNames: ({ facadeModuleId }) => {
          const page = /\/pages\/(\w+)\/page\.tsx$/.exec(facadeModuleId ?? "");
          return `assets/${page ? page[1] : "[name]"}-[hash].js`;
        },
      },
    },
  },
  plugins: [compressed()],
  server: {
    proxy: { "/api": SERVER, "/ws": { target: SERVER, ws: true } },
  },
  test: { include: ["src/**/*.test.ts"], setupFiles: ["src/browser.setup.ts"] },
});
