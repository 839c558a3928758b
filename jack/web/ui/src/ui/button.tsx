import type { ComponentChildren } from "preact";
import "./button.css";
import { Icon, type IconName } from "./icons";

interface Shared {
  onClick?: (event: MouseEvent) => void;
  /** While it works: it stays where it is and cannot be pressed again. */
  busy?: boolean;
  disabled?: boolean;
  type?: "button" | "submit";
}

export function Button({
  kind = "plain",
  icon,
  children,
  busy = false,
  disabled = false,
  type = "button",
  onClick,
}: Shared & {
  kind?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <button
      class={`button ${kind}`}
      type={type}
      disabled={disabled || busy}
      aria-busy={busy}
      onClick={onClick}
    >
      {icon && <Icon name={icon} size={18} />}
      <span>{children}</span>
    </button>
  );
}

/** A button without words on it; `label` is read out and shown on hover. */
export function IconButton({
  icon,
  label,
  pressed,
  expanded,
  busy = false,
  disabled = false,
  onClick,
}: Shared & { icon: IconName; label: string; pressed?: boolean; expanded?: boolean }) {
  return (
    <button
      class="icon-button"
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      disabled={disabled || busy}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
