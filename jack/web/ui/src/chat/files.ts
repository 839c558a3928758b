/** Files of a message: pictures small, everything else by its name. A press opens them. */

import type { ChatFile } from "./connection";

/** Links are good for five minutes at least. */
const FRESH_MS = 4 * 60_000;

interface Parts {
  locale: string;
  /** The file with new links. */
  renew: (id: string) => Promise<ChatFile>;
}

export class Files {
  #size: Intl.NumberFormat;
  #renew: Parts["renew"];

  constructor({ locale, renew }: Parts) {
    const form = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 } as const;
    this.#size = new Intl.NumberFormat(locale, form);
    this.#renew = renew;
  }

  /** What stands below the words of a message. */
  build(files: readonly ChatFile[]): HTMLElement[] {
    return files.map((file) => this.#link(file));
  }

  #link(file: ChatFile): HTMLElement {
    const link = document.createElement("a");
    link.target = "_blank";
    link.rel = "noopener";
    link.href = file.url ?? "";
    if (file.thumbnailUrl) {
      const image = document.createElement("img");
      image.src = file.thumbnailUrl;
      image.alt = file.name;
      link.className = "picture";
      link.append(image);
    } else {
      const name = document.createElement("bdi");
      name.textContent = file.name;
      link.className = "file";
      link.append(name, ` ${this.#size.format(Math.max(file.size / 1e6, 0.1))}`);
    }
    const shownAt = Date.now();
    link.addEventListener("click", (event) => {
      if (Date.now() - shownAt < FRESH_MS) return;
      event.preventDefault();
      void this.#openAnew(file.id);
    });
    return link;
  }

  /** The window opens with the press: one that opens later, browsers hold back. */
  async #openAnew(id: string): Promise<void> {
    const opened = window.open("", "_blank");
    if (opened) opened.opener = null;
    try {
      const { url } = await this.#renew(id);
      if (opened && url) opened.location.href = url;
    } catch {
      opened?.close();
    }
  }
}
