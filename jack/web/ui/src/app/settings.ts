/** What one person likes in one browser: language, theme, how Enter behaves. Kept in this browser. */

import { effect, signal } from "@preact/signals";

const KEY = "jack.settings";

export type Theme = "system" | "light" | "dark";

export interface Settings {
  language: string | null;
  theme: Theme;
  enterSends: boolean;
  showGuest: boolean;
  sound: boolean;
  /** Notices of the desktop while another window is in front. */
  desktop: boolean;
}

const USUAL: Settings = {
  language: null,
  theme: "system",
  enterSends: false,
  showGuest: true,
  sound: false,
  desktop: false,
};

export const settings = signal<Settings>({ ...USUAL, ...stored() });

export function change(changes: Partial<Settings>): void {
  settings.value = { ...settings.value, ...changes };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings.value));
  } catch {
    // A browser that keeps nothing: the choice holds until the page is closed.
  }
}

function stored(): Partial<Settings> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof found === "object" && found !== null ? (found as Partial<Settings>) : {};
  } catch {
    return {};
  }
}

export function followTheme(root: HTMLElement): void {
  effect(() => {
    const { theme } = settings.value;
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  });
}
