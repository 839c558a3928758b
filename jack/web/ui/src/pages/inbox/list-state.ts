/** The list of conversations: pages of the server's answer, kept fresh by events. */

import { batch, computed, signal } from "@preact/signals";
import * as live from "../../api/live";
import { type Filters, type Line, readList } from "./data";

export const filters = signal<Filters>({ view: "open", channel: null, q: "" });
export const lines = signal<ReadonlyMap<string, Line>>(new Map());
export const loading = signal(true);
export const problem = signal<unknown>(null);
const cursor = signal<string | null>(null);
const loadingMore = signal(false);

export const sorted = computed(() => [...lines.value.values()].sort(byAttention));
export const waiting = computed(() => sorted.value.filter(({ wants }) => wants.length > 0).length);

const GATHER_MS = 80;
let asked = 0;

/** Who needs a person first, the earliest deadline before the others; then the newest. */
export function byAttention(one: Line, other: Line): number {
  const isFirst = Number(other.wants.length > 0) - Number(one.wants.length > 0);
  if (isFirst) return isFirst;
  if (one.wants.length && one.dueAt !== other.dueAt)
    return (one.dueAt ?? "9") < (other.dueAt ?? "9") ? -1 : 1;
  if (one.lastAt !== other.lastAt) return one.lastAt < other.lastAt ? 1 : -1;
  return Number(other.id) - Number(one.id);
}

/** Another choice of conversations: the list starts again. */
export function choose(changes: Partial<Filters>): void {
  filters.value = { ...filters.value, ...changes };
  batch(() => {
    lines.value = new Map();
    cursor.value = null;
    loading.value = true;
  });
  void refresh();
}

/** Reads the first page again; what came before stays until it is there. */
export async function refresh(): Promise<void> {
  const mine = ++asked;
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
 * A fresh first page over what is known. Known lines as new as the page's oldest that are not on it
 * have left this choice of conversations; older ones are on pages that were not read again.
 */
export function merged(
  known: ReadonlyMap<string, Line>,
  page: readonly Line[],
  isAll: boolean,
): ReadonlyMap<string, Line> {
  const oldest = page.reduce((least, { lastAt }) => (lastAt < least ? lastAt : least), "9");
  const kept = isAll ? [] : [...known].filter(([, line]) => line.lastAt < oldest);
  return new Map([...kept, ...page.map((line): [string, Line] => [line.id, line])]);
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
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void refresh();
    }, GATHER_MS);
  };
  const ends = [
    live.onEvent(({ type }) => CHANGES.has(type) && soon()),
    live.onCatchUp(() => void refresh()),
  ];
  void refresh();
  return () => {
    clearTimeout(timer);
    for (const end of ends) end();
  };
}
