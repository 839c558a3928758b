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
  #input = this.#dialog.querySelector("input") as HTMLInputElement;
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
    const isPhoneToo = this.#parts.session()?.contacts?.includes("phone") ?? false;
    const { texts } = this.#parts;
    this.#input.placeholder = isPhoneToo ? texts.contactBoth : texts.contactEmail;
    this.#input.setAttribute("aria-label", this.#input.placeholder);
    this.#dialog.showModal();
    this.#input.focus();
  }

  async #leave(): Promise<void> {
    const contact = this.#input.value.trim();
    const { session, texts, done } = this.#parts;
    try {
      const response = await fetch("/api/v1/webchat/contact", {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Authorization: `Bearer ${session()?.token}`,
        },
        body: JSON.stringify({ contact }),
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
