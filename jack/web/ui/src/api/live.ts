/**
 * What happens in the hotel right now, over one WebSocket.
 *
 * Events only say what to look at again; what is true comes from the API. After a break every
 * listener is asked to catch up, and while the socket stays away they are asked every few seconds,
 * so that a proxy which lets no WebSocket through costs speed and nothing else.
 */

import { signal } from "@preact/signals";
import * as auth from "./auth";

export interface LiveEvent {
  type: string;
  number?: number;
  conversationId?: string;
  [more: string]: unknown;
}

export type Connection = "off" | "connecting" | "open" | "lost";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const LOOK_MS = 10_000;
const PING_MS = 25_000;
const SILENCE_MS = 60_000;
const CLOSED_UNAUTHORIZED = 4401;

export const connection = signal<Connection>("off");

const hearers = new Set<(event: LiveEvent) => void>();
const catchers = new Set<() => void>();
let socket: WebSocket | null = null;
let wanted = false;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let look: ReturnType<typeof setInterval> | undefined;
let silence: ReturnType<typeof setTimeout> | undefined;
let ping: ReturnType<typeof setInterval> | undefined;
/** Of the newest event that was heard; after a break the server tells what came since. */
let heard: number | null = null;

/** Calls `hear` for every event; the returned function ends it. */
export function onEvent(hear: (event: LiveEvent) => void): () => void {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

/** Calls `look` whenever events may have been missed. */
export function onCatchUp(look: () => void): () => void {
  catchers.add(look);
  return () => catchers.delete(look);
}

/** Tells the server something; what cannot be told now is not worth telling later. */
export function say(frame: Record<string, unknown>): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

export function start(): void {
  if (wanted) return;
  wanted = true;
  failures = 0;
  heard = null;
  connect();
  ping = setInterval(() => say({ type: "ping" }), PING_MS);
  look = setInterval(() => {
    if (connection.value !== "open" && !document.hidden) catchUp();
  }, LOOK_MS);
  addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
}

export function stop(): void {
  wanted = false;
  clearTimeout(retry);
  clearTimeout(silence);
  clearInterval(look);
  clearInterval(ping);
  removeEventListener("online", again);
  document.removeEventListener("visibilitychange", again);
  socket?.close();
  socket = null;
  connection.value = "off";
}

function connect(): void {
  clearTimeout(retry);
  const mine = new WebSocket(
    `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`,
  );
  socket = mine;
  if (connection.value !== "lost") connection.value = "connecting";
  mine.onopen = () => {
    mine.send(JSON.stringify({ type: "hello", ...(heard === null ? {} : { after: heard }) }));
  };
  mine.onmessage = ({ data }) => {
    listenOn(mine);
    const event = parse(data);
    if (event) hear(event);
  };
  mine.onclose = ({ code }) => {
    if (code === CLOSED_UNAUTHORIZED) void auth.check();
    if (mine === socket) lost();
  };
}

function hear(event: LiveEvent): void {
  if (event.type === "connected") {
    failures = 0;
    connection.value = "open";
    // The first time, something may have happened between what was read and now.
    if (heard === null) catchUp();
  }
  if (typeof event.number === "number") heard = Math.max(heard ?? 0, event.number);
  if (event.type === "resync") catchUp();
  else for (const tell of hearers) tell(event);
}

function lost(): void {
  clearTimeout(silence);
  socket = null;
  if (!wanted) return;
  failures += 1;
  connection.value = "lost";
  // Half of the wait is chance, so that after a restart not everybody comes at once.
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  retry = setTimeout(connect, longest / 2 + (Math.random() * longest) / 2);
  // A handshake that is refused does not say why.
  if (failures === 1) void auth.check();
}

/** A connection that says nothing for longer than the server's heartbeat is dead. */
function listenOn(mine: WebSocket): void {
  clearTimeout(silence);
  silence = setTimeout(() => mine.close(), SILENCE_MS);
}

function again(): void {
  if (!wanted || document.hidden || connection.value === "open") return;
  if (socket?.readyState === WebSocket.CONNECTING) return;
  connect();
  catchUp();
}

function catchUp(): void {
  for (const look of catchers) look();
}

/** What a frame says, with the conversation it is about wherever the server put it. */
export function parse(data: unknown): LiveEvent | null {
  try {
    const event = JSON.parse(String(data)) as LiveEvent & {
      conversation?: { id?: string };
      task?: { conversationId?: string | null };
    };
    if (typeof event?.type !== "string") return null;
    const about = event.conversationId ?? event.conversation?.id ?? event.task?.conversationId;
    return about ? { ...event, conversationId: about } : event;
  } catch {
    return null;
  }
}
