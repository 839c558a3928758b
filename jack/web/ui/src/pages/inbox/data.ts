/** What the inbox asks the server for, and does there. */

import { person } from "../../api/auth";
import { get, post } from "../../api/client";
import type {
  CannedReply,
  Colleague,
  FileLimit,
  InboxLine,
  Message,
  TimelineItem,
} from "../../api/types";

export type View = "open" | "attention" | "mine" | "unassigned" | "resolved";
export const VIEWS: readonly View[] = ["open", "attention", "mine", "unassigned", "resolved"];

export interface Filters {
  view: View;
  channel: string | null;
  q: string;
}

/** One thing in a thread, in its place in time. */
export type Entry = TimelineItem & { key: string };

export interface TimelinePage {
  entries: Entry[];
  windowEndsAt: string | null;
  takesFiles: readonly FileLimit[];
  cursor: string | null;
}

const LIST_PAGE = 100;
const THREAD_PAGE = 50;
/** As many as the server gives at once. */
export const MOST_ENTRIES = 100;

export async function readList(
  filters: Filters,
  cursor: string | null,
): Promise<{ lines: InboxLine[]; cursor: string | null }> {
  const { view, channel, q } = filters;
  const found = await get("/api/v1/inbox", {
    query: {
      limit: LIST_PAGE,
      state: view === "resolved" ? "resolved" : "open",
      ...(view === "attention" ? { needsAttention: true } : {}),
      ...(view === "mine" ? { mine: true } : {}),
      ...(view === "unassigned" ? { unassigned: true } : {}),
      ...(cursor ? { cursor } : {}),
      ...(channel ? { channel } : {}),
      ...(q ? { q } : {}),
    },
  });
  return { lines: found.conversations, cursor: found.cursor };
}

export const readCounts = () => get("/api/v1/inbox/counts");

export const readConversation = (id: string) => get("/api/v1/conversations/{id}", { path: { id } });

/** A page of what happened, newest first. */
export async function readTimeline(
  id: string,
  cursor: string | null,
  limit = THREAD_PAGE,
): Promise<TimelinePage> {
  const page = await get("/api/v1/conversations/{id}/timeline", {
    path: { id },
    query: { limit, ...(cursor ? { cursor } : {}) },
  });
  return { ...page, entries: page.items.map((item) => ({ ...item, key: keyOf(item) })) };
}

function keyOf({ kind, message, note, event, escalation, task }: TimelineItem): string {
  return `${kind} ${(message ?? note ?? event ?? escalation ?? task)?.id}`;
}

export const readReaches = async (id: string) =>
  (await get("/api/v1/conversations/{id}/channels", { path: { id } })).channels;

export const see = (id: string, messageId: string) =>
  post("/api/v1/conversations/{id}/seen", { path: { id }, body: { messageId } });

/** `original` is what was written where `content` is its translation. */
export const reply = (
  id: string,
  content: string,
  media: string[],
  key: string,
  original: { content: string; language: string } | null = null,
) =>
  post("/api/v1/conversations/{id}/messages", {
    path: { id },
    body: { content, media, original },
    key,
  });
/** A message in the reader's language; made by a model, once. */
export const translate = ({ id }: Pick<Message, "id">, language: string) =>
  post("/api/v1/messages/{id}/translation", { path: { id }, body: { language } });
/** What the guest would read of a reply. */
export const preview = (id: string, content: string) =>
  post("/api/v1/conversations/{id}/translation", { path: { id }, body: { content } });
export const note = (id: string, content: string) =>
  post("/api/v1/conversations/{id}/notes", { path: { id }, body: { content } });
export const suggest = (id: string) => post("/api/v1/conversations/{id}/suggest", { path: { id } });

export const readCannedReplies = async () =>
  (await get("/api/v1/canned-replies", { query: { limit: 100 } })).cannedReplies;
/** A canned reply with its gaps filled for the guest of a conversation. */
export const render = ({ id }: Pick<CannedReply, "id">, conversationId: string) =>
  post("/api/v1/canned-replies/{id}/render", { path: { id }, body: { conversationId } });

export const claim = (id: string) => post("/api/v1/conversations/{id}/claim", { path: { id } });
export const release = (id: string) => post("/api/v1/conversations/{id}/release", { path: { id } });
export const resolve = (id: string) => post("/api/v1/conversations/{id}/resolve", { path: { id } });
export const reopen = (id: string) => post("/api/v1/conversations/{id}/reopen", { path: { id } });
export const transfer = (id: string, to: { to: string } | { department: string }) =>
  post("/api/v1/conversations/{id}/transfer", { path: { id }, body: to });
export const escalate = (id: string, department: string, priority: Priority, words: string) =>
  post("/api/v1/conversations/{id}/escalate", {
    path: { id },
    body: { department, priority, note: words },
  });

/** Roles whose people answer guests. */
const ANSWERING = new Set<Colleague["role"]>(["admin", "manager", "front_desk", "concierge"]);

/** Colleagues who can take a conversation over, those on duty first. */
export async function readColleagues(): Promise<Colleague[]> {
  const { colleagues } = await get("/api/v1/staff/colleagues");
  return colleagues
    .filter(({ id, role }) => id !== person()?.id && ANSWERING.has(role))
    .sort((one, other) => Number(other.isOnDuty) - Number(one.isOnDuty));
}

export type Priority = "urgent" | "high" | "standard" | "low";
export const PRIORITIES: readonly Priority[] = ["urgent", "high", "standard", "low"];
/** Where a conversation can be passed on to: the people of a department, or the managers. */
export const PLACES = [
  "front_desk",
  "concierge",
  "housekeeping",
  "maintenance",
  "room_service",
  "spa",
  "valet",
  "manager",
] as const;

/** Sends a draft, in other words if they were changed. */
export const approve = ({ id }: Pick<Message, "id">, content?: string) =>
  post("/api/v1/messages/{id}/approve", {
    path: { id },
    body: content === undefined ? {} : { content },
  });
/** Never sends a draft, or gives up what did not arrive. */
export const discard = ({ id }: Pick<Message, "id">) =>
  post("/api/v1/messages/{id}/discard", { path: { id } });
/** Sends what did not arrive once more, here or on another channel. */
export const retry = ({ id }: Pick<Message, "id">, channel?: string) =>
  post("/api/v1/messages/{id}/retry", { path: { id }, body: channel ? { channel } : {} });
