/**
 * Keys that do things, and the sheet behind `?` that names them.
 *
 * A page says `useShortcuts([{ keys: "j", name: "keys.next", run: next }])`; while it is on the
 * screen they work and are on the sheet. Keys without Ctrl or Cmd do nothing while somebody types.
 */

import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type Key, t } from "../i18n";
import { Dialog } from "../ui/dialog";
import "./shortcuts.css";

export interface Shortcut {
  /** As `event.key`, like `j` or `Escape`; `mod+Enter` is Ctrl or Cmd. `g i` is one after the other. */
  keys: string;
  name: Key;
  run: () => void;
  /** Also while somebody types. */
  whileTyping?: boolean;
}

const SEQUENCE_MS = 1_000;
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const scopes = signal<readonly (readonly Shortcut[])[]>([]);
export const sheetIsOpen = signal(false);
let begun = "";
let begunAt = 0;

export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  const shape = shortcuts.map(({ keys }) => keys).join(",");
  // Before anything is painted: a key pressed as soon as the page is seen works.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys decide, what they run is looked up
  useLayoutEffect(() => {
    const scope = current.current.map((shortcut, index) => ({
      ...shortcut,
      run: () => current.current[index]?.run(),
    }));
    scopes.value = [...scopes.value, scope];
    return () => {
      scopes.value = scopes.value.filter((known) => known !== scope);
    };
  }, [shape]);
}

export function hearKeys(root: Document): void {
  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || root.querySelector("dialog[open]")) return;
    const pressed = nameOf(event);
    const sequence = event.timeStamp - begunAt < SEQUENCE_MS ? `${begun} ${pressed}` : pressed;
    const found = find(sequence, event) ?? find(pressed, event);
    begun = found ? "" : pressed;
    begunAt = event.timeStamp;
    if (!found) return;
    event.preventDefault();
    found.run();
  });
}

function find(keys: string, event: KeyboardEvent): Shortcut | undefined {
  const isTyping = (event.target as HTMLElement).matches?.(TYPED);
  return scopes.value
    .flat()
    .findLast(
      (shortcut) =>
        shortcut.keys === keys && (!isTyping || shortcut.whileTyping || keys.startsWith("mod+")),
    );
}

export function nameOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
): string {
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  const alt = event.altKey ? "alt+" : "";
  return mod + alt + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

const SIGNS: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  mod: navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl",
};

function Keys({ keys }: { keys: string }) {
  return (
    <span class="keys" dir="ltr">
      {keys.split(/[ +]/).map((key) => (
        <kbd key={key}>{SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
      ))}
    </span>
  );
}

export function ShortcutSheet() {
  if (!sheetIsOpen.value) return null;
  const known = new Map(scopes.value.flat().map((shortcut) => [shortcut.name, shortcut]));
  return (
    <Dialog
      title={t("keys.title")}
      onClose={() => {
        sheetIsOpen.value = false;
      }}
    >
      <dl class="shortcuts">
        {[...known.values()].map(({ keys, name }) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
