/** What somebody has begun to write, by conversation. It stays while the page is open. */

import { signal } from "@preact/signals";

export type Mode = "reply" | "note";

export const texts = signal<Readonly<Record<string, string>>>({});
export const modes = signal<Readonly<Record<string, Mode>>>({});

const keyOf = (id: string, mode: Mode) => `${mode} ${id}`;

export function textOf(id: string, mode: Mode): string {
  return texts.value[keyOf(id, mode)] ?? "";
}

export function write(id: string, mode: Mode, text: string): void {
  texts.value = { ...texts.value, [keyOf(id, mode)]: text };
}

export function setMode(id: string, mode: Mode): void {
  modes.value = { ...modes.value, [id]: mode };
}

/** Puts words into the reply, after what is there, and the cursor behind them. */
export function putIntoReply(id: string, words: string): void {
  const before = textOf(id, "reply").trimEnd();
  write(id, "reply", before ? `${before}\n\n${words}` : words);
  setMode(id, "reply");
  focusReply();
}

export function focusReply(): void {
  requestAnimationFrame(() => {
    const area = document.querySelector<HTMLTextAreaElement>("#reply");
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  });
}
