import { en } from "./en";
import type { Texts } from "./index";

export const fr: Texts = en;
