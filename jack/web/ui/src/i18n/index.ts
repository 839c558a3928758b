/**
 * Words in the person's language.
 *
 * `en.ts` says which texts there are; a language that lacks one does not compile. A text is a string
 * with `{name}` holes, or one string per plural form, chosen by the number in `count`.
 */

import { computed, effect, signal } from "@preact/signals";
import { settings } from "../app/settings";
import type { admin } from "./admin/en";
import { en } from "./en";

export type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
export type Text = string | Forms;
type Same<T> = { [K in keyof T]: T[K] extends string ? string : Forms };
export type Key = keyof typeof en | keyof typeof admin;
/** Every text of English: where English counts, so does the other language. */
export type Texts = Same<typeof en>;
export type AdminTexts = Same<typeof admin>;
export type Values = Record<string, string | number>;

export const LANGUAGES = {
  en: "English",
  es: "Español",
  de: "Deutsch",
  fr: "Français",
  ar: "العربية",
} as const;
export type Language = keyof typeof LANGUAGES;

const LOADERS: Record<Language, () => Promise<Texts>> = {
  en: async () => en,
  es: async () => (await import("./es")).es,
  de: async () => (await import("./de")).de,
  fr: async () => (await import("./fr")).fr,
  ar: async () => (await import("./ar")).ar,
};

const MORE: Record<Language, () => Promise<AdminTexts>> = {
  en: async () => (await import("./admin/en")).admin,
  es: async () => (await import("./admin/es")).admin,
  de: async () => (await import("./admin/de")).admin,
  fr: async () => (await import("./admin/fr")).admin,
  ar: async () => (await import("./admin/ar")).admin,
};

export const language = signal<Language>("en");
const texts = signal<Texts & Partial<AdminTexts>>(en);
let hasMore = false;
export const plurals = computed(() => new Intl.PluralRules(language.value));
/** The language as its people write dates where this browser is at home, like `en-GB`. */
export const locale = computed(
  () => navigator.languages.find((tag) => tag.split("-")[0] === language.value) ?? language.value,
);
export const direction = computed(() => (language.value === "ar" ? "rtl" : "ltr"));

/** The text of `key` with its holes filled. Reading it follows the language. */
export function t(key: Key, values: Values = {}): string {
  return fill(choose(texts.value[key] ?? "", values, plurals.value), values);
}

export function choose(text: Text, values: Values, rules: Intl.PluralRules): string {
  if (typeof text === "string") return text;
  const count = values.count;
  return (typeof count === "number" ? text[rules.select(count)] : undefined) ?? text.other;
}

export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === "number" ? value.toLocaleString(locale.value) : value;
  });
}

/** Whether there is a text of this name: for words that the server chooses, like a failure's code. */
export function isKey(name: string): name is Key {
  return Object.hasOwn(texts.value, name);
}

/** The first language of the browser that this page speaks. */
export function preferred(wanted: readonly string[] = navigator.languages): Language {
  const found = wanted.map((tag) => tag.split("-")[0]).find((code) => code && code in LANGUAGES);
  return (found as Language | undefined) ?? "en";
}

export async function speak(wanted: Language): Promise<void> {
  const loaded = LOADERS[wanted]();
  const more = hasMore ? await MORE[wanted]() : {};
  texts.value = { ...(await loaded), ...more };
  language.value = wanted;
}

/** A page that uses the texts of `admin`, once they are there. */
export async function withMore<T>(page: Promise<T>): Promise<T> {
  if (!hasMore) {
    const wanted = language.peek();
    const more = await MORE[wanted]();
    hasMore = true;
    if (wanted === language.peek()) texts.value = { ...texts.peek(), ...more };
    else await speak(language.peek());
  }
  return page;
}

/** Keeps words and direction of the page in the chosen language; resolves when the first is there. */
export async function followLanguage(root: HTMLElement): Promise<void> {
  effect(() => {
    root.lang = language.value;
    root.dir = direction.value;
  });
  const chosen = () => {
    const { language: kept } = settings.value;
    return kept && kept in LANGUAGES ? (kept as Language) : preferred();
  };
  await speak(chosen()).catch(() => undefined);
  effect(() => {
    const wanted = chosen();
    if (wanted !== language.peek()) speak(wanted).catch(() => undefined);
  });
}
