/**
 * The guests' chat: joins texts, storage, connection and messages to the document.
 *
 * A page of its own at /chat; at /widget the same in a frame on the hotel's site.
 */

import "./chat.css";
import { type ChatFile, Connection, type Line } from "./connection";
import { ContactDialog, titleOf } from "./contact";
import { Files } from "./files";
import { Host } from "./host";
import { MessageList } from "./messages";
import { choose, direction, localeOf } from "./names";
import { filesOf, Pictures } from "./pictures";
import { BottomFollower } from "./scrolling";
import { type Kept, openStorage, type Session } from "./storage";
import { textsIn } from "./texts";
import { dress } from "./theme";

const TYPING_SHOWN_MS = 6_000;
const OFFLINE_SHOWN_AFTER_MS = 1_500;
const NOTED_SHOWN_MS = 8_000;
const REPLAY_QUIET_MS = 400;
const COUNTER_SHOWN_BELOW = 100;
const DEFAULT_MAX_LENGTH = 2_000;

function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found as T;
}

const query = new URLSearchParams(window.location.search);
const language = choose([query.get("lang") ?? "", ...navigator.languages]);
const locale = localeOf(language, navigator.languages);
const texts = textsIn(language);
const storage = openStorage((kept) => host?.tell({ jack: "keep", kept }));
const composer = byId<HTMLTextAreaElement>("text");
const menu = byId<HTMLDetailsElement>("menu");
const dialog = byId<HTMLDialogElement>("confirm");
const chips = [...document.querySelectorAll<HTMLButtonElement>(".chip")];
const host =
  window.parent === window
    ? null
    : new Host({ greeted: goOn, opened: showOpened, closed: () => menuOpen(false) });
let maxLength = DEFAULT_MAX_LENGTH;
let isOnline = true;
/** Numbers of the hotel's messages that the guest has not had on screen. */
let unread: number[] = [];
let pageTitle = texts.title;
let typingTimer: number | undefined;
let offlineTimer: number | undefined;
let replayTimer: number | undefined;

const messages = new MessageList({
  log: byId("log"),
  template: byId<HTMLElement>("message") as HTMLTemplateElement,
  texts,
  locale,
  files: new Files({ locale, renew: (id) => connection.renew(id) }),
  onRetry: (clientId) => {
    messages.setState(clientId, "sending");
    connection.retry(clientId);
  },
  onRemove: (clientId) => {
    connection.discard(clientId);
    messages.remove(clientId);
    showWelcome();
    composer.focus();
  },
});

const pictures = new Pictures({
  list: byId("pictures"),
  template: byId<HTMLElement>("picture") as HTMLTemplateElement,
  texts,
  storage,
  onChange: updateComposer,
  onRemoved: () => composer.focus(),
});

const follower = new BottomFollower({
  scroller: byId("scroller"),
  content: byId("content"),
  button: byId("newer"),
  isEmpty: () => messages.isEmpty,
  onBottom: noticeRead,
});

const connection = new Connection({
  storage,
  language,
  page: () => host?.page,
  events: {
    session: showSession,
    online: () => showConnection(true),
    offline: () => showConnection(false),
    message: showMessage,
    typing: showTyping,
    stored: (clientId) => messages.setState(clientId, "sent"),
    refused: (clientId) => messages.setState(clientId, "failed"),
    ended: () => {
      if (!messages.isEmpty) messages.end(texts.ended);
    },
  },
});

const contact = new ContactDialog({
  texts,
  session: () => storage.session,
  done: (address) => {
    const noted = texts.contactDone.replace("{contact}", address);
    byId("banner").textContent = noted;
    window.setTimeout(() => {
      if (byId("banner").textContent === noted) byId("banner").textContent = "";
    }, NOTED_SHOWN_MS);
  },
});

