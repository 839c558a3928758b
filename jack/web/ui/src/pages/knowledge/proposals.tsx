/** What colleagues answered where Jack had no answer: knowledge, once somebody says so. */

import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { Proposal } from "../../api/types";
import { useActing } from "../../app/acting";
import { now } from "../../app/clock";
import { type Loaded, Show } from "../../app/loaded";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { w } from "../../i18n/learning";
import { Empty } from "../../ui/bits";
import { Button } from "../../ui/button";
import { PageBody } from "../../ui/page";
import * as data from "./data";
import { EMPTY, EntryDialog } from "./writing";

export function Proposals(props: { loaded: Loaded<Proposal[]>; onChanged: () => void }) {
  const { loaded, onChanged } = props;
  const [taken, setTaken] = useState<Proposal | null>(null);
  const { busy, act } = useActing(onChanged);
  return (
    <PageBody>
      <div class="narrow">
        <Show loaded={loaded}>
          {(proposals) =>
            proposals.length === 0 ? (
              <Empty icon="check" title={w("proposals.empty")}>
                {w("proposals.emptyMore")}
              </Empty>
            ) : (
              <ul class="cards" aria-label={t("knowledge.proposals")}>
                {proposals.map((one) => (
                  <li key={one.id}>
                    <h2 dir="auto">{one.question}</h2>
                    <p class="entry-text" dir="auto">
                      {one.body || one.answer}
                    </p>
                    {one.leftOut.length > 0 && (
                      <div class="left-out">
                        <p class="quiet">{w("proposals.leftOut")}</p>
                        <ul>
                          {one.leftOut.map((sentence, index) => (
                            <li key={index} dir="auto">
                              {sentence}
                            </li>
                          ))}
                        </ul>
                      </div>
                    )}
                    <p class="quiet">
                      <bdi>{one.staffName ?? t("sender.staff")}</bdi> ·{" "}
                      {format.short(one.createdAt, new Date(now.value))}
                    </p>
                    <div class="actions">
                      <Button kind="primary" icon="check" onClick={() => setTaken(one)}>
                        {w("proposals.approve")}
                      </Button>
                      <Button
                        disabled={busy}
                        onClick={() => void act(() => data.reject(one.id), w("proposals.rejected"))}
                      >
                        {w("proposals.reject")}
                      </Button>
                      {may("conversations:read") && (
                        <a class="button quiet" href={`/inbox/${one.conversationId}`}>
                          {t("tasks.conversation")}
                        </a>
                      )}
                    </div>
                  </li>
                ))}
              </ul>
            )
          }
        </Show>
      </div>
      {taken && (
        <EntryDialog
          title={w("proposals.title")}
          hint={w("proposals.hint")}
          words={{
            ...EMPTY,
            title: (taken.title || taken.question).slice(0, 300),
            body: taken.body,
            language: taken.language as data.Language | null,
          }}
          action={w("proposals.approve")}
          save={(words) => data.approve(taken.id, words)}
          done={w("gaps.answered")}
          onClose={() => setTaken(null)}
          onSaved={() => {
            setTaken(null);
            onChanged();
          }}
        />
      )}
    </PageBody>
  );
}
