/** The words of rules and templates, loaded with their pages. */

import { own } from "../own";
import { en } from "./en";

export const { w, has, ready } = own(en, {
  es: async () => (await import("./es")).es,
  de: async () => (await import("./de")).de,
  fr: async () => (await import("./fr")).fr,
  ar: async () => (await import("./ar")).ar,
});
export type Word = Parameters<typeof w>[0];
