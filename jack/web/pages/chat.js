// The guest's chat page: joins texts, storage, connection and messages to the document.

import { Connection } from "./connection.js";
import { MessageList } from "./messages.js";
import { BottomFollower } from "./scrolling.js";
import { openStorage } from "./storage.js";
import { chooseTexts } from "./texts.js";

const TYPING_SHOWN_MS = 6_000;
const OFFLINE_SHOWN_AFTER_MS = 1_500;
const REPLAY_QUIET_MS = 400;
const COUNTER_SHOWN_BELOW = 100;
const DEFAULT_MAX_LENGTH = 2_000;

const byId = (id) => document.getElementById(id);
const { language, direction, locale, texts } = chooseTexts(window.location.search, navigator.languages);
const storage = openStorage();
let maxLength = DEFAULT_MAX_LENGTH;
let isOnline = true;
let unread = 0;
let pageTitle = texts.title;
let typingTimer, offlineTimer, replayTimer;

const messages = new MessageList({
  log: byId("log"),
  template: byId("message"),
  texts,
  locale,
  onRetry: (clientId) => {
    messages.setState(clientId, "sending");
    connection.retry(clientId);
  },
  onRemove: (clientId) => {
    connection.discard(clientId);
    messages.remove(clientId);
    showWelcome();
    byId("text").focus();
  },
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

function showTexts() {
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = texts[element.dataset.text];
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", texts[element.dataset.label]);
  }
  byId("text").placeholder = texts.placeholder;
  for (const [index, chip] of [...document.querySelectorAll(".chip")].entries()) {
    chip.textContent = texts.suggestions[index];
  }
  showTitle();
}

function showSession(session) {
  maxLength = session.maxLength ?? DEFAULT_MAX_LENGTH;
  if (session.hotelName) {
    pageTitle = session.hotelName;
    byId("hotel").textContent = session.hotelName;
  }
  showTitle();
  updateComposer();
}

function showTitle() {
  document.title = unread > 0 ? `(${unread}) ${pageTitle}` : pageTitle;
}

/** A short interruption is nobody's concern, so the banner takes its time to appear. */
function showConnection(online) {
  isOnline = online;
  messages.setOnline(online);
  if (online) {
    clearTimeout(offlineTimer);
    offlineTimer = undefined;
    byId("banner").textContent = "";
    settleReplay();
  } else {
    hideTyping();
    offlineTimer ??= setTimeout(() => {
      byId("banner").textContent = texts.offline;
    }, OFFLINE_SHOWN_AFTER_MS);
  }
}

/** History arrives as ordinary messages; a screen reader hears only what comes after it. */
function settleReplay() {
  clearTimeout(replayTimer);
  replayTimer = setTimeout(() => byId("log").setAttribute("aria-busy", "false"), REPLAY_QUIET_MS);
}

function showMessage(message) {
  const isHistory = byId("log").getAttribute("aria-busy") === "true";
  if (isHistory) settleReplay();
  if (message.sender !== "guest") hideTyping();
  const isNew = messages.show(message);
  showWelcome();
  if (!isNew) {
    noticeRead();
    return;
  }
  if (document.hidden && !isHistory && message.sender !== "guest") {
    unread += 1;
    showTitle();
  }
  follower.arrived();
}

function showTyping(sender) {
  const bubble = byId("typing");
  bubble.dataset.sender = sender;
  bubble.hidden = false;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(hideTyping, TYPING_SHOWN_MS);
}

function hideTyping() {
  byId("typing").hidden = true;
}

function showWelcome() {
  byId("welcome").hidden = !messages.isEmpty;
}

function noticeRead() {
  if (document.hidden || !follower.isFollowing) return;
  unread = 0;
  showTitle();
  connection.acknowledge();
}

function send(content) {
  const entry = connection.send(content);
  messages.showOwn(entry, isOnline ? "sending" : "waiting");
  showWelcome();
  follower.toBottom();
}

function charactersLeft() {
  return maxLength - [...byId("text").value.trim()].length;
}

function updateComposer() {
  const field = byId("text");
  const left = charactersLeft();
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
  field.setAttribute("aria-invalid", String(left < 0));
  byId("send").disabled = left < 0 || field.value.trim() === "";
  byId("counter").hidden = left >= COUNTER_SHOWN_BELOW;
  byId("counter").textContent = `${texts.charactersLeft} ${left.toLocaleString(locale)}`;
}

function submit() {
  const field = byId("text");
  const content = field.value.trim();
  if (content === "" || charactersLeft() < 0) return;
  field.value = "";
  updateComposer();
  send(content);
  field.focus();
}

function showConversation() {
  messages.clear();
  byId("log").setAttribute("aria-busy", "true");
  for (const entry of storage.outbox) {
    messages.showOwn(entry, entry.refused ? "failed" : "sending");
  }
  hideTyping();
  showWelcome();
  if (!messages.isEmpty) follower.toBottom();
}

function listen() {
  const field = byId("text");
  const dialog = byId("confirm");
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("keydown", (event) => {
    // Enter also accepts a word in an input method (Chinese, Japanese): that must not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", () => {
    updateComposer();
    if (field.value.trim() !== "") connection.typing();
  });
  for (const chip of document.querySelectorAll(".chip")) {
    chip.addEventListener("click", () => {
      send(chip.textContent);
      // The chip is gone: leave a keyboard user in the conversation, without opening a phone's keyboard.
      byId("scroller").focus({ preventScroll: true });
    });
  }
  byId("start-new").addEventListener("click", () => {
    byId("menu").open = false;
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    connection.startOver();
    showConversation();
    field.focus();
  });
  storage.onSessionElsewhere(() => {
    showConversation();
    connection.follow();
  });
  document.addEventListener("click", (event) => {
    if (!byId("menu").contains(event.target)) byId("menu").open = false;
  });
  byId("menu").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    byId("menu").open = false;
    byId("menu").querySelector("summary").focus();
  });
  window.addEventListener("online", () => connection.check());
  window.addEventListener("offline", () => connection.check());
  window.addEventListener("resize", updateComposer);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    connection.check();
    noticeRead();
  });
}

showTexts();
listen();
showConversation();
updateComposer();
connection.connect();
