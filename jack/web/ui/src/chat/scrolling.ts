/** Keeps the newest message in view, unless the reader has scrolled up to read. */

const NEAR_PX = 64;

interface Parts {
  scroller: HTMLElement;
  content: HTMLElement;
  button: HTMLElement;
  isEmpty: () => boolean;
  onBottom: () => void;
}

/**
 * `button` is shown while there is something new below; `onBottom` is called when it was reached.
 * While `isEmpty()`, a welcome is shown, which is read from its top.
 */
export class BottomFollower {
  #scroller: HTMLElement;
  #button: HTMLElement;
  #onBottom: () => void;
  #isFollowing = true;

  constructor({ scroller, content, button, isEmpty, onBottom }: Parts) {
    this.#scroller = scroller;
    this.#button = button;
    this.#onBottom = onBottom;
    scroller.addEventListener("scroll", () => this.#look(), { passive: true });
    button.addEventListener("click", () => this.toBottom());
    const sizes = new ResizeObserver(() => {
      if (this.#isFollowing && !isEmpty()) this.toBottom();
    });
    sizes.observe(scroller);
    sizes.observe(content);
  }

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  toBottom(): void {
    this.#isFollowing = true;
    this.#button.hidden = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#onBottom();
  }

  /** Something arrived at the end. */
  arrived(): void {
    if (this.#isFollowing) this.toBottom();
    else this.#button.hidden = false;
  }

  #look(): void {
    // While a frame is hidden everything measures nothing, which looks like the bottom.
    if (this.#scroller.clientHeight === 0) return;
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#isFollowing = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (!this.#isFollowing) return;
    this.#button.hidden = true;
    this.#onBottom();
  }
}
