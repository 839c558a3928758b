/** Whether there is room for the guest beside the thread; the same width stands in inbox.css. */

import { signal } from "@preact/signals";

const wide = matchMedia("(width >= 64rem)");

export const isWide = signal(wide.matches);

wide.addEventListener("change", () => {
  isWide.value = wide.matches;
});

const narrow = matchMedia("(width < 48rem)");

/** Whether the row of pages is at the foot; the same width stands in shell.css. */
export const isPhone = signal(narrow.matches);

narrow.addEventListener("change", () => {
  isPhone.value = narrow.matches;
});
