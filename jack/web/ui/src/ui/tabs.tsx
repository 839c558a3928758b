import { flushSync } from "preact/compat";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { fitting } from "./fitting";
import { Menu } from "./menu";
import "./tabs.css";

interface Option<V extends string> {
  value: V;
  label: string;
  count?: number | undefined;
}

interface TabsProps<V extends string> {
  label: string;
  value: V;
  options: readonly Option<V>[];
  onChange: (value: V) => void;
  /** What the menu is called that takes the choices the row has no room for; else the row scrolls. */
  more?: string;
}

/** Choices of which one counts. Arrow keys move between them. */
export function Tabs<V extends string>(props: TabsProps<V>) {
  const { label, value, options, onChange, more } = props;
  const at = options.findIndex((option) => option.value === value);
  const frame = useRef<HTMLDivElement>(null);
  const shown = useFitting(frame, options, at, more !== undefined);
  // A row without such a menu may be longer than a phone's screen.
  useEffect(() => {
    const one = frame.current?.querySelector(`button[data-value="${value}"]`);
    const row = one?.parentElement;
    if (!row || !one) return;
    const [{ left, right }, box] = [one.getBoundingClientRect(), row.getBoundingClientRect()];
    // Along the row alone: the page stays where it is.
    row.scrollLeft += Math.max(right - box.right, 0) + Math.min(left - box.left, 0);
  }, [value]);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const along = document.dir === "rtl" ? -step : step;
    const next = options.at((at + along) % options.length);
    if (!next) return;
    flushSync(() => onChange(next.value));
    frame.current?.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  const left = options.filter((_, index) => !shown.includes(index));
  return (
    <div class="tabs-frame" ref={frame}>
      <div class="tabs" role="radiogroup" aria-label={label} onKeyDown={move} tabIndex={-1}>
        {options.map((option, index) =>
          shown.includes(index) ? (
            // biome-ignore lint/a11y/useSemanticElements: it looks and is walked like a row of tabs
            <button
              key={option.value}
              type="button"
              role="radio"
              data-value={option.value}
              aria-checked={option.value === value}
              tabIndex={option.value === value ? 0 : -1}
              onClick={() => onChange(option.value)}
            >
              <Face {...option} />
            </button>
          ) : null,
        )}
      </div>
      {more !== undefined && left.length > 0 && (
        <Menu
          label={more}
          items={left.map((option) => ({
            label: option.count ? `${option.label} (${option.count})` : option.label,
            run: () => onChange(option.value),
          }))}
        />
      )}
      {more !== undefined && (
        <div class="tabs measure" aria-hidden="true">
          {options.map((option) => (
            <span key={option.value}>
              <Face {...option} />
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

function Face({ label, count }: { label: string; count?: number | undefined }) {
  return (
    <>
      {label}
      {count ? <span class="count">{count > 99 ? "99+" : count}</span> : null}
    </>
  );
}

/** Which choices the row has room for; measured on a row nobody sees. */
function useFitting(
  frame: { current: HTMLElement | null },
  options: readonly Option<string>[],
  chosen: number,
  isMeasured: boolean,
): readonly number[] {
  const [shown, setShown] = useState<readonly number[]>(options.map((_, index) => index));
  const words = options.map(({ label, count }) => `${label} ${count ?? ""}`).join("|");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words decide the widths
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element || !isMeasured) return;
    const measure = () => {
      const row = [...element.querySelectorAll(".measure > span")];
      const widths = row.map((one) => one.getBoundingClientRect().width);
      const touch = Number.parseFloat(getComputedStyle(element).getPropertyValue("min-block-size"));
      const next = fitting(widths, element.clientWidth, touch || 44, chosen);
      setShown((known) => (known.join() === next.join() ? known : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [words, chosen, isMeasured]);
  return isMeasured ? shown : options.map((_, index) => index);
}
