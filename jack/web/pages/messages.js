// The list of messages: bubbles in order, each once, with sender, time and state.

const SAME_GROUP_MS = 3 * 60_000;
const LINK = /https?:\/\/[^\s<>"]+/gi;
const ALL_BEFORE = -1;

/**
 * Shows messages in `log`, cloned from `template`.
 *
 * A bubble of the guest's own has a state: `sending`, `waiting` (no connection), `failed` (refused)
 * or `sent`. `onRetry(clientId)` and `onRemove(clientId)` are called from its buttons.
 */
export class MessageList {
  #log;
  #template;
  #texts;
  #clock;
  #calendar;
  #onRetry;
  #onRemove;
  #byId = new Map();
  #byClientId = new Map();

  constructor({ log, template, texts, locale, onRetry, onRemove }) {
    this.#log = log;
    this.#template = template;
    this.#texts = texts;
    this.#clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
    this.#calendar = new Calendar(locale);
    this.#onRetry = onRetry;
    this.#onRemove = onRemove;
  }

  get isEmpty() {
    return this.#log.childElementCount === 0;
  }

  /** Show a message of the guest's that the hotel has not confirmed. */
  showOwn({ clientId, content, createdAt }, state) {
    const item = this.#build({ sender: "guest", name: null, content, createdAt });
    this.#byClientId.set(clientId, item);
    item.querySelector(".retry").addEventListener("click", () => this.#onRetry(clientId));
    item.querySelector(".remove").addEventListener("click", () => this.#onRemove(clientId));
    this.#showState(item, state);
    this.#log.append(item);
    this.#regroup(item);
  }

  /** Show a message from the hotel's record. Returns whether it was new on this page. */
  show(message) {
    if (this.#byId.has(message.id)) return false;
    const own = message.clientId && this.#byClientId.get(message.clientId);
    const item = own || this.#build(message);
    this.#byId.set(message.id, item);
    if (message.clientId) this.#byClientId.set(message.clientId, item);
    item.dataset.seq = message.seq;
    if (message.sender === "guest") this.#showState(item, "sent");
    this.#place(item);
    return !own;
  }

  setState(clientId, state) {
    const item = this.#byClientId.get(clientId);
    if (item) this.#showState(item, state);
  }

  remove(clientId) {
    const item = this.#byClientId.get(clientId);
    const next = item?.nextElementSibling;
    item?.remove();
    this.#byClientId.delete(clientId);
    if (next) this.#regroup(next);
  }

  /** Tell whether unconfirmed messages are on their way or wait for the connection. */
  setOnline(isOnline) {
    for (const item of this.#log.querySelectorAll("[data-state=sending], [data-state=waiting]")) {
      this.#showState(item, isOnline ? "sending" : "waiting");
    }
  }

  /** Close the record of an ended session: whatever follows comes after it and is numbered anew. */
  end(note) {
    this.#byId.clear();
    for (const item of this.#log.querySelectorAll("[data-seq]")) item.dataset.seq = ALL_BEFORE;
    const item = this.#build({ sender: "system", content: note, createdAt: new Date().toISOString() });
    item.dataset.seq = ALL_BEFORE;
    this.#place(item);
  }

  clear() {
    this.#log.replaceChildren();
    this.#byId.clear();
    this.#byClientId.clear();
  }

  #build({ sender, name, content, createdAt }) {
    const item = this.#template.content.firstElementChild.cloneNode(true);
    const sentAt = new Date(createdAt);
    item.dataset.sender = sender;
    item.dataset.from = `${sender}:${name ?? ""}`;
    item.dataset.time = sentAt.getTime();
    item.dataset.day = sentAt.toDateString();
    item.querySelector(".day").textContent = this.#calendar.dayOf(sentAt);
    item.querySelector(".name").textContent = this.#nameOf(sender, name);
    item.querySelector(".initial").textContent = sender === "staff" ? initialOf(name) : "";
    item.querySelector(".bubble").append(...withLinks(content));
    item.querySelector("time").dateTime = createdAt;
    item.querySelector("time").textContent = this.#clock.format(sentAt);
    item.querySelector(".retry").textContent = this.#texts.retry;
    item.querySelector(".remove").textContent = this.#texts.remove;
    return item;
  }

  #nameOf(sender, name) {
    const { you, assistant, team } = this.#texts;
    return { guest: you, ai: assistant, staff: name || team, system: "" }[sender];
  }

  #showState(item, state) {
    item.dataset.state = state;
    item.querySelector(".state").textContent = this.#texts[state];
    item.querySelector(".retry").hidden = !["waiting", "failed"].includes(state);
    item.querySelector(".remove").hidden = state !== "failed";
  }

  /** By sequence number, with unconfirmed messages at the end. An item already in place is not moved. */
  #place(item) {
    let before = this.#log.lastElementChild;
    while (before && (before === item || comesAfter(before, item))) {
      before = before.previousElementSibling;
    }
    const place = before ? before.nextElementSibling : this.#log.firstElementChild;
    if (place !== item || !item.isConnected) {
      const follower = item.nextElementSibling;
      this.#log.insertBefore(item, place);
      if (follower) this.#regroup(follower);
    }
    this.#regroup(item);
  }

  /** Mark the item, and the one after it, as continuing its predecessor or beginning a day. */
  #regroup(item) {
    for (const one of [item, item.nextElementSibling]) {
      if (!one) continue;
      const previous = one.previousElementSibling;
      const isSameDay = previous?.dataset.day === one.dataset.day;
      const isNear = Math.abs(one.dataset.time - previous?.dataset.time) < SAME_GROUP_MS;
      const isSameSender = previous?.dataset.from === one.dataset.from;
      one.querySelector(".day").hidden = isSameDay;
      one.classList.toggle("continues", isSameDay && isNear && isSameSender);
    }
  }
}

function comesAfter(one, other) {
  if (one.dataset.seq) return Number(one.dataset.seq) > Number(other.dataset.seq);
  return one.dataset.state !== "sent";
}

function initialOf(name) {
  return name ? [...name.trim()][0].toLocaleUpperCase() : "";
}

/** Text as DOM nodes in which web addresses, and nothing else, are links. */
function withLinks(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const address = withoutClosingPunctuation(match[0]);
    if (!isAddress(address)) continue;
    nodes.push(text.slice(end, match.index), linkTo(address));
    end = match.index + address.length;
  }
  return [...nodes, text.slice(end)];
}

function isAddress(text) {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

function linkTo(address) {
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  link.dir = "ltr";
  link.textContent = address;
  return link;
}

/** "(see https://a.example/x)." links to https://a.example/x; a bracket opened inside stays. */
function withoutClosingPunctuation(address) {
  let rest = address.replace(/[.,;:!?'’”»。，、！？؟،]+$/u, "");
  if (rest.endsWith(")") && !rest.includes("(")) rest = withoutClosingPunctuation(rest.slice(0, -1));
  return rest;
}

/** Names of days: today, yesterday, else the date. */
class Calendar {
  #relative;
  #date;

  constructor(locale) {
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    const form = { weekday: "long", day: "numeric", month: "long" };
    this.#date = new Intl.DateTimeFormat(locale, form);
  }

  dayOf(date) {
    const daysAgo = Math.round((startOfDay(new Date()) - startOfDay(date)) / 86_400_000);
    const isRecent = daysAgo === 0 || daysAgo === 1;
    return isRecent ? this.#relative.format(-daysAgo, "day") : this.#date.format(date);
  }
}

function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}
