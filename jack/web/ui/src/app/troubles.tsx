/** A line above every page for what does not work until a person mends it. */

import * as auth from "../api/auth";
import { get } from "../api/client";
import type { Trouble } from "../api/types";
import { type Key, t } from "../i18n";
import { moment } from "../i18n/format";
import { Icon } from "../ui/icons";
import { useLoaded } from "./loaded";

export function Troubles() {
  return auth.may("conversations:read") ? <Lines /> : null;
}

function Lines() {
  const { value } = useLoaded(
    "troubles",
    () => get("/api/v1/system/troubles"),
    (event) => event.type === "system.troubles",
  );
  return (
    <div role="status" class="troubles">
      {value?.troubles.map((trouble) => (
        <Line key={`${trouble.kind} ${trouble.subject}`} trouble={trouble} />
      ))}
    </div>
  );
}

function Line({ trouble }: { trouble: Trouble }) {
  return (
    <div class="trouble">
      <Icon name="alert" size={18} />
      <span>
        {words(trouble)}{" "}
        {auth.may("system:read") && <a href="/settings/health">{t("trouble.more")}</a>}
      </span>
    </div>
  );
}

/** What staff can no longer rely on, and since when. */
export function words({ kind, subject, since, workedAt }: Trouble): string {
  const name = kind === "channel" ? t(`channel.${subject}` as Key) : subject;
  return t(`trouble.${kind}`, { name, time: moment(workedAt ?? since) });
}
