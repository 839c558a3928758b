/** The hotel's page around the chat, when the chat stands in the widget's frame. */

import { type FromChat, isToChat, type ToChat } from "../widget/protocol";
import type { Kept } from "./storage";

interface Events {
  greeted(kept: Kept): void;
  opened(): void;
  closed(): void;
}

/** Only sites that the hotel allows can be around: the frame's policy sees to that. */
export class Host {
  page: string | undefined;
  isOpen = false;
  #events: Events;
  #origin: string | undefined;
  #unread: number | undefined;

  constructor(events: Events) {
    this.#events = events;
    window.addEventListener("message", (event) => {
      if (event.source === window.parent && isToChat(event.data)) this.#hear(event);
    });
  }

  tell(said: FromChat): void {
    if (this.#origin) window.parent.postMessage(said, this.#origin);
  }

  tellUnread(count: number): void {
    if (count === this.#unread) return;
    this.#unread = count;
    this.tell({ jack: "unread", count });
  }

  #hear({ origin, data }: MessageEvent<ToChat>): void {
    const { jack, page, kept } = data;
    this.#origin = origin;
    this.page = page;
    if (jack === "hello") {
      this.tell({ jack: "ready" });
      if (this.#unread) this.tell({ jack: "unread", count: this.#unread });
      this.#events.greeted(kept ?? {});
      return;
    }
    this.isOpen = jack === "opened";
    if (this.isOpen) this.#events.opened();
    else this.#events.closed();
  }
}
