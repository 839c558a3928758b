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
  conversationId?: string;
  messageId?: string;
  taskId?: string;
  status?: string;
  [more: string]: unknown;
}

export type Connection = "off" | "connecting" | "open" | "lost";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const LOOK_MS = 10_000;
const SILENCE_MS = 70_000;

export const connection = signal<Connection>("off");

const hearers = new Set<(event: LiveEvent) => void>();
const catchers = new Set<() => void>();
let socket: WebSocket | null = null;
let wanted = false;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let look: ReturnType<typeof setInterval> | undefined;
let silence: ReturnType<typeof setTimeout> | undefined;

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

export function say(frame: Record<string, unknown>): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

export function start(): void {
  if (wanted) return;
  wanted = true;
  failures = 0;
  connect();
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
  mine.onmessage = ({ data }) => {
    listenOn(mine);
    const event = parse(data);
    if (event?.type === "connected") greeted();
    else if (event) for (const hear of hearers) hear(event);
  };
  mine.onclose = () => mine === socket && lost();
}

function greeted(): void {
  const isReturn = connection.value === "lost" || failures > 0;
  failures = 0;
  connection.value = "open";
  if (isReturn) catchUp();
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

function parse(data: unknown): LiveEvent | null {
  try {
    const event: unknown = JSON.parse(String(data));
    const isEvent = typeof event === "object" && event !== null && "type" in event;
    return isEvent ? (event as LiveEvent) : null;
  } catch {
    return null;
  }
}
