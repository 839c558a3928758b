/** What somebody has begun to write, by conversation. It stays while the page is open. */

import { signal } from "@preact/signals";
import { flushSync } from "preact/compat";

export type Mode = "reply" | "note";

export const texts = signal<Readonly<Record<string, string>>>({});
export const modes = signal<Readonly<Record<string, Mode>>>({});

export interface Original {
  content: string;
  language: string;
}

/** What somebody wrote before it was translated for the guest, by conversation. */
const originals = signal<Readonly<Record<string, Original>>>({});

export function originalOf(id: string): Original | null {
  return originals.value[id] ?? null;
}

export function setOriginal(id: string, original: Original | null): void {
  const { [id]: _, ...others } = originals.value;
  originals.value = original === null ? others : { ...others, [id]: original };
}

/** The message that a template is to be sent in place of, by conversation. */
const replaced = signal<Readonly<Record<string, string>>>({});

export function replacedIn(id: string): string | null {
  return replaced.value[id] ?? null;
}

export function replace(id: string, messageId: string | null): void {
  const { [id]: _, ...others } = replaced.value;
  replaced.value = messageId === null ? others : { ...others, [id]: messageId };
}

/** Opens the choice of templates, in place of a message that WhatsApp takes no more. */
export function chooseInstead(id: string, messageId: string): void {
  flushSync(() => {
    replace(id, messageId);
    setMode(id, "reply");
  });
  document.querySelector<HTMLElement>(".closed select")?.focus();
}

const keyOf = (id: string, mode: Mode | "draft") => `${mode} ${id}`;

export function textOf(id: string, mode: Mode): string {
  return texts.value[keyOf(id, mode)] ?? "";
}

export function write(id: string, mode: Mode, text: string): void {
  texts.value = { ...texts.value, [keyOf(id, mode)]: text };
}

/** A draft of Jack's in a person's words, by its message; null when nobody changed it. */
export function editOf(messageId: string): string | null {
  return texts.value[keyOf(messageId, "draft")] ?? null;
}

export function edit(messageId: string, text: string | null): void {
  const { [keyOf(messageId, "draft")]: _, ...others } = texts.value;
  texts.value = text === null ? others : { ...others, [keyOf(messageId, "draft")]: text };
}

export function setMode(id: string, mode: Mode): void {
  modes.value = { ...modes.value, [id]: mode };
}

/** Puts words into the reply, after what is there, and the cursor behind them. */
export function putIntoReply(id: string, words: string): void {
  flushSync(() => {
    write(id, "reply", under(textOf(id, "reply"), words));
    setMode(id, "reply");
  });
  focusReply();
}

/**
 * Puts the cursor into the field, `at` a place or at the end.
 *
 * At once, not with the next frame: who presses the key and writes on loses no letter.
 */
export function focusReply(at?: number): void {
  const area = document.querySelector<HTMLTextAreaElement>("#reply");
  const place = at ?? area?.value.length ?? 0;
  area?.focus();
  area?.setSelectionRange(place, place);
}

/** What is left when `sent` is out: what somebody wrote on in the meantime. */
export function leftAfter(text: string, sent: string): string {
  const began = text.trimStart();
  return began.startsWith(sent) ? began.slice(sent.length).trimStart() : text;
}

/**
 * The text with `words` in place of what was `asked` for at the end of `before`. The text may have
 * grown since; if its beginning is another by now, they come under it.
 */
export function putIn(text: string, before: string, asked: string, words: string): string {
  if (!text.startsWith(before)) return under(text, words);
  const head = before.slice(0, before.length - asked.length);
  return head + words + text.slice(before.length);
}

function under(text: string, words: string): string {
  const above = text.trimEnd();
  return above ? `${above}\n\n${words}` : words;
}
