// What the browser remembers between visits: the session, and the messages not yet stored by the hotel.

const SESSION = "jack.chat.session";
const OUTBOX = "jack.chat.outbox";

/** A browser may refuse localStorage (private window, blocked cookies): then memory has to do. */
export function openStorage() {
  try {
    const storage = window.localStorage;
    storage.setItem("jack.chat.probe", "");
    storage.removeItem("jack.chat.probe");
    return new ChatStorage(storage);
  } catch {
    return new ChatStorage(new MemoryStorage());
  }
}

/** Every change reads the stored value afresh, so several tabs may share one conversation. */
class ChatStorage {
  #storage;

  constructor(storage) {
    this.#storage = storage;
  }

  /** `{sessionId, token, hotelName, maxLength}`, or null. */
  get session() {
    return this.#read(SESSION, null);
  }

  set session(session) {
    this.#write(SESSION, session);
  }

  /** Entries `{clientId, content, createdAt, refused}` in the order in which they were written. */
  get outbox() {
    return this.#read(OUTBOX, []);
  }

  add(entry) {
    this.#write(OUTBOX, [...this.outbox, entry]);
  }

  remove(clientId) {
    this.#write(OUTBOX, this.outbox.filter((entry) => entry.clientId !== clientId));
  }

  setRefused(clientId, refused) {
    const mark = (entry) => (entry.clientId === clientId ? { ...entry, refused } : entry);
    this.#write(OUTBOX, this.outbox.map(mark));
  }

  clear() {
    this.#write(SESSION, null);
    this.#write(OUTBOX, []);
  }

  /** Call `listener()` when another tab begins another conversation. */
  onSessionElsewhere(listener) {
    window.addEventListener("storage", (event) => {
      if (event.key === SESSION && this.session) listener();
    });
  }

  #read(key, otherwise) {
    try {
      return JSON.parse(this.#storage.getItem(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  #write(key, value) {
    try {
      this.#storage.setItem(key, JSON.stringify(value));
    } catch {
      // Quota reached or permission withdrawn while the page was open: go on in memory.
      this.#storage = MemoryStorage.copyOf(this.#storage);
      this.#storage.setItem(key, JSON.stringify(value));
    }
  }
}

class MemoryStorage {
  #values = new Map();

  static copyOf(storage) {
    const copy = new MemoryStorage();
    for (const key of [SESSION, OUTBOX]) {
      try {
        copy.setItem(key, storage.getItem(key));
      } catch {
        // No longer readable: nothing to carry over.
      }
    }
    return copy;
  }

  getItem(key) {
    return this.#values.get(key) ?? null;
  }

  setItem(key, value) {
    this.#values.set(key, value);
  }
}
