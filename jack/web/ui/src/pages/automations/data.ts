/** What the pages of rules read, and what they begin with. */

import { get, post } from "../../api/client";
import type { Action, Definition, Reservation, Rule, Simulation, Trigger } from "../../api/types";
import { now } from "../../app/clock";
import { readAll } from "../../app/loaded";
import { dayOf } from "../../i18n/format";

const DAY_MS = 24 * 60 * 60 * 1000;
const FORESEEN_DAYS = 14;
const MOST_FOUND = 8;

export const STATES = [
  "planned",
  "ask_staff",
  "done",
  "suppressed",
  "failed",
  "cancelled",
] as const;
export const CHANNELS = ["whatsapp", "sms", "email"] as const;
export type Channel = (typeof CHANNELS)[number];
export const EVENTS = [
  "reservation_created",
  "reservation_changed",
  "reservation_cancelled",
  "checked_in",
  "checked_out",
  "no_show",
  "room_ready",
  "task_completed",
  "escalation",
  "rating",
  "conversation_idle",
] as const;
export const AUDIENCES = ["hotel", "arriving", "in_house", "departing"] as const;
export const ACTION_KINDS = [
  "send_message",
  "create_task",
  "notify_staff",
  "add_tag",
  "remove_tag",
  "set_preference",
  "call_webhook",
] as const;
export const LATE = ["skip", "send_now", "ask_staff"] as const;
export const PRIORITIES = ["urgent", "high", "standard", "low"] as const;

export const readRules = () =>
  readAll(async (cursor) => {
    const query = { limit: 100, ...(cursor ? { cursor } : {}) };
    const page = await get("/api/v1/automations", { query });
    return { items: page.automations, cursor: page.cursor ?? null };
  }, 1_000);

export const NEW_TRIGGERS: Record<Trigger["kind"], Trigger> = {
  stay: {
    kind: "stay",
    anchor: "arrival",
    side: "before",
    days: 1,
    hours: 0,
    at: "10:00",
    zone: "hotel",
  },
  event: { kind: "event", event: "checked_in", delayMinutes: 0, hours: 0 },
  schedule: { kind: "schedule", at: "09:00", weekdays: [], audience: "in_house" },
};

export function newAction(kind: Action["kind"], template: string): Action {
  const place = { department: "front_desk", priority: "standard" } as const;
  const made: Record<Action["kind"], Action> = {
    send_message: { kind: "send_message", template, purpose: "messages", channels: [] },
    create_task: { kind: "create_task", title: "", note: "", ...place },
    notify_staff: { kind: "notify_staff", text: "", ...place },
    add_tag: { kind: "add_tag", tag: "" },
    remove_tag: { kind: "remove_tag", tag: "" },
    set_preference: { kind: "set_preference", name: "", value: "" },
    call_webhook: { kind: "call_webhook", url: "" },
  };
  return made[kind];
}

export function newDefinition(template: string): Definition {
  return {
    trigger: NEW_TRIGGERS.stay,
    condition: "",
    actions: [newAction("send_message", template)],
    late: "skip",
    staleAfterMinutes: 720,
  };
}

/** A short name made of a name: what is no small letter or digit becomes `_`. */
export function keyOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 60);
}

/** Stays to try a text or a rule on: what is looked for, else who comes next. */
export async function findStays(q: string): Promise<Reservation[]> {
  const today = new Date(now.value);
  const soon = new Date(now.value + 30 * DAY_MS);
  const { reservations } = await get("/api/v1/reservations", {
    query: q
      ? { q, limit: MOST_FOUND }
      : { limit: 100, arrivalFrom: dayOf(today), arrivalTo: dayOf(soon) },
  });
  return q ? reservations : [...reservations].reverse().slice(0, MOST_FOUND);
}

export interface Draft {
  name: string;
  definition: Definition;
}

/** What a rule as it is written would do for one stay, looked at around its time. */
export async function foresee(draft: Draft, stay: Reservation): Promise<Simulation["lines"]> {
  const found = await post("/api/v1/automations/simulate", {
    body: {
      draft: { name: draft.name.trim() || "Draft", definition: draft.definition },
      ...span(draft.definition.trigger, stay),
      limit: 5_000,
    },
  });
  return found.lines.filter(({ reservationId }) => reservationId === stay.id);
}

/** The days in which a trigger means this stay; from now where that has begun. */
function span(trigger: Trigger, stay: Reservation): { days: number; begin?: string } {
  if (trigger.kind !== "stay") return { days: FORESEEN_DAYS };
  const [year = 0, month = 1, day = 1] = stay[trigger.anchor].split("-").map(Number);
  const sign = trigger.side === "before" ? -1 : 1;
  const away = sign * ((trigger.days ?? 0) + Math.ceil((trigger.hours ?? 0) / 24));
  // The day before and the days after: a night, a talk or the guest's own clock may move it.
  const first = new Date(Date.UTC(year, month - 1, day + away - 1)).toISOString().slice(0, 10);
  return first > dayOf(new Date(now.value)) ? { days: 5, begin: first } : { days: 5 };
}

export const isMessage = (action: Action) => action.kind === "send_message";

export function isWritten({ name, definition }: Draft): boolean {
  return name.trim() !== "" && definition.actions.length > 0 && definition.actions.every(isWhole);
}

function isWhole(action: Action): boolean {
  return Object.entries(action).every(
    ([field, value]) => field === "note" || Array.isArray(value) || String(value).trim() !== "",
  );
}

export type { Rule };
