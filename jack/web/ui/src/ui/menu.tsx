import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { IconButton } from "./button";
import { Icon, type IconName } from "./icons";
import "./menu.css";

export interface Item {
  label: string;
  icon?: IconName;
  tone?: "danger";
  checked?: boolean;
  /** A line above it sets it apart from what comes before. */
  startsGroup?: boolean;
  run: () => void;
}

/** A button that opens a list of things to do. Arrows walk, Enter does, Escape closes. */
export function Menu(props: {
  label: string;
  icon?: IconName;
  items: readonly Item[];
  face?: ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    root.current?.querySelector<HTMLElement>("button")?.focus();
  };

  const walk = (event: KeyboardEvent) => {
    if (!open) return;
    const items = [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else if (to !== undefined) items.at(to % items.length)?.focus();
    if (to === undefined && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears keys of the items inside
    <div class="menu" ref={root} onKeyDown={walk}>
      {props.face ? (
        <button
          class="menu-face"
          type="button"
          aria-haspopup="menu"
          aria-expanded={open}
          aria-label={props.label}
          onClick={() => setOpen(!open)}
        >
          {props.face}
        </button>
      ) : (
        <IconButton
          icon={props.icon ?? "more"}
          label={props.label}
          expanded={open}
          onClick={() => setOpen(!open)}
        />
      )}
      {open && (
        <div class="menu-list" role="menu" aria-label={props.label}>
          {props.items.map(({ label, icon, tone, checked, startsGroup, run }) => (
            <button
              key={label}
              type="button"
              {...(checked === undefined
                ? { role: "menuitem" }
                : { role: "menuitemradio", "aria-checked": checked })}
              class={tone}
              data-starts-group={startsGroup || undefined}
              tabIndex={-1}
              onClick={() => {
                close();
                run();
              }}
            >
              {icon && <Icon name={icon} size={18} />}
              <span>{label}</span>
              {checked && <Icon name="check" size={16} />}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
