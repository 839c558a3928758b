import { useEffect, useRef } from "preact/hooks";
import "./tabs.css";

/** Choices of which one counts. Arrow keys move between them. */
export function Tabs<V extends string>(props: {
  label: string;
  value: V;
  options: readonly { value: V; label: string; count?: number | undefined }[];
  onChange: (value: V) => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  const { value: chosen } = props;
  // On a phone the row may be longer than the screen.
  useEffect(() => {
    const one = row.current?.querySelector(`[data-value="${chosen}"]`);
    one?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [chosen]);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const along = document.dir === "rtl" ? -step : step;
    const at = props.options.findIndex(({ value }) => value === props.value);
    const next = props.options.at((at + along) % props.options.length);
    if (!next) return;
    props.onChange(next.value);
    row.current?.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  return (
    <div
      class="tabs"
      ref={row}
      role="radiogroup"
      aria-label={props.label}
      onKeyDown={move}
      tabIndex={-1}
    >
      {props.options.map(({ value, label, count }) => (
        // biome-ignore lint/a11y/useSemanticElements: it looks and is walked like a row of tabs
        <button
          key={value}
          type="button"
          role="radio"
          data-value={value}
          aria-checked={value === props.value}
          tabIndex={value === props.value ? 0 : -1}
          onClick={() => props.onChange(value)}
        >
          {label}
          {count ? <span class="count">{count > 99 ? "99+" : count}</span> : null}
        </button>
      ))}
    </div>
  );
}
