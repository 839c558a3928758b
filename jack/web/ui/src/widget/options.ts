/** What the hotel wrote on its script tag. */

import { parse, type Rgb } from "../chat/colours";
import { choose, type Language } from "../chat/names";

export interface Options {
  /** Of the server the script came from. */
  origin: string;
  language: Language;
  /** Null where the hotel named none, or nothing that is a colour. */
  accent: Rgb | null;
  side: "left" | "right";
  scheme: "light" | "dark" | "auto";
  /** Address of the chat in its frame. */
  frame: string;
}

export function read(
  source: string,
  { lang, accent, side, scheme }: DOMStringMap,
  browserLanguages: readonly string[],
): Options {
  const language = choose([lang ?? "", ...browserLanguages]);
  const frame = new URL("/widget", source);
  frame.searchParams.set("lang", language);
  if (parse(accent)) frame.searchParams.set("accent", accent ?? "");
  if (scheme === "light" || scheme === "dark") frame.searchParams.set("scheme", scheme);
  return {
    origin: frame.origin,
    language,
    accent: parse(accent),
    side: side === "left" ? "left" : "right",
    scheme: scheme === "light" || scheme === "dark" ? scheme : "auto",
    frame: frame.href,
  };
}
