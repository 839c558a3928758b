/** Words for what the server names by code. An unknown code gets a plain general word. */

import { isKey, language, t } from "../../i18n";
import type { Tone } from "../../ui/bits";
import type { IconName } from "../../ui/icons";

/** Whether a guest writes in another language than the one that the page is read in. */
export function isForeign(spoken: string | null): spoken is string {
  return spoken !== null && spoken !== language.value;
}

export function reasonWords(reasons: readonly string[]): string {
  const words = reasons.map((code) => {
    const key = `reason.${code}`;
    return isKey(key) ? t(key) : t("reason.other");
  });
  return [...new Set(words)].join(" · ");
}

export function departmentWord(department: string): string {
  const key = `department.${department}`;
  return isKey(key) ? t(key) : department;
}

export function statusWord(status: string): string {
  const key = `task.${status}`;
  return isKey(key) ? t(key) : status;
}

export function channelWord(channel: string): string {
  const key = `channel.${channel}`;
  return isKey(key) ? t(key) : channel;
}

const CHANNEL_ICONS: Record<string, IconName> = {
  whatsapp: "whatsapp",
  sms: "sms",
  email: "email",
  webchat: "webchat",
};

export function channelIcon(channel: string): IconName {
  return CHANNEL_ICONS[channel] ?? "webchat";
}

export function taskTone(status: string, isOverdue: boolean): Tone {
  if (isOverdue) return "danger";
  if (status === "completed") return "good";
  return status === "cancelled" ? "plain" : "warn";
}

export function guestWord(name: string, id: string): string {
  return name || t("guest.unnamed", { id });
}

/** A department, the managers, or a colleague's name as it is. */
export function placeWord(place: string): string {
  return place === "manager" ? t("place.manager") : departmentWord(place);
}
