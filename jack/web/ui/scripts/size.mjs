// Fails when a page has become too heavy for the first visit over a hotel's network.
import { readdir, readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const STATIC = new URL("../../static/", import.meta.url);
/**
 * What a visit starts with, and what it loads later by itself: the page that staff see first and the
 * largest language. kB gzip.
 */
const BUDGETS = [
  { what: "first page", starts: ["index.html"], later: [/^inbox-/, /^(ar|de|es|fr)-/], most: 100 },
  { what: "widget", starts: ["widget.js", "chat.html"], later: [], most: 30 },
];

const built = new Set(await readdir(STATIC, { recursive: true }));
let tooMuch = 0;
for (const { what, starts, later, most } of BUDGETS) {
  const there = starts.filter((name) => built.has(name));
  if (!there.length) continue;
  const files = await reached([...there, ...(await Promise.all(later.map(heaviest)))]);
  const kilobytes = (await Promise.all([...files].map(weight))).reduce((sum, one) => sum + one, 0);
  console.log(`${what}: ${kilobytes.toFixed(1)} kB gzip of ${most} (${files.size} files)`);
  if (kilobytes > most) tooMuch += 1;
}
process.exit(tooMuch ? 1 : 0);

/** These and every file that they need before they run, with the styles that a page brings. */
async function reached(starts) {
  const found = new Set(starts);
  for (const name of found) {
    if (!/\.(html|js)$/.test(name)) continue;
    const text = await readFile(new URL(name, STATIC), "utf8");
    const needed = name.endsWith(".html")
      ? text.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)
      : text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g);
    for (const [, asset] of needed) found.add(asset.replace(/^(assets\/)?/, "assets/"));
    for (const style of stylesOf(text, found)) found.add(style);
  }
  return found;
}

/** Of the pages in `found` that this file can open: Vite lists what each brings beside its code. */
function stylesOf(text, found) {
  const listed = /m\.f=(\[[^\]]*\])/.exec(text)?.[1];
  if (!listed) return [];
  const all = JSON.parse(listed);
  const opened = text.matchAll(/import\(["`]\.\/([^"`]+)["`]\),__vite__mapDeps\(\[([\d,]*)\]\)/g);
  return [...opened]
    .filter(([, page]) => found.has(`assets/${page}`))
    .flatMap(([, , indexes]) => indexes.split(",").map((index) => all[Number(index)]));
}

async function heaviest(pattern) {
  const names = [...built].filter((name) => {
    const file = name.replace(/^assets\//, "");
    return file !== name && pattern.test(file) && file.endsWith(".js");
  });
  if (!names.length) throw new Error(`Nothing that was built is called ${pattern}.`);
  const weights = await Promise.all(names.map(weight));
  return names[weights.indexOf(Math.max(...weights))];
}

async function weight(name) {
  return gzipSync(await readFile(new URL(name, STATIC)), { level: 9 }).length / 1000;
}