function showTexts(): void {
  document.documentElement.lang = language;
  document.documentElement.dir = direction(language);
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = inWords(element.dataset.text);
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-label]")) {
    element.setAttribute("aria-label", inWords(element.dataset.label));
  }
  composer.placeholder = texts.placeholder;
  for (const [index, chip] of chips.entries()) {
    chip.textContent = texts.suggestions[index] ?? "";
  }
  showTitle();
}

function inWords(name: string | undefined): string {
  return String(texts[name as keyof typeof texts]);
}

function showSession(session: Session): void {
  pictures.start();
  maxLength = session.maxLength ?? DEFAULT_MAX_LENGTH;
  if (session.hotelName) {
    pageTitle = session.hotelName;
    byId("hotel").textContent = session.hotelName;
  }
  const contacts = session.contacts ?? [];
  byId("leave-contact").hidden = !contacts.length;
  byId("leave-contact").textContent = titleOf(contacts, texts);
  showTitle();
  updateComposer();
}

function showTitle(): void {
  document.title = unread.length > 0 ? `(${unread.length}) ${pageTitle}` : pageTitle;
}

/** A short interruption is nobody's concern, so the banner takes its time to appear. */
function showConnection(online: boolean): void {
  isOnline = online;
  messages.setOnline(online);
  if (online) {
    clearTimeout(offlineTimer);
    offlineTimer = undefined;
    byId("banner").textContent = "";
    settleReplay();
    noticeRead();
  } else {
    hideTyping();
    offlineTimer ??= window.setTimeout(() => {
      byId("banner").textContent = texts.offline;
    }, OFFLINE_SHOWN_AFTER_MS);
  }
}

/** History arrives as ordinary messages; a screen reader hears only what comes after it. */
function settleReplay(): void {
  clearTimeout(replayTimer);
  replayTimer = window.setTimeout(
    () => byId("log").setAttribute("aria-busy", "false"),
    REPLAY_QUIET_MS,
  );
}

function showMessage(message: Line): void {
  if (byId("log").getAttribute("aria-busy") === "true") settleReplay();
  if (message.sender !== "guest") hideTyping();
  const isNew = messages.show(message);
  showWelcome();
  if (!isNew) {
    noticeRead();
    return;
  }
  if (message.sender !== "guest") setUnread([...unread, message.seq]);
  follower.arrived();
  noticeRead();
}

function setUnread(numbers: number[]): void {
  unread = numbers.filter((number) => number > storage.seen);
  showTitle();
  host?.tellUnread(unread.length);
}

function showTyping(sender: string): void {
  const bubble = byId("typing");
  bubble.dataset.sender = sender;
  bubble.hidden = false;
  clearTimeout(typingTimer);
  typingTimer = window.setTimeout(hideTyping, TYPING_SHOWN_MS);
}

function hideTyping(): void {
  byId("typing").hidden = true;
}

function showWelcome(): void {
  byId("welcome").hidden = !messages.isEmpty;
}

function noticeRead(): void {
  const isShown = !document.hidden && (!host || host.isOpen);
  if (!isShown || !follower.isFollowing) return;
  connection.acknowledge();
  setUnread(unread);
}

/** A chat that nobody opened and nobody began needs no line to the hotel. */
function check(): void {
  if (!host || host.isOpen || storage.session) connection.check();
}

/** The hotel's page is there, with what it kept where the frame may store nothing. */
function goOn(kept: Kept): void {
  if (!storage.isInMemory) return;
  storage.restore(kept);
  showConversation();
  check();
}

function showOpened(): void {
  updateComposer();
  if (!messages.isEmpty) follower.toBottom();
  check();
  // On a phone the keyboard would cover what there is to read.
  if (window.matchMedia("(pointer: fine)").matches) composer.focus();
  else byId("scroller").focus({ preventScroll: true });
}

function send(content: string, files: ChatFile[] = []): void {
  host?.tell({ jack: "started" });
  const entry = connection.send(content, files);
  messages.showOwn(entry, isOnline ? "sending" : "waiting");
  showWelcome();
  follower.toBottom();
}

function charactersLeft(): number {
  return maxLength - [...composer.value.trim()].length;
}

