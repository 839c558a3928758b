/** One open conversation and all that happened in it, kept fresh by events. */

import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import * as live from "../../api/live";
import type { Conversation, FileLimit, ProposedTask, Reach } from "../../api/types";
import { gathered } from "../../app/gathered";
import * as data from "./data";

export interface Thread {
  id: string;
  conversation: Signal<Conversation | null>;
  entries: ReadonlySignal<readonly data.Entry[]>;
  windowEndsAt: Signal<string | null>;
  /** Files that the guest's channel takes. */
  takesFiles: Signal<readonly FileLimit[]>;
  problem: Signal<unknown>;
  hasOlder: ReadonlySignal<boolean>;
  loadingOlder: Signal<boolean>;
  /** Addresses of the guest; null until `findReaches`. */
  reaches: Signal<readonly Reach[] | null>;
  /** Tasks that sending a draft makes, by the draft's id. */
  proposals: Signal<Readonly<Record<string, readonly ProposedTask[]>>>;
  findReaches: () => void;
  refresh: () => Promise<void>;
  older: () => Promise<void>;
  /** Reads back to a message; whether it is in this conversation. */
  reach: (messageId: string) => Promise<boolean>;
  follow: () => () => void;
}

const GATHER_MS = 50;

export function openThread(id: string): Thread {
  const conversation = signal<Conversation | null>(null);
  const known = signal<ReadonlyMap<string, data.Entry>>(new Map());
  const windowEndsAt = signal<string | null>(null);
  const takesFiles = signal<readonly FileLimit[]>([]);
  const cursor = signal<string | null>(null);
  const problem = signal<unknown>(null);
  const loadingOlder = signal(false);
  const reaches = signal<readonly Reach[] | null>(null);
  let asked = 0;
  let seen = "0";

  const refresh = async () => {
    const mine = ++asked;
    const isFirst = conversation.value === null;
    try {
      const [found, page] = await Promise.all([
        data.readConversation(id),
        data.readTimeline(id, null),
      ]);
      if (mine !== asked) return;
      batch(() => {
        conversation.value = found;
        windowEndsAt.value = page.windowEndsAt;
        takesFiles.value = page.takesFiles;
        problem.value = null;
        const restarts = isFirst || isGap(known.value, page.entries);
        if (restarts) cursor.value = page.cursor;
        known.value = joined(restarts ? new Map() : known.value, page.entries);
      });
      look();
    } catch (error) {
      if (mine === asked && isFirst) problem.value = error;
    }
  };

  let reading: Promise<void> | null = null;
  const older = (most?: number): Promise<void> => {
    reading ??= readOlder(most).finally(() => {
      reading = null;
    });
    return reading;
  };

  const readOlder = async (most: number | undefined) => {
    if (!cursor.value) return;
    loadingOlder.value = true;
    try {
      const page = await data.readTimeline(id, cursor.value, most);
      batch(() => {
        known.value = joined(known.value, page.entries);
        cursor.value = page.cursor;
      });
    } catch {
      // The banner says that the server is away; scrolling asks again.
    } finally {
      loadingOlder.value = false;
    }
  };

  const reach = async (messageId: string) => {
    const isThere = () => known.value.has(`message ${messageId}`);
    while (!isThere() && cursor.value) {
      const before = cursor.value;
      await older(data.MOST_ENTRIES);
      if (cursor.value === before) break;
    }
    return isThere();
  };

  /** Tells the server what this person has read: the newest message, when the page is looked at. */
  const look = () => {
    const newest = [...known.value.values()].reduce(
      (most, { message }) => (message && Number(message.id) > Number(most) ? message.id : most),
      "0",
    );
    if (document.hidden || Number(newest) <= Number(seen)) return;
    seen = newest;
    data.see(id, newest).catch(() => undefined);
  };

  const follow = () => {
    const soon = gathered(() => void refresh(), GATHER_MS);
    document.addEventListener("visibilitychange", look);
    const ends = [
      live.onEvent((event) => {
        const isPassing = event.type === "typing" || event.type === "presence";
        if (!isPassing && (event.conversationId === id || event.type.startsWith("task.")))
          soon.run();
      }),
      live.onCatchUp(() => void refresh()),
      soon.stop,
      () => document.removeEventListener("visibilitychange", look),
    ];
    void refresh();
    return () => {
      for (const end of ends) end();
    };
  };

  return {
    id,
    conversation,
    entries: computed(() => [...known.value.values()].sort(byTime)),
    windowEndsAt,
    takesFiles,
    problem,
    hasOlder: computed(() => cursor.value !== null),
    loadingOlder,
    reaches,
    proposals: signal({}),
    findReaches: () => {
      if (reaches.value) return;
      reaches.value = [];
      data.readReaches(id).then(
        (found) => {
          reaches.value = found;
        },
        () => {
          reaches.value = null;
        },
      );
    },
    refresh,
    older: () => older(),
    reach,
    follow,
  };
}

/** Whether something may lie between what is known and a fresh newest page. */
export function isGap(
  known: ReadonlyMap<string, data.Entry>,
  page: readonly data.Entry[],
): boolean {
  return known.size > 0 && page.length > 0 && !page.some(({ key }) => known.has(key));
}

/** What is known with a page over it. Entries that did not change stay the same objects. */
export function joined(
  known: ReadonlyMap<string, data.Entry>,
  page: readonly data.Entry[],
): ReadonlyMap<string, data.Entry> {
  const all = new Map(known);
  for (const entry of page) {
    const before = all.get(entry.key);
    if (!before || JSON.stringify(before) !== JSON.stringify(entry)) all.set(entry.key, entry);
  }
  return all;
}

const RANKS = { message: 0, note: 1, event: 2, escalation: 3, task: 4 };

/** Oldest first; of one moment, messages before what they led to. */
export function byTime(one: data.Entry, other: data.Entry): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  if (one.kind !== other.kind) return RANKS[one.kind] - RANKS[other.kind];
  return idOf(one) - idOf(other);
}

function idOf({ key }: data.Entry): number {
  return Number(key.split(" ")[1]);
}
