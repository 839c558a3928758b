/** The list of messages: bubbles in order, each once, with sender, time and state. */

import type { Line } from "./connection";
import type { Files } from "./files";
import type { Entry } from "./storage";
import type { Texts } from "./texts";

const DAY_MS = 86_400_000;
const SAME_GROUP_MS = 3 * 60_000;
const LINK = /https?:\/\/[^\s<>"]+/gi;
const ALL_BEFORE = "-1";

export type State = "sending" | "waiting" | "failed" | "sent";

/** What a bubble is made of; who wrote it decides how it looks. */
type Shown = Pick<Line, "sender" | "content" | "createdAt" | "files"> & { name?: string | null };

interface Parts {
  log: HTMLElement;
  template: HTMLTemplateElement;
  texts: Texts;
  locale: string;
  files: Files;
  onRetry: (clientId: string) => void;
  onRemove: (clientId: string) => void;
}

/**
 * Shows messages in `log`, cloned from `template`.
 *
 * A bubble of the guest's own has a state: `sending`, `waiting` (no connection), `failed` (refused)
 * or `sent`. `onRetry(clientId)` and `onRemove(clientId)` are called from its buttons.
 */
export class MessageList {
  #log: HTMLElement;
  #template: HTMLTemplateElement;
  #texts: Texts;
  #clock: Intl.DateTimeFormat;
  #calendar: Calendar;
  #files: Files;
  #onRetry: (clientId: string) => void;
  #onRemove: (clientId: string) => void;
  #byId = new Map<string, HTMLElement>();
  #byClientId = new Map<string, HTMLElement>();

  constructor({ log, template, texts, locale, files, onRetry, onRemove }: Parts) {
    this.#log = log;
    this.#template = template;
    this.#texts = texts;
    this.#clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
    this.#calendar = new Calendar(locale);
    this.#files = files;
    this.#onRetry = onRetry;
    this.#onRemove = onRemove;
  }

  get isEmpty(): boolean {
    return this.#log.childElementCount === 0;
  }

  /** Show a message of the guest's that the hotel has not confirmed. */
  showOwn({ clientId, content, createdAt, files = [] }: Entry, state: State): void {
    const item = this.#build({ sender: "guest", name: null, content, createdAt, files });
    this.#byClientId.set(clientId, item);
    part(item, ".retry").addEventListener("click", () => this.#onRetry(clientId));
    part(item, ".remove").addEventListener("click", () => this.#onRemove(clientId));
    this.#showState(item, state);
    this.#log.append(item);
    this.#regroup(item);
  }

  /** Show a message from the hotel's record. Returns whether it was new on this page. */
  show(message: Line): boolean {
    if (this.#byId.has(message.id)) return false;
    const own = message.clientId ? this.#byClientId.get(message.clientId) : undefined;
    const item = own ?? this.#build(message);
    this.#byId.set(message.id, item);
    if (message.clientId) this.#byClientId.set(message.clientId, item);
    item.dataset.seq = String(message.seq);
    if (message.sender === "guest") this.#showState(item, "sent");
    this.#place(item);
    return !own;
  }

  setState(clientId: string, state: State): void {
    const item = this.#byClientId.get(clientId);
    if (item) this.#showState(item, state);
  }

  remove(clientId: string): void {
    const item = this.#byClientId.get(clientId);
    const next = item?.nextElementSibling;
    item?.remove();
    this.#byClientId.delete(clientId);
    if (next instanceof HTMLElement) this.#regroup(next);
  }

  /** Tell whether unconfirmed messages are on their way or wait for the connection. */
  setOnline(isOnline: boolean): void {
    const unconfirmed = "[data-state=sending], [data-state=waiting]";
    for (const item of this.#log.querySelectorAll<HTMLElement>(unconfirmed)) {
      this.#showState(item, isOnline ? "sending" : "waiting");
    }
  }

  /** Close the record of an ended session: whatever follows comes after it and is numbered anew. */
  end(note: string): void {
    this.#byId.clear();
    for (const item of this.#log.querySelectorAll<HTMLElement>("[data-seq]")) {
      item.dataset.seq = ALL_BEFORE;
    }
    const item = this.#build({
      sender: "system",
      content: note,
      createdAt: new Date().toISOString(),
    });
    item.dataset.seq = ALL_BEFORE;
    this.#place(item);
  }

  clear(): void {
    this.#log.replaceChildren();
    this.#byId.clear();
    this.#byClientId.clear();
  }

  #build({ sender, name, content, createdAt, files = [] }: Shown): HTMLElement {
    const item = document.importNode(this.#template.content, true).querySelector("article");
    if (!item) throw new Error("The page has no template.");
    const sentAt = new Date(createdAt);
    item.dataset.sender = sender;
    item.dataset.from = `${sender}:${name ?? ""}`;
    item.dataset.time = String(sentAt.getTime());
    item.dataset.day = sentAt.toDateString();
    part(item, ".day").textContent = this.#calendar.dayOf(sentAt);
    part(item, ".name").textContent = this.#nameOf(sender, name);
    part(item, ".initial").textContent = sender === "staff" ? initialOf(name) : "";
    part(item, ".bubble").append(...withLinks(content));
    part(item, ".bubble").hidden = content === "";
    part(item, ".files").append(...this.#files.build(files));
    part(item, ".files").hidden = files.length === 0;
    part(item, "time").setAttribute("datetime", createdAt);
    part(item, "time").textContent = this.#clock.format(sentAt);
    part(item, ".retry").textContent = this.#texts.retry;
    part(item, ".remove").textContent = this.#texts.remove;
    return item;
  }

  #nameOf(sender: Line["sender"], name: string | null | undefined): string {
    const { you, assistant, team } = this.#texts;
    return { guest: you, ai: assistant, staff: name || team, system: "" }[sender];
  }

  #showState(item: HTMLElement, state: State): void {
    item.dataset.state = state;
    part(item, ".state").textContent = this.#texts[state];
    part(item, ".retry").hidden = !["waiting", "failed"].includes(state);
    part(item, ".remove").hidden = state !== "failed";
  }

  /** By sequence number, with unconfirmed messages at the end. An item already in place is not moved. */
  #place(item: HTMLElement): void {
    let before: Element | null = this.#log.lastElementChild;
    while (before && (before === item || comesAfter(before as HTMLElement, item))) {
      before = before.previousElementSibling;
    }
    const place = before ? before.nextElementSibling : this.#log.firstElementChild;
    if (place !== item || !item.isConnected) {
      const follower = item.nextElementSibling;
      this.#log.insertBefore(item, place);
      if (follower instanceof HTMLElement) this.#regroup(follower);
    }
    this.#regroup(item);
  }

  /** Mark the item, and the one after it, as continuing its predecessor or beginning a day. */
  #regroup(item: HTMLElement): void {
    for (const one of [item, item.nextElementSibling]) {
      if (!(one instanceof HTMLElement)) continue;
      const previous = one.previousElementSibling as HTMLElement | null;
      const isSameDay = previous?.dataset.day === one.dataset.day;
      const isNear = Math.abs(timeOf(one) - timeOf(previous)) < SAME_GROUP_MS;
      const isSameSender = previous?.dataset.from === one.dataset.from;
      part(one, ".day").hidden = isSameDay;
      one.classList.toggle("continues", isSameDay && isNear && isSameSender);
    }
  }
}

