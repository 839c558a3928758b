import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import "./virtual.css";

const OVERSCAN = 8;

/**
 * A list of rows of one height, of which only those in sight exist. `rowRem` is that height.
 *
 * `onEnd` is called when the last rows come near, to load more.
 */
export function VirtualList<T>(props: {
  label: string;
  items: readonly T[];
  rowRem: number;
  keyOf: (item: T) => string;
  row: (item: T, index: number) => ComponentChildren;
  onEnd?: () => void;
  /** Index that must be in sight, when it changes. */
  reveal?: number;
  foot?: ComponentChildren;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800, rem: 16 });
  const rowPx = props.rowRem * view.rem;
  const { items, onEnd, reveal } = props;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setView({ top: element.scrollTop, height: element.clientHeight, rem });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);

  const first = Math.max(0, Math.floor(view.top / rowPx) - OVERSCAN);
  const last = Math.min(items.length, Math.ceil((view.top + view.height) / rowPx) + OVERSCAN);

  useEffect(() => {
    if (last >= items.length - OVERSCAN) onEnd?.();
  }, [last, items.length, onEnd]);

  useEffect(() => {
    const element = scroller.current;
    if (!element || reveal === undefined || reveal < 0) return;
    const top = reveal * rowPx;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowPx > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowPx - element.clientHeight;
  }, [reveal, rowPx]);

  return (
    <div class="virtual" ref={scroller}>
      <ul aria-label={props.label} style={{ blockSize: `${items.length * rowPx}px` }}>
        {items.slice(first, last).map((item, offset) => (
          <li
            key={props.keyOf(item)}
            aria-setsize={items.length}
            aria-posinset={first + offset + 1}
            style={{
              blockSize: `${rowPx}px`,
              transform: `translateY(${(first + offset) * rowPx}px)`,
            }}
          >
            {props.row(item, first + offset)}
          </li>
        ))}
      </ul>
      {props.foot}
    </div>
  );
}
