/** `widget.js`: the hotel's chat on the hotel's own site, by one script tag. */

import { read } from "./options";
import { mount, TAG } from "./widget";

const NAME = "/widget.js";

/** Null when a module or a tag manager put the text of the script into the page. */
function ownTag(): HTMLScriptElement | null {
  const current = document.currentScript;
  if (current instanceof HTMLScriptElement && current.src) return current;
  const all = [...document.querySelectorAll<HTMLScriptElement>("script[src]")];
  return all.find((tag) => new URL(tag.src).pathname === NAME) ?? null;
}

const tag = ownTag();

function start(): void {
  if (!tag || document.querySelector(TAG)) return; // the same tag on a page twice is one chat
  mount(read(tag.src, tag.dataset, navigator.languages));
}

if (document.body) start();
else document.addEventListener("DOMContentLoaded", start, { once: true });
