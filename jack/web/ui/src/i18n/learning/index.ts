/** The words of what Jack learns, loaded with the pages that need them. */

import { own } from "../own";
import { en } from "./en";

export const { w, has, ready } = own(en, {
  es: async () => (await import("./es")).es,
  de: async () => (await import("./de")).de,
  fr: async () => (await import("./fr")).fr,
  ar: async () => (await import("./ar")).ar,
});
