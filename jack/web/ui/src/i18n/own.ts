/**
 * Texts that a page brings along itself: most people never open it, so the first page goes without.
 *
 * English comes with the page; another language is fetched when the person speaks it.
 */

import { effect, signal } from "@preact/signals";
import {
  choose,
  type Forms,
  fill,
  type Language,
  language,
  plurals,
  type Text,
  type Values,
} from "./index";

type Same<T> = { [K in keyof T]: T[K] extends string ? string : Forms };
type Others = Exclude<Language, "en">;

export interface Own<K extends string> {
  /** The text of `key` with its holes filled. Reading it follows the language. */
  w: (key: K, values?: Values) => string;
  /** Whether there is a text of this name: for words that the server chooses. */
  has: (name: string) => name is K;
  /**
   * Resolves when the person's language is there, or cannot be had. Pages export it for who opens
   * them to wait for; a module that waits itself is put into many more files, of which the first page
   * gets its share.
   */
  ready: () => Promise<void>;
}

export function own<T extends Record<string, Text>>(
  english: T,
  others: Record<Others, () => Promise<Same<T>>>,
): Own<keyof T & string> {
  const texts = signal<Record<string, Text>>(english);
  const read = async (wanted: Language): Promise<void> => {
    const found = wanted === "en" ? english : await others[wanted]();
    if (wanted === language.peek()) texts.value = found;
  };
  const load = (wanted: Language) => read(wanted).catch(() => undefined);
  effect(() => void load(language.value));
  return {
    w: (key, values = {}) => fill(choose(texts.value[key] as Text, values, plurals.value), values),
    has: (name): name is keyof T & string => Object.hasOwn(english, name),
    ready: () => load(language.peek()),
  };
}

/** Every text of `T` in another language. */
export type OwnTexts<T> = Same<T>;
