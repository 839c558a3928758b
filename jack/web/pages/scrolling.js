// Keeps the newest message in view, unless the reader has scrolled up to read.

const NEAR_PX = 64;

/**
 * `button` is shown while there is something new below; `onBottom` is called when it was reached.
 * While `isEmpty()`, a welcome is shown, which is read from its top.
 */
export class BottomFollower {
  #scroller;
  #button;
  #onBottom;
  #isFollowing = true;

  constructor({ scroller, content, button, isEmpty, onBottom }) {
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

  get isFollowing() {
    return this.#isFollowing;
  }

  toBottom() {
    this.#isFollowing = true;
    this.#button.hidden = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#onBottom();
  }

  /** Something arrived at the end. */
  arrived() {
    if (this.#isFollowing) this.toBottom();
    else this.#button.hidden = false;
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#isFollowing = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (!this.#isFollowing) return;
    this.#button.hidden = true;
    this.#onBottom();
  }
}
