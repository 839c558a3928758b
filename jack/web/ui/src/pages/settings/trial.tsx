/** Model settings that wait for a restart, tried with the golden questions before they count. */

import { may } from "../../api/auth";
import { useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { Part } from "../../ui/page";
import { Asking } from "../knowledge/asking";
import { readGolden, tryModels } from "../knowledge/data";
import type { Settings } from "./data";

export function ModelTrial({ settings }: { settings: Settings }) {
  const golden = useLoaded("golden", async () => (may("knowledge:write") ? readGolden() : []));
  const waiting = [...settings.values()].filter(
    ({ key, needsRestart }) => key.startsWith("llm.") && needsRestart,
  );
  if (waiting.length === 0 || !golden.value?.length) return null;
  // Other settings are another trial: what the last one found says nothing about them.
  const tried = JSON.stringify(waiting.map(({ key, next }) => [key, next]));
  return (
    <Part title={t("models.trial")}>
      <p class="quiet">{t("models.trial.more")}</p>
      <Asking key={tried} begin={tryModels} action={t("models.trial.do")} />
      <a href="/knowledge/golden">{t("knowledge.golden")}</a>
    </Part>
  );
}
