/** Short messages at the edge of the page: what was done, what went wrong and how to go on. */

import { signal } from "@preact/signals";
import { t } from "../i18n";
import { Button, IconButton } from "./button";
import "./toast.css";

interface Toast {
  id: number;
  text: string;
  kind: "good" | "bad";
  action?: { label: string; run: () => void };
}

const GOOD_MS = 5_000;
const MOST = 3;

const toasts = signal<readonly Toast[]>([]);
let next = 1;

/** Good news goes away by itself; bad news stays until somebody closed it. */
export function toast(text: string, options: Partial<Omit<Toast, "id" | "text">> = {}): void {
  const made: Toast = { id: next++, text, kind: "good", ...options };
  toasts.value = [...toasts.value.filter((known) => known.text !== text), made].slice(-MOST);
  if (made.kind === "good") setTimeout(() => drop(made.id), GOOD_MS);
}

function drop(id: number): void {
  toasts.value = toasts.value.filter((known) => known.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, kind, action }) => (
        <div class={`toast ${kind}`} key={id}>
          <p>{text}</p>
          {action && (
            <Button
              kind="quiet"
              onClick={() => {
                drop(id);
                action.run();
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton icon="close" label={t("close")} onClick={() => drop(id)} />
        </div>
      ))}
    </div>
  );
}
