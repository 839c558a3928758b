/** The button on the hotel's page, and the panel with the chat's frame that it opens. */

import { carrying, css, on } from "../chat/colours";
import { direction, NAMES } from "../chat/names";
import type { Kept } from "../chat/storage";
import { el, icon } from "./elements";
import type { Options } from "./options";
import { type FromChat, isFromChat, type ToChat } from "./protocol";
import { STYLES } from "./styles";

export const TAG = "jack-chat";
/** In the site's own storage: this browser has something to come back to. */
const STARTED = "jack.chat.started";
/** The same, for this tab: what the chat's frame may not store itself. */
const KEPT = "jack.chat.kept";
const PHONE = "(max-width: 30rem), (max-height: 30rem)";
const MOST_SHOWN = 99;
/** A frame that is refused, or a server that is away, says nothing at all. */
const PATIENCE_MS = 10_000;

export function mount(options: Options): void {
  new Widget(options).start();
}

class Widget {
  #options: Options;
  #names: (typeof NAMES)["en"];
  #host = document.createElement(TAG);
  #badge = el("span", { class: "badge", "aria-hidden": "true", hidden: "" });
  #status = el("span", { class: "status", role: "status" });
  #waiting = el("div", { class: "waiting" });
  #button: HTMLButtonElement;
  #panel: HTMLDialogElement;
  #frame: HTMLIFrameElement | null = null;
  #isReady = false;
  #unread = 0;
  #patience: number | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#names = NAMES[options.language];
    const { title } = this.#names;
    this.#button = el("button", { class: "button", type: "button", "aria-expanded": "false" });
    this.#button.append(icon("M4 5h16v11H9l-5 4z", "M8 9h8", "M8 12.5h5"), this.#badge);
    this.#panel = el("dialog", { "aria-label": title });
    this.#panel.append(this.#waiting);
  }

  start(): void {
    const root = this.#host.attachShadow({ mode: "open" });
    const styles = new CSSStyleSheet();
    styles.replaceSync(STYLES);
    root.adoptedStyleSheets = [styles];
    root.append(this.#status, this.#button, this.#panel);
    this.#dress();
    this.#showUnread(0);
    this.#listen();
    document.body.append(this.#host);
    if (wasStarted()) whenIdle(() => this.#load());
  }

  #dress(): void {
    const { language, accent, side, scheme } = this.#options;
    this.#host.lang = language;
    this.#host.dir = direction(language);
    this.#host.dataset.side = side;
    this.#host.dataset.scheme = scheme;
    if (!accent) return;
    const surface = carrying(accent);
    this.#host.style.setProperty("--accent", css(surface));
    this.#host.style.setProperty("--on-accent", css(on(surface)));
  }

  #listen(): void {
    this.#button.addEventListener("click", () => {
      if (this.#panel.open) this.#close();
      else this.#open();
    });
    // Escape, where the panel fills a phone.
    this.#panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#close();
    });
    this.#host.shadowRoot?.addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key === "Escape" && this.#panel.open) this.#close();
    });
    window.addEventListener("message", (event) => {
      const isOurs = event.source !== null && event.source === this.#frame?.contentWindow;
      if (!isOurs || event.origin !== this.#options.origin || !isFromChat(event.data)) return;
      this.#hear(event.data);
    });
    window.matchMedia(PHONE).addEventListener("change", () => {
      if (this.#panel.open) this.#show();
    });
    const keyboard = () => this.#fitKeyboard();
    window.visualViewport?.addEventListener("resize", keyboard);
    window.visualViewport?.addEventListener("scroll", keyboard);
  }

  #open(): void {
    this.#load();
    this.#show();
    this.#say("opened");
    this.#focus();
  }

  #close(): void {
    this.#panel.close();
    this.#button.hidden = false;
    this.#button.setAttribute("aria-expanded", "false");
    this.#say("closed");
    this.#button.focus();
  }

  /** On a phone over everything, with what is below out of reach; else beside the page. */
  #show(): void {
    const isFull = window.matchMedia(PHONE).matches;
    if (this.#panel.open) this.#panel.close();
    this.#panel.classList.toggle("full", isFull);
    this.#button.hidden = isFull;
    this.#button.setAttribute("aria-expanded", "true");
    if (isFull) this.#panel.showModal();
    else this.#panel.show();
    this.#fitKeyboard();
  }

  /** The keyboard of some phones covers the page instead of making it smaller. */
  #fitKeyboard(): void {
    const { style } = this.#panel;
    const view = window.visualViewport;
    const isFull = this.#panel.open && this.#panel.classList.contains("full");
    style.height = isFull && view && view.scale === 1 ? `${view.height}px` : "";
    style.top = isFull && view && view.scale === 1 ? `${view.offsetTop}px` : "";
  }

  #load(): void {
    if (this.#isReady) return;
    if (this.#frame) {
      if (this.#patience === undefined) this.#reload();
      return;
    }
    const { title } = this.#names;
    this.#frame = el("iframe", { title, referrerpolicy: "origin", src: this.#options.frame });
    this.#frame.addEventListener("load", () => this.#say("hello"));
    this.#panel.append(this.#frame, this.#waiting);
    this.#wait();
  }

  #reload(): void {
    if (!this.#frame) return;
    this.#frame.src = this.#options.frame;
    this.#wait();
  }

  #wait(): void {
    this.#waiting.replaceChildren(el("span", { class: "ring", "aria-hidden": "true" }));
    this.#patience = window.setTimeout(() => this.#giveUp(), PATIENCE_MS);
  }

  /** The chat has a page of its own, which opens also where its frame may not. */
  #giveUp(): void {
    this.#patience = undefined;
    const href = new URL(`/chat?lang=${this.#options.language}`, this.#options.frame).href;
    const link = el("a", { href, target: "_blank", rel: "noopener" });
    link.textContent = `${this.#names.title} ↗`;
    const close = el("button", { type: "button" });
    close.textContent = this.#names.close;
    close.addEventListener("click", () => this.#close());
    this.#waiting.replaceChildren(link, close);
    if (this.#panel.open) link.focus();
  }

  #hear(said: FromChat): void {
    switch (said.jack) {
      case "ready":
        clearTimeout(this.#patience);
        this.#isReady = true;
        this.#waiting.remove();
        if (this.#panel.open) {
          this.#say("opened");
          this.#focus();
        }
        break;
      case "started":
        rememberStart();
        break;
      case "keep":
        keep(said.kept);
        break;
      case "unread":
        this.#showUnread(Number.isSafeInteger(said.count) ? said.count : 0);
        break;
      case "close":
        if (this.#panel.open) this.#close();
        break;
    }
  }

  #showUnread(count: number): void {
    const { title, newMessages } = this.#names;
    const isMore = count > this.#unread;
    this.#unread = count;
    this.#badge.hidden = count === 0;
    this.#badge.textContent = count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
    this.#button.setAttribute("aria-label", count ? `${title} – ${newMessages}: ${count}` : title);
    this.#status.textContent = isMore && !this.#panel.open ? `${newMessages}: ${count}` : "";
  }

  #focus(): void {
    if (this.#isReady) this.#frame?.focus();
  }

  #say(jack: ToChat["jack"]): void {
    const said: ToChat = { jack, page: window.location.origin + window.location.pathname };
    if (jack === "hello") said.kept = kept();
    // To a frame that was refused this would be an error on the hotel's console.
    if (this.#isReady || jack === "hello") this.#post(said);
  }

  #post(said: ToChat): void {
    this.#frame?.contentWindow?.postMessage(said, this.#options.origin);
  }
}

function wasStarted(): boolean {
  try {
    return window.localStorage.getItem(STARTED) !== null;
  } catch {
    return false;
  }
}

function rememberStart(): void {
  try {
    window.localStorage.setItem(STARTED, "1");
  } catch {
    // The next page opens the chat when the guest does.
  }
}

function keep(kept: Kept): void {
  try {
    window.sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // The conversation ends with this page.
  }
}

function kept(): Kept {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEPT) ?? "{}");
  } catch {
    return {};
  }
}

function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(work, { timeout: 2_000 });
  else setTimeout(work, 500);
}
