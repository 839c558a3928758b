/** Who else is in a conversation, and who is writing there right now. */

import { signal } from "@preact/signals";
import { type LiveEvent, onEvent, say } from "./live";

export interface Present {
  id: string;
  name: string;
  doing: "viewing" | "answering";
}

export interface Writing {
  sender: "guest" | "ai" | "staff";
  name: string | null;
}

const TYPING_MS = 6_000;
const TELL_EVERY_MS = 2_000;

/** People by conversation. */
export const present = signal<Readonly<Record<string, readonly Present[]>>>({});
export const writing = signal<Readonly<Record<string, Writing>>>({});

const ends = new Map<string, ReturnType<typeof setTimeout>>();
let place: string | null = null;
let toldAt = 0;

/** Tells colleagues which conversation is open here; null for none. */
export function lookAt(conversationId: string | null): void {
  place = conversationId;
  say({ type: "presence", conversationId });
}

/** Tells the guest and colleagues that somebody writes here. */
export function type(conversationId: string): void {
  if (Date.now() - toldAt < TELL_EVERY_MS) return;
  toldAt = Date.now();
  say({ type: "typing", conversationId });
}

function hear(event: LiveEvent): void {
  const id = event.conversationId;
  if (event.type === "connected") {
    const known = (event.presence ?? []) as { conversationId: string; people: Present[] }[];
    present.value = Object.fromEntries(known.map((one) => [one.conversationId, one.people]));
    if (place) lookAt(place);
  } else if (event.type === "presence" && id) {
    present.value = { ...present.value, [id]: event.people as Present[] };
  } else if (event.type === "typing" && id) {
    begin(id, { sender: event.sender as Writing["sender"], name: event.name as string | null });
  } else if (event.type === "message.new" && id) {
    end(id);
  }
}

function begin(id: string, who: Writing): void {
  clearTimeout(ends.get(id));
  ends.set(
    id,
    setTimeout(() => end(id), TYPING_MS),
  );
  writing.value = { ...writing.value, [id]: who };
}

function end(id: string): void {
  clearTimeout(ends.get(id));
  ends.delete(id);
  if (!(id in writing.value)) return;
  const { [id]: _, ...others } = writing.value;
  writing.value = others;
}

onEvent(hear);