function updateComposer(): void {
  const left = charactersLeft();
  composer.style.height = "auto";
  composer.style.height = `${composer.scrollHeight}px`;
  composer.setAttribute("aria-invalid", String(left < 0));
  byId<HTMLButtonElement>("send").disabled = left < 0 || !hasSomething();
  byId("counter").hidden = left >= COUNTER_SHOWN_BELOW;
  byId("counter").textContent = `${texts.charactersLeft} ${left.toLocaleString(locale)}`;
}

/** Something to send, and every picture with the hotel already. */
function hasSomething(): boolean {
  return pictures.isReady && !(pictures.isEmpty && composer.value.trim() === "");
}

function submit(): void {
  const content = composer.value.trim();
  if (!hasSomething() || charactersLeft() < 0) return;
  composer.value = "";
  send(content, pictures.take());
  updateComposer();
  composer.focus();
}

function menuOpen(isOpen: boolean): void {
  menu.open = isOpen;
}

function showConversation(): void {
  messages.clear();
  setUnread([]);
  byId("log").setAttribute("aria-busy", "true");
  for (const entry of storage.outbox) {
    messages.showOwn(entry, entry.refused ? "failed" : "sending");
  }
  hideTyping();
  showWelcome();
  if (!messages.isEmpty) follower.toBottom();
}

function listen(): void {
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  composer.addEventListener("keydown", (event) => {
    // Enter also accepts a word in an input method (Chinese, Japanese): that must not send.
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    submit();
  });
  composer.addEventListener("input", () => {
    updateComposer();
    if (composer.value.trim() !== "") connection.typing();
  });
  listenForPictures();
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      send(chip.textContent ?? "");
      // The chip is gone: leave a keyboard user in the conversation, without opening a phone's keyboard.
      byId("scroller").focus({ preventScroll: true });
    });
  }
  storage.onElsewhere({
    session: () => {
      showConversation();
      connection.follow();
    },
    seen: () => setUnread(unread),
  });
  listenToMenu();
  listenToWindow();
}

function listenForPictures(): void {
  const input = byId<HTMLInputElement>("choose");
  const area = document.body;
  byId("attach").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    pictures.add([...(input.files ?? [])]);
    input.value = "";
    composer.focus();
  });
  composer.addEventListener("paste", (event) => {
    const pasted = filesOf(event.clipboardData);
    if (!pasted.length) return;
    event.preventDefault();
    pictures.add(pasted);
  });
  const dragged = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    area.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") pictures.add(filesOf(event.dataTransfer));
  };
  area.addEventListener("dragover", dragged);
  area.addEventListener("drop", dragged);
  area.addEventListener("dragleave", () => area.classList.remove("over"));
}

function listenToMenu(): void {
  byId("leave-contact").addEventListener("click", () => {
    menuOpen(false);
    contact.open();
  });
  byId("start-new").addEventListener("click", () => {
    menuOpen(false);
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    pictures.clear();
    connection.startOver();
    showConversation();
    composer.focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target as Node)) menuOpen(false);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    menuOpen(false);
    menu.querySelector("summary")?.focus();
  });
}

function listenToWindow(): void {
  window.addEventListener("online", check);
  window.addEventListener("offline", check);
  window.addEventListener("resize", updateComposer);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    check();
    noticeRead();
  });
  if (!host) return;
  byId("close").hidden = false;
  byId("close").addEventListener("click", () => host.tell({ jack: "close" }));
  document.addEventListener("keydown", (event) => {
    const isTaken = event.defaultPrevented || dialog.open || contact.isOpen || isComposing(event);
    if (event.key === "Escape" && !isTaken) host.tell({ jack: "close" });
  });
}

/** Enter before this script was there put a line at the end of what was typed: it was to be sent. */
function sendEarly(): void {
  if (/\S\n+$/.test(composer.value)) submit();
}

function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

dress(document.documentElement, query);
showTexts();
listen();
showConversation();
updateComposer();
sendEarly();
check();
