/** What the task pages ask the server for, and do there. */

import { get, patch, post } from "../../api/client";
import type { Colleague, Task } from "../../api/types";
import { readAll } from "../../app/loaded";

export type View = "open" | "mine" | "free" | "late" | "approvals" | "done";

export const DEPARTMENTS = [
  "housekeeping",
  "maintenance",
  "concierge",
  "room_service",
  "front_desk",
  "valet",
  "spa",
  "other",
] as const;
export type Department = (typeof DEPARTMENTS)[number];

export const PRIORITIES = ["urgent", "high", "standard", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface Filters {
  view: View;
  department: Department | null;
  q: string;
}

const PAGE = 100;
const MOST = 1_000;
const MOST_DONE = 100;

/** Every open task of this choice, or the newest finished ones. */
export function readTasks({ view, department, q }: Filters): Promise<Task[]> {
  const isDone = view === "done";
  return readAll(
    async (cursor) => {
      const found = await get("/api/v1/tasks", {
        query: {
          limit: PAGE,
          status: isDone ? "completed" : "open",
          ...(view === "mine" ? { assignedTo: "me" } : {}),
          ...(view === "free" ? { assignedTo: "none" } : {}),
          ...(view === "late" ? { overdue: true } : {}),
          ...(view === "approvals" ? { kind: "approval" as const } : {}),
          ...(department ? { department } : {}),
          ...(q ? { q } : {}),
          ...(cursor ? { cursor } : {}),
        },
      });
      return { items: found.tasks, cursor: found.cursor };
    },
    isDone ? MOST_DONE : MOST,
  );
}

export const readTask = (id: string) => get("/api/v1/tasks/{id}", { path: { id } });
export const readHistory = async (id: string) =>
  (await get("/api/v1/tasks/{id}/history", { path: { id } })).events;
export const readColleagues = async (): Promise<Colleague[]> =>
  (await get("/api/v1/staff/colleagues")).colleagues;

/** What is written down of a task; a room or time that is null is none. */
export interface Words {
  title: string;
  items: { name: string; quantity: number }[];
  room: string | null;
  note: string;
  priority: Priority;
  dueAt: string | null;
}

export const create = (words: Words & { department: Department }) =>
  post("/api/v1/tasks", { body: { kind: "request", ...words } });
export const edit = (id: string, words: Partial<Words>) =>
  patch("/api/v1/tasks/{id}", { path: { id }, body: words as Words });

const CALLS = {
  claim: "/api/v1/tasks/{id}/claim",
  start: "/api/v1/tasks/{id}/start",
  complete: "/api/v1/tasks/{id}/complete",
  wait: "/api/v1/tasks/{id}/wait",
  cancel: "/api/v1/tasks/{id}/cancel",
  reopen: "/api/v1/tasks/{id}/reopen",
  approve: "/api/v1/tasks/{id}/approve",
} as const;
export type Plain = keyof typeof CALLS;

/** A step that needs no words. */
export const step = (id: string, name: Plain): Promise<Task> => post(CALLS[name], { path: { id } });

export const notPossible = (id: string, reason: string) =>
  post("/api/v1/tasks/{id}/not-possible", { path: { id }, body: { reason } });
export const decline = (id: string, reason: string) =>
  post("/api/v1/tasks/{id}/decline", { path: { id }, body: { reason } });
export const counter = (id: string, offer: string) =>
  post("/api/v1/tasks/{id}/counter", { path: { id }, body: { offer } });
export const comment = (id: string, text: string) =>
  post("/api/v1/tasks/{id}/comments", { path: { id }, body: { text } });
export const reassign = (
  id: string,
  to: { assignedTo?: string | null; department?: Department | null },
) => post("/api/v1/tasks/{id}/reassign", { path: { id }, body: to });
