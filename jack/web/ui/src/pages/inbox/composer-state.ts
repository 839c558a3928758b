/** What somebody has begun to write, by conversation. It stays while the page is open. */

import { signal } from "@preact/signals";

export const texts = signal<Readonly<Record<string, string>>>({});

export function write(id: string, text: string): void {
  texts.value = { ...texts.value, [id]: text };
}

/** Puts words into the reply, after what is there, and the cursor behind them. */
export function putIntoReply(id: string, words: string): void {
  const before = texts.value[id]?.trimEnd() ?? "";
  write(id, before ? `${before}\n\n${words}` : words);
  focusReply();
}

export function focusReply(): void {
  requestAnimationFrame(() => {
    const area = document.querySelector<HTMLTextAreaElement>("#reply");
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  });
}
