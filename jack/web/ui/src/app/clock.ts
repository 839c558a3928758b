/** The time, for "3 min ago": one signal, moved on a few times a minute. */

import { signal } from "@preact/signals";

const TICK_MS = 15_000;

export const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, TICK_MS);
