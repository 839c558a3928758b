/** One open conversation: its messages and all else that happened in it, kept fresh by events. */

import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import * as live from "../../api/live";
import type { Conversation, Message, Task } from "../../api/types";
import * as data from "./data";

export interface Thread {
  id: string;
  conversation: Signal<Conversation | null>;
  tasks: ReadonlySignal<readonly Task[]>;
  entries: ReadonlySignal<readonly data.Entry[]>;
  problem: Signal<unknown>;
  hasOlder: ReadonlySignal<boolean>;
  loadingOlder: Signal<boolean>;
  refresh: () => Promise<void>;
  older: () => Promise<void>;
  put: (message: Message) => void;
  follow: () => () => void;
}

const GATHER_MS = 50;

export function openThread(id: string): Thread {
  const conversation = signal<Conversation | null>(null);
  const messages = signal<ReadonlyMap<string, Message>>(new Map());
  const tasks = signal<readonly Task[]>([]);
  const cursor = signal<string | null>(null);
  const problem = signal<unknown>(null);
  const loadingOlder = signal(false);
  let asked = 0;

  const add = (found: readonly Message[]) => {
    const all = new Map(messages.value);
    for (const message of found) all.set(message.id, message);
    messages.value = all;
  };

  const refresh = async () => {
    const mine = ++asked;
    const isFirst = conversation.value === null;
    try {
      const [found, page, made] = await Promise.all([
        data.readConversation(id),
        data.readMessages(id, null),
        data.readTasks(id).catch(() => tasks.value),
      ]);
      if (mine !== asked) return;
      batch(() => {
        conversation.value = found;
        tasks.value = made;
        problem.value = null;
        if (isFirst || isGap(messages.value, page.messages)) {
          messages.value = new Map();
          cursor.value = page.cursor;
        }
        add(page.messages);
      });
    } catch (error) {
      if (mine === asked && isFirst) problem.value = error;
    }
  };

  const older = async () => {
    if (!cursor.value || loadingOlder.value) return;
    loadingOlder.value = true;
    try {
      const page = await data.readMessages(id, cursor.value);
      batch(() => {
        add(page.messages);
        cursor.value = page.cursor;
      });
    } catch {
      // The banner says that the server is away; scrolling asks again.
    } finally {
      loadingOlder.value = false;
    }
  };

  const follow = () => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void refresh();
      }, GATHER_MS);
    };
    const ends = [
      live.onEvent((event) => {
        const isOurs = event.conversationId === id;
        if (isOurs && event.type !== "typing" && event.type !== "presence") soon();
        else if (event.type.startsWith("task.")) soon();
      }),
      live.onCatchUp(() => void refresh()),
    ];
    void refresh();
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  };

  return {
    id,
    conversation,
    tasks,
    entries: computed(() =>
      entriesOf(
        [...messages.value.values()],
        conversation.value,
        tasks.value,
        cursor.value === null,
      ),
    ),
    problem,
    hasOlder: computed(() => cursor.value !== null),
    loadingOlder,
    refresh,
    older,
    put: (message) => add([message]),
    follow,
  };
}

/** Whether messages may lie between what is known and a fresh newest page. */
export function isGap(known: ReadonlyMap<string, Message>, page: readonly Message[]): boolean {
  return known.size > 0 && page.length > 0 && !page.some(({ id }) => known.has(id));
}

/** Everything in its place in time; before the oldest message that was read, only messages count. */
export function entriesOf(
  messages: readonly Message[],
  conversation: Conversation | null,
  tasks: readonly Task[],
  isWhole: boolean,
): readonly data.Entry[] {
  const said = messages
    .map(
      (message): data.Entry => ({
        kind: "message",
        at: message.createdAt,
        key: `m${message.id}`,
        message,
      }),
    )
    .sort(byTime);
  const since = isWhole ? "" : (said[0]?.at ?? "");
  const beside: data.Entry[] = [
    ...(conversation?.escalations ?? []).map(
      (escalation): data.Entry => ({
        kind: "escalation",
        at: escalation.createdAt,
        key: `e${escalation.id}`,
        escalation,
      }),
    ),
    ...tasks.map(
      (task): data.Entry => ({ kind: "task", at: task.createdAt, key: `t${task.id}`, task }),
    ),
  ];
  return [...said, ...beside.filter(({ at }) => at >= since)].sort(byTime);
}

function byTime(one: data.Entry, other: data.Entry): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return Number(one.key.slice(1)) - Number(other.key.slice(1));
}