function part(item: HTMLElement, selector: string): HTMLElement {
  const found = item.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`The template has no ${selector}.`);
  return found;
}

function timeOf(item: HTMLElement | null): number {
  return Number(item?.dataset.time ?? Number.NaN);
}

function comesAfter(one: HTMLElement, other: HTMLElement): boolean {
  if (one.dataset.seq) return Number(one.dataset.seq) > Number(other.dataset.seq);
  return one.dataset.state !== "sent";
}

function initialOf(name: string | null | undefined): string {
  return [...(name ?? "").trim()][0]?.toLocaleUpperCase() ?? "";
}

/** Text as DOM nodes in which web addresses, and nothing else, are links. */
function withLinks(text: string): (string | Node)[] {
  const nodes: (string | Node)[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const address = withoutClosingPunctuation(match[0]);
    if (!isAddress(address)) continue;
    nodes.push(text.slice(end, match.index), linkTo(address));
    end = match.index + address.length;
  }
  return [...nodes, text.slice(end)];
}

function isAddress(text: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

function linkTo(address: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  link.dir = "ltr";
  link.textContent = address;
  return link;
}

/** "(see https://a.example/x)." links to https://a.example/x; a bracket opened inside stays. */
function withoutClosingPunctuation(address: string): string {
  let rest = address.replace(/[.,;:!?'’”»。，、！？؟،]+$/u, "");
  if (rest.endsWith(")") && !rest.includes("("))
    rest = withoutClosingPunctuation(rest.slice(0, -1));
  return rest;
}

/** Names of days: today, yesterday, else the date. */
class Calendar {
  #relative: Intl.RelativeTimeFormat;
  #date: Intl.DateTimeFormat;

  constructor(locale: string) {
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    const form: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" };
    this.#date = new Intl.DateTimeFormat(locale, form);
  }

  dayOf(date: Date): string {
    const daysAgo = Math.round((startOfDay(new Date()) - startOfDay(date)) / DAY_MS);
    const isRecent = daysAgo === 0 || daysAgo === 1;
    return isRecent ? this.#relative.format(-daysAgo, "day") : this.#date.format(date);
  }
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
