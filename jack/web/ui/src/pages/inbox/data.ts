/**
 * What the inbox shows, read from the API.
 *
 * Everything that depends on how the server words its answers is here; the rest of the inbox knows
 * only `Line`, `Thread` and `Entry`.
 */

import { get, post } from "../../api/client";
import type { Card, Conversation, Escalation, Message, Task } from "../../api/types";

export type View = "open" | "mine" | "unassigned" | "escalated" | "resolved";
export const VIEWS: readonly View[] = ["open", "mine", "unassigned", "escalated", "resolved"];

export interface Filters {
  view: View;
  channel: string | null;
  q: string;
}

/** Why a conversation needs a person. */
export type Want = "escalated" | "failed" | "draft" | "waiting";

/** A line of the list. */
export interface Line {
  id: string;
  guestName: string;
  channel: string;
  state: string;
  ownerId: string | null;
  ownerName: string | null;
  room: string | null;
  lastText: string;
  lastSender: string;
  lastAt: string;
  wants: readonly Want[];
  /** When somebody should have answered; null without a clock. */
  dueAt: string | null;
  unread: number;
}

export interface ListPage {
  lines: Line[];
  cursor: string | null;
}

/** One thing in a thread, in its place in time. */
export type Entry =
  | { kind: "message"; at: string; key: string; message: Message }
  | { kind: "escalation"; at: string; key: string; escalation: Escalation }
  | { kind: "task"; at: string; key: string; task: Task };

export interface ThreadPage {
  messages: Message[];
  cursor: string | null;
}

const PAGE = 50;
const LIST_PAGE = 100;

export async function readList(filters: Filters, cursor: string | null): Promise<ListPage> {
  const { view, channel, q } = filters;
  const found = await get("/api/v1/conversations", {
    query: {
      limit: LIST_PAGE,
      ...(cursor ? { cursor } : {}),
      ...(channel ? { channel } : {}),
      ...(q ? { q } : {}),
      ...asked(view),
    },
  });
  return { lines: found.conversations.map(lineOf), cursor: found.cursor };
}

function asked(view: View): { state: "open" | "escalated" | "resolved"; assignedTo?: string } {
  if (view === "escalated" || view === "resolved") return { state: view };
  if (view === "mine") return { state: "open", assignedTo: "me" };
  if (view === "unassigned") return { state: "open", assignedTo: "none" };
  return { state: "open" };
}

function lineOf(card: Card): Line {
  const wants: Want[] = [];
  if (card.state === "escalated") wants.push("escalated");
  if (card.hasFailed) wants.push("failed");
  return {
    id: card.id,
    guestName: card.guestName,
    channel: card.channel,
    state: card.state,
    ownerId: card.assignedTo,
    ownerName: card.assignedName,
    room: card.room,
    lastText: card.lastMessage,
    lastSender: card.lastSender,
    lastAt: card.lastMessageAt,
    wants,
    dueAt: null,
    unread: 0,
  };
}

export function readConversation(id: string): Promise<Conversation> {
  return get("/api/v1/conversations/{id}", { path: { id } });
}

/** A page of messages, newest first. */
export function readMessages(id: string, cursor: string | null): Promise<ThreadPage> {
  return get("/api/v1/conversations/{id}/messages", {
    path: { id },
    query: { limit: PAGE, ...(cursor ? { cursor } : {}) },
  });
}

export async function readTasks(id: string): Promise<Task[]> {
  const { tasks } = await get("/api/v1/tasks", { query: { conversationId: id, limit: 100 } });
  return tasks;
}

export const reply = (id: string, content: string) =>
  post("/api/v1/conversations/{id}/messages", { path: { id }, body: { content } });
export const claim = (id: string) => post("/api/v1/conversations/{id}/claim", { path: { id } });
export const release = (id: string) => post("/api/v1/conversations/{id}/release", { path: { id } });
export const resolve = (id: string) => post("/api/v1/conversations/{id}/resolve", { path: { id } });

/** Sends a message that did not arrive once more. */
export async function retry(message: Message): Promise<void> {
  await post("/api/v1/outbox/{id}/retry", { path: { id: await outboxId(message) } });
}

/** Gives a message up that did not arrive. */
export async function discard(message: Message): Promise<void> {
  await post("/api/v1/outbox/{id}/discard", { path: { id: await outboxId(message) } });
}

async function outboxId(message: Message): Promise<string> {
  let cursor: string | null = null;
  do {
    const page: { outbox: { id: string; messageId: string }[]; cursor: string | null } = await get(
      "/api/v1/outbox",
      { query: { limit: 100, ...(cursor ? { cursor } : {}) } },
    );
    const found = page.outbox.find(({ messageId }) => messageId === message.id);
    if (found) return found.id;
    cursor = page.cursor;
  } while (cursor);
  throw new Error("The message is no longer waiting.");
}
