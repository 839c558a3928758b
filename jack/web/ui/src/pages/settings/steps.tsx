/** The first steps, to be found again: what is done, what was left out, what is open. */

import { get, post } from "../../api/client";
import type { SetupStep } from "../../api/types";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { Badge, Notice, type Tone } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icons";

export const readSteps = () => get("/api/v1/setup/steps");
export const skipStep = (step: SetupStep["step"], isSkipped: boolean) =>
  post("/api/v1/setup/steps", { body: { step, isSkipped } });

const TONES: Record<SetupStep["state"], Tone> = { done: "good", skipped: "plain", open: "warn" };

export function Steps() {
  const found = useLoaded("steps", readSteps);
  const { busy, act } = useActing(found.refresh);
  return (
    <Show loaded={found}>
      {({ steps }) => (
        <>
          {steps.every(({ state }) => state !== "open") && (
            <Notice tone="good" icon="check">
              {t("steps.allDone")}
            </Notice>
          )}
          <ul class="rows">
            {steps.map(({ step, state }) => (
              <li key={step} class="row-line">
                <Icon name={state === "done" ? "check" : "clock"} />
                <span class="row-main">
                  <span class="row-title">{t(`step.${step}`)}</span>
                  <span class="quiet">{t(`step.${step}.more`)}</span>
                </span>
                <Badge tone={TONES[state]}>{t(`steps.${state}`)}</Badge>
                {step !== "account" && (
                  <span class="actions">
                    {state === "open" && (
                      <Button
                        kind="quiet"
                        busy={busy}
                        onClick={() => void act(() => skipStep(step, true))}
                      >
                        {t("steps.skip")}
                      </Button>
                    )}
                    {state === "skipped" && (
                      <Button
                        kind="quiet"
                        busy={busy}
                        onClick={() => void act(() => skipStep(step, false))}
                      >
                        {t("steps.unskip")}
                      </Button>
                    )}
                    <a class="button plain" href={`/setup/${step}`}>
                      {t(state === "done" ? "steps.look" : "steps.do")}
                    </a>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Show>
  );
}
