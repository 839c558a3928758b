/** What Jack may answer by himself, by topic. A choice counts at once. */

import { useState } from "preact/hooks";
import type { Agreement } from "../../api/types";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { isKey, t } from "../../i18n";
import { Badge, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Part } from "../../ui/page";
import { Tabs } from "../../ui/tabs";
import * as data from "./data";

export const LEVELS = ["auto", "draft", "off"] as const;
export type Level = (typeof LEVELS)[number];
type Topics = Record<string, Level>;

const KEY = "answers.autonomy";
const SENSITIVE = ["billing", "refunds", "legal", "medical"];
const USUAL = [
  "inquiry",
  "inquiry.stay",
  "booking",
  "request.service",
  "request.room",
  "request.dining",
  "request.technical",
  "request.concierge",
  "request.wake_up",
  "complaint",
  "feedback",
];

/** Without a word of its own a topic is answered. */
export function levelOf(topics: Topics, topic: string): Level {
  const parts = topic.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const found = topics[parts.slice(0, length).join(".")];
    if (found) return found;
  }
  return "auto";
}

export function Autonomy() {
  const found = useLoaded("settings", data.readSettings);
  const agreement = useLoaded("agreement", data.readAgreement);
  const { busy, act } = useActing(() => Promise.all([found.refresh(), agreement.refresh()]));
  const [chosen, setChosen] = useState<Topics>({});
  return (
    <Show loaded={found}>
      {(settings) => {
        const setting = settings.get(KEY);
        if (!setting) return null;
        const topics = { ...(data.coming(setting) as Topics), ...chosen };
        const others = Object.keys(topics).filter((one) => ![...SENSITIVE, ...USUAL].includes(one));
        const choose = async (topic: string, level: Level) => {
          const wanted = { ...topics, [topic]: level };
          setChosen({ [topic]: level });
          await act(
            () => data.changeSettings({ [KEY]: wanted }),
            t("autonomy.saved", { topic: topicWord(topic), level: t(`autonomy.${level}`) }),
          );
          setChosen({});
        };
        return (
          <>
            <dl class="explained">
              {LEVELS.map((level) => (
                <div key={level}>
                  <dt>{t(`autonomy.${level}`)}</dt>
                  <dd>{t(`autonomy.${level}.more`)}</dd>
                </div>
              ))}
            </dl>
            <p class="quiet">{t("autonomy.safety")}</p>
            {setting.locked && (
              <Notice tone="plain" icon="key">
                <span lang="en">{setting.locked}</span>
              </Notice>
            )}
            {[
              { title: t("autonomy.sensitive"), names: SENSITIVE },
              { title: t("autonomy.topics"), names: [...USUAL, ...others] },
            ].map(({ title, names }) => (
              <Part key={title} title={title}>
                <ul class="rows" aria-busy={busy}>
                  {names.map((topic) => (
                    <li key={topic} class="row-line">
                      <span class="row-main">
                        {topicWord(topic)}
                        <Agreed
                          found={agreement.value?.get(topic)}
                          onTake={setting.locked ? null : () => void choose(topic, "auto")}
                        />
                      </span>
                      {setting.locked ? (
                        <Badge>{t(`autonomy.${levelOf(topics, topic)}`)}</Badge>
                      ) : (
                        <Tabs
                          label={topicWord(topic)}
                          value={levelOf(topics, topic)}
                          options={LEVELS.map((value) => ({
                            value,
                            label: t(`autonomy.${value}`),
                          }))}
                          onChange={(level) => void choose(topic, level)}
                        />
                      )}
                    </li>
                  ))}
                </ul>
              </Part>
            ))}
          </>
        );
      }}
    </Show>
  );
}

/** How often staff said the same as Jack, and the step that may follow of it. */
function Agreed(props: { found: Agreement | undefined; onTake: (() => void) | null }) {
  const { found, onTake } = props;
  if (!found) return null;
  const { cases, agreed, isProposed } = found;
  return (
    <span class="agreed quiet">
      {t("autonomy.agreed", {
        agreed,
        count: cases,
        percent: Math.floor((100 * agreed) / cases),
      })}
      {isProposed && <Badge tone="good">{t("autonomy.proposed")}</Badge>}
      {isProposed && onTake && (
        <Button kind="quiet" onClick={onTake}>
          {t("autonomy.take")}
        </Button>
      )}
    </span>
  );
}

export function topicWord(topic: string): string {
  const key = `topic.${topic}`;
  return isKey(key) ? t(key) : topic;
}
