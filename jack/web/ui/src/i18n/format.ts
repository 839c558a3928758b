/** Dates, times and numbers as the person writes them, in the hotel's time zone. */

import { signal } from "@preact/signals";
import { language, locale, t } from "./index";

export const zone = signal("UTC");

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter takes longer than a hundred uses of it. */
function format(
  options: Intl.DateTimeFormatOptions,
  spoken: string = locale.value,
): Intl.DateTimeFormat {
  const key = `${spoken} ${zone.value} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(spoken, { timeZone: zone.value, ...options });
    formats.set(key, found);
  }
  return found;
}

/** 14:05 */
export function time(iso: string): string {
  return format({ hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

/** 240 kB, 1.4 MB */
export function size(bytes: number): string {
  const isLarge = bytes >= 1_000_000;
  const amount = isLarge ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1000));
  return amount.toLocaleString(locale.value, {
    style: "unit",
    unit: isLarge ? "megabyte" : "kilobyte",
    maximumFractionDigits: isLarge && amount < 10 ? 1 : 0,
  });
}

/** The day in the hotel, for comparing: 2027-01-15. */
export function dayOf(at: Date): string {
  return format({}, "sv-SE").format(at);
}

/** "Today", "Yesterday", or the date in words. */
export function day(iso: string, now = new Date()): string {
  const at = new Date(iso);
  const that = dayOf(at);
  if (that === dayOf(now)) return t("time.today");
  if (that === dayOf(new Date(now.getTime() - 24 * HOUR_MS))) return t("time.yesterday");
  const isThisYear = that.slice(0, 4) === dayOf(now).slice(0, 4);
  return format({
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(isThisYear ? {} : { year: "numeric" }),
  }).format(at);
}

/** For a list: the time if it was today, else the day. */
export function short(iso: string, now = new Date()): string {
  const at = new Date(iso);
  if (dayOf(at) === dayOf(now)) return time(iso);
  return format({ day: "numeric", month: "short" }).format(at);
}

/** Date and time in full, for titles. */
export function full(iso: string): string {
  return format({ dateStyle: "full", timeStyle: "short" }).format(new Date(iso));
}

/** How long since: "3 min", "2 h", "4 d". Never less than a minute. */
export function since(iso: string, now: number): string {
  return span(now - Date.parse(iso));
}

export function span(milliseconds: number): string {
  const minutes = Math.max(1, Math.floor(milliseconds / MINUTE_MS));
  if (minutes < 60) return t("time.minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t("time.hours", { count: hours });
  return t("time.days", { count: Math.floor(hours / 24) });
}

/** The name of a guest's language in the person's own. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([language.value], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A day without a time, like that of an arrival: "Fri 15 Jan". */
export function date(day: string, now = new Date()): string {
  const isThisYear = day.slice(0, 4) === dayOf(now).slice(0, 4);
  return format({
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
  }).format(new Date(`${day}T00:00:00Z`));
}

/** Minor units of a currency, like cents, as people read them. */
export function money({ amount, currency }: { amount: number; currency: string }): string {
  const written = new Intl.NumberFormat(locale.value, { style: "currency", currency });
  const digits = written.resolvedOptions().maximumFractionDigits ?? 2;
  return written.format(amount / 10 ** digits);
}

/** What models cost: millionths of a US dollar, fractions of a cent while it is little. */
export function dollars(microUsd: number | null): string {
  if (microUsd === null) return "–";
  return (microUsd / 1_000_000).toLocaleString(locale.value, {
    style: "currency",
    currency: "USD",
    maximumFractionDigits: microUsd < 1_000_000 ? 4 : 2,
  });
}

/** A weekday by its number; 0 is Monday. */
export function dayName(day: number): string {
  // 1 January 2024 was a Monday.
  return format({ timeZone: "UTC", weekday: "long" }).format(new Date(Date.UTC(2024, 0, 1 + day)));
}

/** Day and time, for a list of what happened: "15 Jan, 14:05". */
export function moment(iso: string): string {
  return format({ dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

/** "1.5 GB" */
export function bytes(count: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  return new Intl.NumberFormat(locale.value, {
    style: "unit",
    unit: units[power] as string,
    maximumFractionDigits: 1,
  }).format(count / 1000 ** power);
}
