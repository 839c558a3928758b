import { address, get } from "../../api/client";
import type { Analytics, Figures } from "../../api/types";
import { locale, t } from "../../i18n";
import { dollars, span } from "../../i18n/format";
import { w } from "../../i18n/rules";

export interface Asked {
  first: string;
  last: string;
  channel: string;
  language: string;
}

export const TABLES = ["days", "channels", "languages", "escalations", "topics", "tasks"] as const;
export type Table = (typeof TABLES)[number];

const given = ({ first, last, channel, language }: Asked) => ({
  first: first || null,
  last: last || null,
  channel: channel || null,
  language: language || null,
});

export const readFigures = (asked: Asked): Promise<Analytics> =>
  get("/api/v1/analytics", { query: nothingEmpty(given(asked)) });

/** Where a table is downloaded from; the cookie goes along. */
export const csvAddress = (asked: Asked, table: Table) =>
  address("/api/v1/analytics/csv", { query: { ...given(asked), table } });

function nothingEmpty<T extends object>(query: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept = Object.entries(query).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as { [K in keyof T]?: NonNullable<T[K]> };
}

export const count = (value: number) => value.toLocaleString(locale.value);

export function percent(share: number | null): string {
  if (share === null) return "–";
  return share.toLocaleString(locale.value, { style: "percent", maximumFractionDigits: 0 });
}

/** An average of ratings, of five. */
export function stars(average: number | null): string {
  if (average === null) return "–";
  const shown = average.toLocaleString(locale.value, { maximumFractionDigits: 1 });
  return w("rated.average", { average: shown });
}

/** Seconds while they are few, else as everywhere. */
export function wait(seconds: number | null): string {
  if (seconds === null) return "–";
  if (seconds < 90) return t("analytics.seconds", { count: Math.round(seconds) });
  return span(seconds * 1000);
}

/** Figures that can be drawn over days. */
export const MEASURES = ["conversations", "share", "response", "escalations", "cost"] as const;
export type Measure = (typeof MEASURES)[number];

export function measured(figures: Figures, measure: Measure): number | null {
  switch (measure) {
    case "conversations":
      return figures.conversations;
    case "share":
      return figures.shareByJack;
    case "response":
      return figures.firstResponse.medianS;
    case "escalations":
      return figures.escalations;
    case "cost":
      return figures.costMicroUsd;
  }
}

export function inMeasure(value: number | null, measure: Measure): string {
  if (value === null) return "–";
  if (measure === "share") return percent(value);
  if (measure === "response") return wait(value);
  return measure === "cost" ? dollars(value) : count(value);
}
