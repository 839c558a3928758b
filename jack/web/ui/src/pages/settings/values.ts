/** How a setting is written into a field and read out of it again. */

import type { Setting } from "../../api/types";
import { language, t } from "../../i18n";
import { coming } from "./data";

export type Kind = "text" | "secret" | "switch" | "number" | "time" | "choice" | "lines" | "pairs";

/** What a guest's language can be; the setting takes no other. */
export const GUEST_LANGUAGES = [
  "en",
  "es",
  "fr",
  "de",
  "it",
  "pt",
  "ar",
  "zh",
  "ja",
  "hi",
  "ru",
] as const;

const ORDER = "llm.order";
const CHOICES = new Set(["hotel.timezone", "hotel.language", "hotel.country", ORDER]);
const ORDERS = [
  "anthropic,openai,local",
  "openai,anthropic,local",
  "anthropic,local",
  "openai,local",
  "local",
  "anthropic",
] as const;

export function kindOf({ key, isSecret, value, default: usual }: Setting): Kind {
  if (isSecret) return "secret";
  if (CHOICES.has(key)) return "choice";
  if (/_time$|\.quiet_(from|until)$/.test(key)) return "time";
  const sample = value ?? usual;
  if (typeof sample === "boolean") return "switch";
  if (typeof sample === "number") return "number";
  if (Array.isArray(sample)) return "lines";
  return typeof sample === "object" && sample !== null ? "pairs" : "text";
}

/** What stands in the field. Of a secret nothing does: it can only be replaced. */
export function written(setting: Setting): string {
  return asText(coming(setting), kindOf(setting));
}

export function asText(value: unknown, kind: Kind): string {
  if (kind === "secret" || value === null || value === undefined) return "";
  if (kind === "lines") return (value as unknown[]).join("\n");
  if (kind === "pairs")
    return Object.entries(value as object)
      .map(([name, one]) => `${name} = ${one}`)
      .join("\n");
  return kind === "time" ? String(value).slice(0, 5) : String(value);
}

/** The text of a field as the setting takes it; what cannot be read goes as it is, and is refused. */
export function readBack(text: string, kind: Kind, key = ""): unknown {
  if (key === ORDER) return text.split(",");
  if (kind === "switch") return text === "true";
  if (kind === "number") return text.trim() === "" ? null : Number(text.replace(",", "."));
  if (kind === "lines") return lines(text);
  if (kind !== "pairs") return kind === "text" ? text.trim() : text;
  return Object.fromEntries(
    lines(text).map((line) => {
      const [name = "", ...rest] = line.split("=");
      const value = rest.join("=").trim();
      return [name.trim(), /^\d+(\.\d+)?$/.test(value) ? Number(value) : value];
    }),
  );
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

export interface Choice {
  value: string;
  label: string;
}

export function choicesOf(setting: Setting): Choice[] {
  if (setting.key === "hotel.timezone") return zones(written(setting));
  if (setting.key === "hotel.country") return countries();
  if (setting.key === ORDER)
    return ORDERS.map((value) => ({ value, label: t(`models.order.${value}`) }));
  return GUEST_LANGUAGES.map((value) => ({ value, label: nameOf("language", value) }));
}

export function zones(known: string): Choice[] {
  const all = new Set([known, "UTC", ...Intl.supportedValuesOf("timeZone")]);
  return [...all]
    .filter(Boolean)
    .sort()
    .map((value) => ({ value, label: value.replaceAll("_", " ") }));
}

const NO_COUNTRIES = new Set(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"]);

/** Every country that the browser has a name for. */
export function countries(): Choice[] {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const names = new Intl.DisplayNames([language.value], { type: "region", fallback: "none" });
  const found = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !NO_COUNTRIES.has(code))
    .flatMap((value) => {
      const label = names.of(value);
      return label ? [{ value, label }] : [];
    });
  const compare = new Intl.Collator(language.value).compare;
  return [
    { value: "", label: "–" },
    ...found.sort((one, other) => compare(one.label, other.label)),
  ];
}

function nameOf(type: "language" | "region", code: string): string {
  return new Intl.DisplayNames([language.value], { type }).of(code) ?? code;
}
