/** Words for what the server names by code, about guests. */

import { isKey, type Key, t } from "../../i18n";
import type { Tone } from "../../ui/bits";

/** The text `group.code`, or the code itself where there is none. */
export function word(group: string, code: string): string {
  const key = `${group}.${code}`;
  return isKey(key) ? t(key as Key) : code;
}

export function nameOf(one: { firstName: string; lastName: string; id: string }): string {
  return `${one.firstName} ${one.lastName}`.trim() || t("guest.unnamed", { id: one.id });
}

const TONES: Record<string, Tone> = {
  checked_in: "good",
  confirmed: "accent",
  cancelled: "danger",
  no_show: "danger",
};

export function stayTone(status: string): Tone {
  return TONES[status] ?? "plain";
}
