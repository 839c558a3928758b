/** The words of translations, loaded where a guest writes in another language than the reader. */

import { own } from "../own";
import { en } from "./en";

export const { w, has, ready } = own(en, {
  es: async () => (await import("./es")).es,
  de: async () => (await import("./de")).de,
  fr: async () => (await import("./fr")).fr,
  ar: async () => (await import("./ar")).ar,
});
