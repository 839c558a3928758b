/** The line to the hotel: one session, one WebSocket, and an outbox repeated until all is stored. */

import type { ChatStorage, Entry, Session } from "./storage";

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 20_000;
const HEARTBEAT_MS = 25_000;
const ANSWER_TIMEOUT_MS = 10_000;
const CHECK_TIMEOUT_MS = 3_000;
const TYPING_INTERVAL_MS = 3_000;
const CLOSE_UNAUTHORIZED = 4401;

/** A picture or document of a message; its addresses are good for some minutes. */
export interface ChatFile {
  id: string;
  kind: string;
  name: string;
  size: number;
  width: number | null;
  height: number | null;
  url: string | null;
  thumbnailUrl: string | null;
}

/** A message as the hotel keeps it. */
export interface Line {
  id: string;
  seq: number;
  sender: "guest" | "ai" | "staff" | "system";
  name: string | null;
  content: string;
  createdAt: string;
  clientId: string | null;
  files?: ChatFile[];
}

type Frame =
  | { type: "ready" | "pong" }
  | ({ type: "message" } & Line)
  | { type: "status"; clientId: string; status: string }
  | { type: "typing"; sender: string }
  | { type: "error"; code: string; clientId?: string };

export interface Events {
  session(session: Session): void;
  online(): void;
  offline(): void;
  message(line: Line): void;
  typing(sender: string): void;
  stored(clientId: string): void;
  refused(clientId: string): void;
  ended(): void;
}

interface Parts {
  storage: ChatStorage;
  language: string;
  page: () => string | undefined;
  events: Events;
}

/**
 * Opens the line and keeps it open.
 *
 * `page()` is where the guest is on the hotel's site. `events` hear: `session` one was opened or
 * found; `stored` the hotel has it; `refused` the hotel will not take it; `ended` the hotel no longer
 * knows the session.
 */
export class Connection {
  #storage: ChatStorage;
  #language: string;
  #page: () => string | undefined;
  #events: Events;
  #attempt = new AbortController();
  #failures = 0;
  #socket: WebSocket | null = null;
  #token: string | null = null;
  #isReady = false;
  #lastSeq = 0;
  #lastTyping = 0;
  #retryTimer: number | undefined;
  #heartbeatTimer: number | undefined;
  #silenceTimer: number | undefined;

  constructor({ storage, language, page, events }: Parts) {
    this.#storage = storage;
    this.#language = language;
    this.#page = page;
    this.#events = events;
  }

  /** Open the line now, whatever it was doing. */
  async connect(): Promise<void> {
    this.#hangUp();
    const { signal } = this.#attempt;
    this.#expectAnswer(ANSWER_TIMEOUT_MS);
    try {
      this.#storage.session ??= await createSession(this.#language, signal);
    } catch {
      if (!signal.aborted) this.#retryLater();
    }
    const { session } = this.#storage;
    if (signal.aborted || !session) return;
    this.#events.session(session);
    this.#openSocket(session.token);
  }

