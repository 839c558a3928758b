/// <reference types="vitest/config" />
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const SERVER = process.env.JACK_URL ?? "http://127.0.0.1:3000";
const COMPRESSED = /\.(html|js|css|svg|webmanifest)$/;
const WORTH_IT_BYTES = 1024;

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
    proxy: { "/api": SERVER, "/chat": SERVER, "/ws": { target: SERVER, ws: true } },
  },
  test: { include: ["src/**/*.test.ts"], setupFiles: ["src/browser.setup.ts"] },
});

/** Puts `.gz` and `.br` beside every file that gets smaller by it, so that serving compresses nothing. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    enforce: "post",
    async writeBundle({ dir }, bundle) {
      const names = Object.keys(bundle).filter((name) => COMPRESSED.test(name));
      await Promise.all(
        names.map(async (name) => {
          const file = join(dir ?? ".", name);
          const body = await readFile(file);
          if (body.length < WORTH_IT_BYTES) return;
          const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
          await writeFile(`${file}.gz`, gzipSync(body, { level: 9 }));
          await writeFile(`${file}.br`, brotliCompressSync(body, { params: quality }));
        }),
      );
    },
  };
}
