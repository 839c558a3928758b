/** The dialog in which a guest leaves an address for when the page is closed. */

import type { Session } from "./storage";
import type { Texts } from "./texts";

interface Parts {
  texts: Texts;
  session: () => Session | null;
  done: (contact: string) => void;
}

export class ContactDialog {
  #dialog = document.getElementById("contact") as HTMLDialogElement;
  #form = this.#dialog.querySelector("form") as HTMLFormElement;
  #title = this.#dialog.querySelector("h2") as HTMLElement;
  #input = this.#dialog.querySelector("input") as HTMLInputElement;
  #channels = this.#dialog.querySelector("fieldset") as HTMLFieldSetElement;
  #problem = this.#dialog.querySelector(".problem") as HTMLElement;
  #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#leave();
    });
    this.#dialog
      .querySelector("button[type=button]")
      ?.addEventListener("click", () => this.#dialog.close());
  }

  get isOpen(): boolean {
    return this.#dialog.open;
  }

  open(): void {
    this.#tell("");
    const { texts, session } = this.#parts;
    const kinds = session()?.contacts ?? [];
    this.#title.textContent = titleOf(kinds, texts);
    this.#input.placeholder = fieldOf(kinds, texts);
    this.#channels.hidden = !(kinds.includes("phone") && kinds.includes("whatsapp"));
    this.#input.setAttribute("aria-label", this.#input.placeholder);
    this.#dialog.showModal();
    this.#input.focus();
  }

  async #leave(): Promise<void> {
    const contact = this.#input.value.trim();
    const { session, texts, done } = this.#parts;
    const channel = this.#channels.hidden ? null : new FormData(this.#form).get("channel");
    try {
      const response = await fetch("/api/v1/webchat/contact", {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Authorization: `Bearer ${session()?.token}`,
        },
        body: JSON.stringify({ contact, channel }),
      });
      if (!response.ok) {
        this.#tell(response.status === 404 ? texts.contactFirst : texts.contactWrong);
        return;
      }
      this.#dialog.close();
      done((await response.json()).contact);
    } catch {
      this.#tell(texts.offline);
    }
  }

  #tell(problem: string): void {
    this.#problem.textContent = problem;
    this.#input.setAttribute("aria-invalid", String(problem !== ""));
  }
}

/** What the menu and the dialog call it; `kinds` as the session tells them. */
export function titleOf(kinds: readonly string[], texts: Texts): string {
  return kinds.join() === "email" ? texts.contact : texts.contactElsewhere;
}

function fieldOf(kinds: readonly string[], texts: Texts): string {
  const isBySms = kinds.includes("phone");
  if (kinds.includes("email") && isBySms) return texts.contactBoth;
  const names = [
    ...(kinds.includes("email") ? [texts.contactEmail] : []),
    ...(kinds.includes("whatsapp") ? ["WhatsApp"] : []),
    ...(isBySms ? ["SMS"] : []),
  ];
  return names.join(" / ");
}
