/** What Jack does by himself without a rule, and where each of it is set. */

import * as auth from "../../api/auth";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { Icon, type IconName } from "../../ui/icons";
import * as settings from "../settings/data";

const DOES = [
  { name: "answers", icon: "spark", to: "/settings/autonomy" },
  { name: "calls", icon: "alert", to: "/settings/people" },
  { name: "tasks", icon: "tasks", to: "/settings/work" },
  { name: "quiet", icon: "clock", to: "/settings/work" },
  { name: "closes", icon: "check", to: "/settings/work" },
] as const satisfies readonly { name: string; icon: IconName; to: string }[];

const NEEDS: Record<string, string> = { "/settings/people": "staff:manage" };

type Values = Record<string, string>;

/** Figures of the hotel's own settings, for who may read them. */
async function readValues(): Promise<Values> {
  if (!auth.may("settings:manage")) return {};
  const found = await settings.readSettings();
  const of = (key: string) => String(found.get(key)?.value ?? "–");
  return {
    quiet: t("automations.quiet.now", {
      from: of("tasks.quiet_from").slice(0, 5),
      until: of("tasks.quiet_until").slice(0, 5),
    }),
    closes: t("automations.closes.now", {
      count: Number(found.get("conversation.idle_close_hours")?.value ?? 0),
    }),
  };
}

export function Always() {
  const found = useLoaded("automations", readValues);
  return (
    <Show loaded={found}>
      {(values) => (
        <ul class="rows">
          {DOES.map(({ name, icon, to }) => (
            <li key={name} class="row-line">
              <Icon name={icon} />
              <span class="row-main">
                <span class="row-title">{t(`automations.${name}`)}</span>
                <span class="quiet">{t(`automations.${name}.more`)}</span>
                {values[name] && <span>{values[name]}</span>}
              </span>
              {auth.may(NEEDS[to] ?? "settings:manage") && (
                <a class="button quiet" href={to}>
                  {t("automations.set")}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </Show>
  );
}
