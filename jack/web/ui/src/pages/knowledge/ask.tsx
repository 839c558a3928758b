/** "What would Jack find?": the entries for a question, with how well they fit. */

import { useState } from "preact/hooks";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { Badge, Empty, Notice } from "../../ui/bits";
import { PageBody, Search } from "../../ui/page";
import { Tabs } from "../../ui/tabs";
import { word } from "../guests/words";
import * as data from "./data";

export function Ask() {
  const [q, setQ] = useState("");
  const [audience, setAudience] = useState<data.Audience>("guest");
  return (
    <PageBody>
      <div class="narrow">
        <Search id="knowledge-ask" label={t("ask.label")} value={q} onSearch={setQ} />
        <Tabs
          label={t("entry.audience")}
          value={audience}
          options={data.AUDIENCES.map((value) => ({ value, label: word("audience", value) }))}
          onChange={setAudience}
        />
        {q ? (
          <Found q={q} audience={audience} />
        ) : (
          <Empty icon="search" title={t("ask.title")}>
            {t("ask.more")}
          </Empty>
        )}
      </div>
    </PageBody>
  );
}

function Found({ q, audience }: { q: string; audience: data.Audience }) {
  const found = useLoaded(`ask ${audience} ${q}`, () => data.search(q, audience));
  return (
    <Show loaded={found} rows={4}>
      {({ passages, threshold }) => {
        const best = passages[0];
        const isAnswered = best !== undefined && best.score >= threshold;
        return (
          <>
            <Notice tone={isAnswered ? "good" : "warn"} icon={isAnswered ? "check" : "alert"}>
              {t(isAnswered ? "ask.answers" : "ask.doesNot")}
            </Notice>
            <ol class="passages">
              {passages.map((passage) => (
                <li key={passage.entryId} data-answers={passage.score >= threshold}>
                  <header>
                    <a href={`/knowledge/${passage.entryId}`}>
                      <bdi>{passage.title}</bdi>
                    </a>
                    <Badge tone={passage.score >= threshold ? "good" : "plain"}>
                      {t("ask.score", { percent: Math.round(passage.score * 100) })}
                    </Badge>
                  </header>
                  <meter
                    min={0}
                    max={1}
                    low={threshold}
                    optimum={1}
                    value={passage.score}
                    aria-label={t("ask.fits")}
                  />
                  <p dir="auto">{passage.text}</p>
                  <p class="quiet">
                    {t("ask.parts", {
                      similarity: Math.round(passage.similarity * 100),
                      words: Math.round(passage.wordOverlap * 100),
                    })}
                  </p>
                </li>
              ))}
            </ol>
            <p class="quiet">{t("ask.threshold", { percent: Math.round(threshold * 100) })}</p>
          </>
        );
      }}
    </Show>
  );
}
