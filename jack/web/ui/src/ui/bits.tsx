/** Small parts without behaviour: badge, avatar, empty state, skeleton, notice. */

import type { ComponentChildren } from "preact";
import "./bits.css";
import { Icon, type IconName } from "./icons";

export type Tone = "plain" | "good" | "warn" | "danger" | "accent";

export function Badge(props: {
  tone?: Tone;
  icon?: IconName;
  children: ComponentChildren;
  title?: string;
}) {
  return (
    <span class={`badge ${props.tone ?? "plain"}`} title={props.title}>
      {props.icon && <Icon name={props.icon} size={14} />}
      {props.children}
    </span>
  );
}

/** Initials in a circle: decoration beside a name that is written out, so drawn and no text. */
export function Avatar({ name, size = "medium" }: { name: string; size?: "small" | "medium" }) {
  const letters = initials(name);
  return (
    <span class={`avatar ${size}`} data-initials={letters} aria-hidden="true">
      {!letters && <Icon name="person" size={size === "small" ? 14 : 20} />}
    </span>
  );
}

export function initials(name: string): string {
  const words = name.split(/[\s.·-]+/).filter((word) => /^\p{L}/u.test(word));
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase()).join("");
}

/** What stands where nothing is: what it means, and what to do about it. */
export function Empty(props: {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={props.icon} size={28} />
      </span>
      <h2>{props.title}</h2>
      {props.children && <p>{props.children}</p>}
      {props.action}
    </div>
  );
}

/** Grey shapes of what is coming, in its size, so that nothing jumps. Read out as `label`. */
export function Skeleton({
  rows,
  kind,
  label,
}: {
  rows: number;
  kind: "row" | "bubble" | "line";
  label: string;
}) {
  return (
    <div class="skeletons" role="status">
      <span class="only-read-out">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div class={`skeleton ${kind}`} key={index} aria-hidden="true" />
      ))}
    </div>
  );
}

export function Notice(props: {
  tone: Tone;
  icon?: IconName;
  children: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class={`notice ${props.tone}`} role={props.tone === "danger" ? "alert" : undefined}>
      {props.icon && <Icon name={props.icon} />}
      <div>{props.children}</div>
      {props.action}
    </div>
  );
}