  /** Something happened to the network or the page: make sure the line is alive. */
  check(): void {
    if (this.#isReady) this.#ping(CHECK_TIMEOUT_MS);
    else this.connect();
  }

  /** Put a message in the outbox and send it if possible. Returns its entry. */
  send(content: string, files: ChatFile[] = []): Entry {
    const createdAt = new Date().toISOString();
    const entry: Entry = { clientId: newId(), content, createdAt, refused: false };
    if (files.length) entry.files = files;
    const page = this.#page();
    if (page) entry.page = page;
    this.#storage.add(entry);
    this.#transmit(entry);
    return entry;
  }

  retry(clientId: string): void {
    this.#storage.setRefused(clientId, false);
    if (this.#isReady) this.#flush();
    else this.connect();
  }

  /** A file with new addresses. */
  async renew(id: string): Promise<ChatFile> {
    const response = await fetch(`/api/v1/webchat/files/${id}`, {
      headers: { Authorization: `Bearer ${this.#storage.session?.token ?? ""}` },
    });
    if (!response.ok) throw new Error(`No file: HTTP ${response.status}`);
    return response.json();
  }

  discard(clientId: string): void {
    this.#storage.remove(clientId);
  }

  /** The guest is writing; told to the hotel at most every few seconds. */
  typing(): void {
    if (Date.now() - this.#lastTyping < TYPING_INTERVAL_MS) return;
    this.#lastTyping = Date.now();
    this.#post({ type: "typing" });
  }

  /** The guest has everything received so far on screen. */
  acknowledge(): void {
    if (!this.#isReady || this.#lastSeq <= this.#storage.seen) return;
    this.#storage.seen = this.#lastSeq;
    this.#post({ type: "ack", seq: this.#lastSeq });
  }

  /** Forget the conversation, unsent messages included, and open a new one. */
  startOver(): void {
    this.#storage.clear();
    this.follow();
  }

  /** Begin at the first message of the session that storage now holds. */
  follow(): void {
    this.#lastSeq = 0;
    this.connect();
  }

  #openSocket(token: string): void {
    this.#token = token;
    const address = new URL("/ws/chat", window.location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#expectAnswer(ANSWER_TIMEOUT_MS);
    socket.addEventListener("open", () => {
      if (socket === this.#socket) this.#post({ type: "hello", token, after: this.#lastSeq });
    });
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.#socket) this.#receive(JSON.parse(data));
    });
    socket.addEventListener("close", ({ code }) => {
      if (socket === this.#socket) this.#closed(code);
    });
  }

  #closed(code: number): void {
    if (code === CLOSE_UNAUTHORIZED) this.#endSession();
    this.#retryLater();
  }

  #receive(frame: Frame): void {
    clearTimeout(this.#silenceTimer);
    this.#scheduleHeartbeat();
    switch (frame.type) {
      case "ready":
        this.#failures = 0;
        this.#isReady = true;
        this.#events.online();
        this.#flush();
        break;
      case "message":
        this.#lastSeq = Math.max(this.#lastSeq, frame.seq);
        if (frame.clientId) this.#storage.remove(frame.clientId);
        this.#events.message(frame);
        break;
      case "status":
        if (frame.status !== "stored") break;
        this.#storage.remove(frame.clientId);
        this.#events.stored(frame.clientId);
        break;
      case "typing":
        this.#events.typing(frame.sender);
        break;
      case "pong":
        // Repeats what a rate limit held back or nobody confirmed: the clientId makes that safe.
        this.#flush();
        break;
      case "error":
        this.#receiveError(frame);
        break;
    }
  }

  #receiveError({ code, clientId }: { code: string; clientId?: string }): void {
    if (code === "UNAUTHORIZED") {
      this.#closed(CLOSE_UNAUTHORIZED);
    } else if (clientId && code !== "RATE_LIMITED") {
      this.#storage.setRefused(clientId, true);
      this.#events.refused(clientId);
    }
  }

  #endSession(): void {
    // Another tab may already have opened the next session.
    if (this.#storage.session?.token === this.#token) this.#storage.session = null;
    this.#lastSeq = 0;
    this.#events.ended();
  }

  #flush(): void {
    for (const entry of this.#storage.outbox) {
      if (!entry.refused) this.#transmit(entry);
    }
  }

  #transmit({ clientId, content, page, files }: Entry): void {
    const along = files ? { files: files.map(({ id }) => id) } : {};
    if (this.#isReady) this.#post({ type: "message", content, clientId, page, ...along });
  }

  #post(frame: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #scheduleHeartbeat(): void {
    clearTimeout(this.#heartbeatTimer);
    this.#heartbeatTimer = window.setTimeout(() => this.#ping(ANSWER_TIMEOUT_MS), HEARTBEAT_MS);
  }

  #ping(timeoutMs: number): void {
    this.#post({ type: "ping" });
    this.#expectAnswer(timeoutMs);
  }

  #expectAnswer(timeoutMs: number): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = window.setTimeout(() => this.#retryLater(), timeoutMs);
  }

  /** Exponential back-off; the jitter keeps all guests from returning in the same instant. */
  #retryLater(): void {
    this.#hangUp();
    this.#events.offline();
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#retryTimer = window.setTimeout(() => this.connect(), longest * (0.5 + Math.random() / 2));
  }

  /** A socket on a dead network can take minutes to close, so it is let go before it says so. */
  #hangUp(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#heartbeatTimer);
    clearTimeout(this.#silenceTimer);
    this.#attempt.abort();
    this.#attempt = new AbortController();
    this.#isReady = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

async function createSession(language: string, signal: AbortSignal): Promise<Session> {
  const response = await fetch("/api/v1/webchat/sessions", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ language }),
    signal,
  });
  if (!response.ok) throw new Error(`No session: HTTP ${response.status}`);
  const { sessionId, token, hotelName, maxLength, maxFileBytes, contacts } = await response.json();
  return { sessionId, token, hotelName, maxLength, maxFileBytes, contacts };
}

/** A version 4 UUID; `crypto.randomUUID` is missing on pages served without TLS. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
