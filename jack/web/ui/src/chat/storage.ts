/** What the browser remembers between visits: the session, and messages the hotel has not stored. */

import type { ChatFile } from "./connection";

const SESSION = "jack.chat.session";
const OUTBOX = "jack.chat.outbox";
const SEEN = "jack.chat.seen";
const PROBE = "jack.chat.probe";

export interface Session {
  sessionId: string;
  token: string;
  hotelName: string;
  maxLength: number;
  maxFileBytes?: number;
  /** Where the hotel can write once the page is closed: `email`, `phone`. */
  contacts?: string[];
}

export interface Entry {
  clientId: string;
  content: string;
  createdAt: string;
  refused: boolean;
  /** The page of the hotel's site on which it was written. */
  page?: string;
  files?: ChatFile[];
}

type Store = Pick<Storage, "getItem" | "setItem">;

/** What is in memory, by key. */
export type Kept = Record<string, string>;

/**
 * A browser may refuse localStorage (private window, frames of other sites): then memory has to do,
 * and `keep` hears of every change, for whoever can keep it longer.
 */
export function openStorage(keep: (kept: Kept) => void): ChatStorage {
  try {
    const storage = window.localStorage;
    storage.setItem(PROBE, "");
    storage.removeItem(PROBE);
    return new ChatStorage(storage);
  } catch {
    return new ChatStorage(new MemoryStore({}, keep));
  }
}

/** Every change reads the stored value afresh, so several tabs may share one conversation. */
export class ChatStorage {
  #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get isInMemory(): boolean {
    return this.#store instanceof MemoryStore;
  }

  /** Go on with what was kept elsewhere. */
  restore(kept: Kept): void {
    for (const key of [SESSION, OUTBOX, SEEN]) {
      const value = kept[key];
      if (typeof value === "string") this.#store.setItem(key, value);
    }
  }

  get session(): Session | null {
    return this.#read<Session | null>(SESSION, null);
  }

  set session(session: Session | null) {
    this.#write(SESSION, session);
  }

  /** Entries in the order in which they were written. */
  get outbox(): Entry[] {
    return this.#read<Entry[]>(OUTBOX, []);
  }

  /** Number of the last message that the guest had on screen, in any tab. */
  get seen(): number {
    return this.#read(SEEN, 0);
  }

  set seen(seq: number) {
    this.#write(SEEN, seq);
  }

  add(entry: Entry): void {
    this.#write(OUTBOX, [...this.outbox, entry]);
  }

  remove(clientId: string): void {
    this.#write(
      OUTBOX,
      this.outbox.filter((entry) => entry.clientId !== clientId),
    );
  }

  setRefused(clientId: string, refused: boolean): void {
    const mark = (entry: Entry) => (entry.clientId === clientId ? { ...entry, refused } : entry);
    this.#write(OUTBOX, this.outbox.map(mark));
  }

  clear(): void {
    this.#write(SESSION, null);
    this.#write(OUTBOX, []);
    this.#write(SEEN, 0);
  }

  /** Another tab began another conversation, or showed messages that are new here. */
  onElsewhere(events: { session: () => void; seen: () => void }): void {
    window.addEventListener("storage", ({ key }) => {
      if (key === SESSION && this.session) events.session();
      if (key === SEEN) events.seen();
    });
  }

  #read<T>(key: string, otherwise: T): T {
    try {
      return JSON.parse(this.#store.getItem(key) ?? "null") ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  #write(key: string, value: unknown): void {
    try {
      this.#store.setItem(key, JSON.stringify(value));
    } catch {
      // Quota reached or permission withdrawn while the page was open: go on in memory.
      this.#store = MemoryStore.copyOf(this.#store);
      this.#store.setItem(key, JSON.stringify(value));
    }
  }
}

export class MemoryStore implements Store {
  #values: Map<string, string>;
  #keep: (kept: Kept) => void;

  constructor(kept: Kept = {}, keep: (kept: Kept) => void = () => {}) {
    this.#values = new Map(Object.entries(kept));
    this.#keep = keep;
  }

  static copyOf(store: Store): MemoryStore {
    const copy = new MemoryStore();
    for (const key of [SESSION, OUTBOX, SEEN]) {
      try {
        const value = store.getItem(key);
        if (value !== null) copy.setItem(key, value);
      } catch {
        // No longer readable: nothing to carry over.
      }
    }
    return copy;
  }

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#values.set(key, value);
    this.#keep(Object.fromEntries(this.#values));
  }
}
