/** Rules in words: when they act, what they do, and why something did not happen. */

import type { Action, Rule, Run, Trigger } from "../../api/types";
import { dayName } from "../../i18n/format";
import { has, w } from "../../i18n/rules";
import { en as english } from "../../i18n/rules/en";
import type { Tone } from "../../ui/bits";

/** The text `group.code`, or the code itself where there is none. */
export function codeWord(group: string, code: string): string {
  const name = `${group}.${code}`;
  return has(name) ? w(name) : code;
}

/** What a rule is called; those that come with Jack in the person's language, unless renamed. */
export function ruleName({
  key,
  name,
  isShipped,
}: Pick<Rule, "key" | "name" | "isShipped">): string {
  return isShipped ? nameWord(key, name) : name;
}

/** The same for runs, which know key and name only. */
export function nameWord(key: string | null, name: string): string {
  const known = `rule.${key}`;
  return has(known) && english[known] === name ? w(known) : name;
}

export function triggerWords(trigger: Trigger): string {
  if (trigger.kind === "schedule") {
    const { at, weekdays } = trigger;
    if (!weekdays?.length) return w("when.daily", { time: at });
    return w("when.weekly", { days: weekdays.map((day) => dayName(day - 1)).join(", "), time: at });
  }
  if (trigger.kind === "event") {
    const event = codeWord("event", trigger.event);
    const count = trigger.delayMinutes ?? 0;
    if (count && count % 60 === 0) return w("when.eventHours", { count: count / 60, event });
    return count ? w("when.eventLater", { count, event }) : w("when.event", { event });
  }
  const anchor = codeWord("edit.anchor", trigger.anchor);
  const side = codeWord("edit.side", trigger.side);
  const days = trigger.days ?? 0;
  const hours = trigger.at ? 0 : (trigger.hours ?? 0);
  const span = [
    days > 0 && w("when.days", { count: days }),
    hours > 0 && w("when.hours", { count: hours }),
  ]
    .filter(Boolean)
    .join(", ");
  if (!span)
    return trigger.at
      ? w("when.onDayAt", { anchor, time: trigger.at })
      : w("when.onDay", { anchor });
  return trigger.at
    ? w("when.stayAt", { span, side, anchor, time: trigger.at })
    : w("when.stay", { span, side, anchor });
}

export function actionWords(actions: readonly Action[]): string {
  return [...new Set(actions.map(({ kind }) => codeWord("action", kind)))].join(" · ");
}

const TONES: Record<Run["state"], Tone> = {
  planned: "accent",
  claimed: "accent",
  ask_staff: "warn",
  done: "good",
  suppressed: "plain",
  failed: "danger",
  cancelled: "plain",
};

export const stateTone = (state: Run["state"]): Tone => TONES[state];

/** Words of a text, each in quotes and whichever way it runs. */
export function quoted(words: readonly string[]): string {
  return words.map((each) => `“\u2068${each}\u2069”`).join(", ");
}
