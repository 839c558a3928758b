/** The list of conversations: pages of the server's answer, kept fresh by events. */

import { batch, computed, signal } from "@preact/signals";
import * as live from "../../api/live";
import type { InboxCounts, InboxLine } from "../../api/types";
import { gathered } from "../../app/gathered";
import { type Filters, readCounts, readList } from "./data";

export const filters = signal<Filters>({ view: "open", channel: null, q: "" });
export const lines = signal<ReadonlyMap<string, InboxLine>>(new Map());
export const counts = signal<InboxCounts | null>(null);
export const loading = signal(true);
export const problem = signal<unknown>(null);
const cursor = signal<string | null>(null);
const loadingMore = signal(false);

export const sorted = computed(() => [...lines.value.values()].sort(byAttention));

const GATHER_MS = 80;
let asked = 0;

/** As the server orders: who needs a person first, by deadline or wait; then the newest. */
export function byAttention(one: InboxLine, other: InboxLine): number {
  const [first, second] = [one.attention, other.attention];
  if (first && second) {
    const [due, otherDue] = [
      first.dueAt ?? first.waitingSince,
      second.dueAt ?? second.waitingSince,
    ];
    if (due !== otherDue) return due < otherDue ? -1 : 1;
    return Number(one.id) - Number(other.id);
  }
  if (first || second) return first ? -1 : 1;
  if (one.lastMessageAt !== other.lastMessageAt)
    return one.lastMessageAt < other.lastMessageAt ? 1 : -1;
  return Number(other.id) - Number(one.id);
}

/** Another choice of conversations: the list starts again. */
export function choose(changes: Partial<Filters>): void {
  batch(() => {
    filters.value = { ...filters.value, ...changes };
    lines.value = new Map();
    cursor.value = null;
    loading.value = true;
  });
  void refresh();
}

/** Reads the first page again; what is known stays until it is there. */
export async function refresh(): Promise<void> {
  const mine = ++asked;
  readCounts().then(
    (found) => {
      counts.value = found;
    },
    () => undefined,
  );
  try {
    const page = await readList(filters.value, null);
    if (mine !== asked) return;
    batch(() => {
      lines.value = merged(lines.value, page.lines, page.cursor === null);
      if (loading.value) cursor.value = page.cursor;
      problem.value = null;
      loading.value = false;
    });
  } catch (error) {
    if (mine !== asked) return;
    batch(() => {
      problem.value = error;
      loading.value = false;
    });
  }
}

export async function more(): Promise<void> {
  if (!cursor.value || loadingMore.value || loading.value) return;
  const before = filters.value;
  loadingMore.value = true;
  try {
    const page = await readList(before, cursor.value);
    if (before !== filters.value) return;
    const all = new Map(lines.value);
    for (const line of page.lines) all.set(line.id, line);
    batch(() => {
      lines.value = all;
      cursor.value = page.cursor;
    });
  } catch {
    // The banner says that the server is away; scrolling on asks again.
  } finally {
    loadingMore.value = false;
  }
}

/**
 * A fresh first page over what is known. Known lines that belong before its last one and are not on
 * it have left this choice of conversations; later ones are on pages that were not read again.
 */
export function merged(
  known: ReadonlyMap<string, InboxLine>,
  page: readonly InboxLine[],
  isAll: boolean,
): ReadonlyMap<string, InboxLine> {
  const last = page[page.length - 1];
  // In the order they are shown, so that sorting finds little to do.
  const all = new Map(page.map((line): [string, InboxLine] => [line.id, line]));
  if (isAll || !last) return all;
  for (const [id, line] of known) {
    if (!all.has(id) && byAttention(line, last) > 0) all.set(id, line);
  }
  return all;
}

const CHANGES = new Set([
  "message.new",
  "message.status",
  "conversation.created",
  "conversation.updated",
  "escalation",
]);

/** Follows what happens while the inbox is on the screen. */
export function follow(): () => void {
  const soon = gathered(() => void refresh(), GATHER_MS);
  const ends = [
    live.onEvent(({ type }) => CHANGES.has(type) && soon.run()),
    live.onCatchUp(() => void refresh()),
    soon.stop,
  ];
  void refresh();
  return () => {
    for (const end of ends) end();
  };
}
