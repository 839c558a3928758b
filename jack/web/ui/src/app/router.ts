/** Addresses: one signal that follows the browser's history, and links that do not reload. */

import { computed, signal } from "@preact/signals";

export const path = signal(location.pathname);
export const query = signal(new URLSearchParams(location.search));

/** The parts of the address: `/inbox/12/guest` is `["inbox", "12", "guest"]`. */
export const parts = computed(() => path.value.split("/").filter(Boolean));

export function go(to: string, { replace = false } = {}): void {
  if (to === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  follow();
}

export function follow(): void {
  path.value = location.pathname;
  query.value = new URLSearchParams(location.search);
}

/** Takes over clicks on links to this app; every other click is the browser's. */
export function takeLinks(root: EventTarget): void {
  root.addEventListener("click", (event) => {
    const click = event as MouseEvent;
    const link = (click.target as Element).closest?.("a[href]") as HTMLAnchorElement | null;
    if (!link || click.defaultPrevented || click.button !== 0) return;
    if (click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
    if (link.target || link.origin !== location.origin || !isOurs(link.pathname)) return;
    click.preventDefault();
    go(link.pathname + link.search);
  });
}

/** First parts of the addresses that this app shows; `jack/web/bundle.py` serves the same. */
export const SECTIONS = [
  "login",
  "inbox",
  "tasks",
  "guests",
  "arrivals",
  "knowledge",
  "automations",
  "templates",
  "replies",
  "analytics",
  "handover",
  "settings",
  "me",
  "setup",
  "password",
] as const;

export function isOurs(pathname: string): boolean {
  const first = pathname.split("/")[1] ?? "";
  return first === "" || (SECTIONS as readonly string[]).includes(first);
}
