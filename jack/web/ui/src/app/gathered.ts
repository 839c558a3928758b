/** Many calls within `waitMs` become one: the first starts the wait, the work is done at its end. */
export function gathered(work: () => void, waitMs: number): { run: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    run: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        work();
      }, waitMs);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
