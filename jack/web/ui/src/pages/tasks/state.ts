/** What is true of a task at a moment, and what a person may do to it. */

import type { Person, Task } from "../../api/types";

export type Step =
  | "claim"
  | "start"
  | "complete"
  | "approve"
  | "decline"
  | "counter"
  | "notPossible"
  | "wait"
  | "reassign"
  | "edit"
  | "cancel"
  | "reopen";

const DECIDERS = new Set(["admin", "manager", "front_desk"]);
/** Roles that see the tasks of every department. */
const OVERSEERS = new Set([...DECIDERS, "concierge"]);
const RANKS = ["urgent", "high", "standard", "low"];

export const isOpen = ({ status }: Task) => status !== "completed" && status !== "cancelled";

/** Since when it is late; null when it is not. On hold nothing is late. */
export function lateSince(task: Task, now: number): number | null {
  if (!isOpen(task) || task.isWaiting || task.result === "countered") return null;
  const missed = [
    ...(task.respondedAt ? [] : [Date.parse(task.responseDueAt)]),
    Date.parse(task.resolutionDueAt),
  ].filter((due) => due <= now);
  return missed.length ? Math.min(...missed) : null;
}

/** The next moment at which it would be late. */
export function dueAt(task: Task): number {
  return Date.parse(task.respondedAt ? task.resolutionDueAt : task.responseDueAt);
}

export function mayDecide(who: Person): boolean {
  return DECIDERS.has(who.role);
}

export function seesAll(who: Person): boolean {
  return OVERSEERS.has(who.role);
}

/** Steps that the server would take from this person, in the order in which they are shown. */
export function possible(task: Task, who: Person): readonly Step[] {
  if (!who.permissions.includes("tasks:write")) return [];
  const isApproval = task.kind === "approval";
  if (isApproval && !mayDecide(who)) return [];
  if (!isOpen(task)) return ["reopen"];
  const isFree = task.assignedTo === null || task.assignedTo === who.id;
  const steps: Step[] = [];
  if (task.status === "pending" && task.assignedTo === null) steps.push("claim");
  if (isApproval) steps.push("approve", "decline", "counter");
  else {
    if (task.status !== "in_progress" && isFree) steps.push("start");
    steps.push("complete", "notPossible");
    if (!task.isWaiting) steps.push("wait");
  }
  return [...steps, "reassign", "edit", "cancel"];
}

/** The one step that most people want next; null where a colleague is at it. */
export function nextStep(task: Task, who: Person): Step | null {
  const steps = possible(task, who);
  if (!isOpen(task)) return null;
  if (task.kind === "approval") return steps.includes("approve") ? "approve" : null;
  if (task.assignedTo !== null && task.assignedTo !== who.id) return null;
  if (task.status === "in_progress") return "complete";
  const wanted = task.status === "pending" ? "claim" : "start";
  return steps.includes(wanted) ? wanted : null;
}

/** What is late longest, then what is due first, then what is more pressing. */
export function byUrgency(now: number): (one: Task, other: Task) => number {
  return (one, other) => {
    const [late, otherLate] = [lateSince(one, now), lateSince(other, now)];
    if (late !== null && otherLate !== null && late !== otherLate) return late - otherLate;
    if ((late === null) !== (otherLate === null)) return late === null ? 1 : -1;
    const [hold, otherHold] = [isOnHold(one), isOnHold(other)];
    if (hold !== otherHold) return hold ? 1 : -1;
    if (dueAt(one) !== dueAt(other)) return dueAt(one) - dueAt(other);
    const rank = RANKS.indexOf(one.priority) - RANKS.indexOf(other.priority);
    return rank || Number(one.id) - Number(other.id);
  };
}

export const isOnHold = (task: Task) => task.isWaiting || task.result === "countered";

/** Rooms as people count them: 99 before 204, what has no room last. */
export function byRoom(one: Task, other: Task): number {
  if (one.room === other.room) return 0;
  if (one.room === null || other.room === null) return one.room === null ? 1 : -1;
  return one.room.localeCompare(other.room, undefined, { numeric: true });
}

export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
