// Fails when a page has become too heavy for the first visit over a hotel's network.
import { readdir, readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const STATIC = new URL("../../static/", import.meta.url);
/** Entry and page that staff see first, with everything they load; kB gzip. */
const BUDGETS = [
  { what: "first page", starts: ["index.html"], most: 100 },
  { what: "widget", starts: ["widget.js"], most: 30 },
];

const manifest = new Set(await readdir(STATIC, { recursive: true }));
let tooMuch = 0;
for (const { what, starts, most } of BUDGETS) {
  const files = await reached(starts.filter((name) => manifest.has(name)));
  if (!files.size) continue;
  let bytes = 0;
  for (const name of files)
    bytes += gzipSync(await readFile(new URL(name, STATIC)), { level: 9 }).length;
  const kilobytes = bytes / 1000;
  console.log(`${what}: ${kilobytes.toFixed(1)} kB gzip of ${most} (${files.size} files)`);
  if (kilobytes > most) tooMuch += 1;
}
process.exit(tooMuch ? 1 : 0);

/** Every file that these name, and what those name: more than one visit ever loads. */
async function reached(starts) {
  const found = new Set(starts);
  for (const name of found) {
    if (!/\.(html|js|css)$/.test(name)) continue;
    const text = await readFile(new URL(name, STATIC), "utf8");
    for (const [, asset] of text.matchAll(/([\w-]+-[\w-]{8}\.(?:js|css))/g)) {
      if (manifest.has(`assets/${asset}`)) found.add(`assets/${asset}`);
    }
  }
  return found;
}
