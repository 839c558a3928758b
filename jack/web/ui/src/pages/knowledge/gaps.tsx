/** Questions that found no answer, the most asked first, each answered with one press. */

import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { Gap } from "../../api/types";
import { useActing } from "../../app/acting";
import { now } from "../../app/clock";
import { type Loaded, Show } from "../../app/loaded";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { w } from "../../i18n/learning";
import { Badge, Empty } from "../../ui/bits";
import { Button } from "../../ui/button";
import { PageBody } from "../../ui/page";
import * as data from "./data";
import { EMPTY, EntryDialog } from "./writing";

const idsOf = ({ questions }: Gap) => questions.map(({ id }) => id);

export function Gaps({ loaded, onChanged }: { loaded: Loaded<Gap[]>; onChanged: () => void }) {
  const [answered, setAnswered] = useState<Gap | null>(null);
  const { busy, act } = useActing(onChanged);
  return (
    <PageBody>
      <div class="narrow">
        <Show loaded={loaded}>
          {(gaps) =>
            gaps.length === 0 ? (
              <Empty icon="check" title={w("gaps.empty")}>
                {w("gaps.emptyMore")}
              </Empty>
            ) : (
              <ul class="cards" aria-label={t("knowledge.gaps")}>
                {gaps.map((gap) => (
                  <li key={idsOf(gap).join()}>
                    <header>
                      <h2 dir="auto">{gap.question}</h2>
                      <Badge tone={gap.count > 1 ? "warn" : "plain"}>
                        {w("gaps.count", { count: gap.count })}
                      </Badge>
                    </header>
                    <p class="quiet">
                      {w("gaps.last", {
                        time: format.short(gap.lastAskedAt, new Date(now.value)),
                      })}
                    </p>
                    {gap.questions.length > 1 && (
                      <details>
                        <summary>{w("gaps.all")}</summary>
                        <ul>
                          {gap.questions.map((one) => (
                            <li key={one.id} dir="auto">
                              {one.content}
                            </li>
                          ))}
                        </ul>
                      </details>
                    )}
                    <div class="actions">
                      <Button kind="primary" icon="edit" onClick={() => setAnswered(gap)}>
                        {w("gaps.answer")}
                      </Button>
                      <Button
                        disabled={busy}
                        onClick={() =>
                          void act(() => data.dismissGap(idsOf(gap)), w("gaps.dismissed"))
                        }
                      >
                        {w("gaps.dismiss")}
                      </Button>
                      {gap.questions[0] && may("conversations:read") && (
                        <a class="button quiet" href={`/inbox/${gap.questions[0].conversationId}`}>
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
      {answered && (
        <EntryDialog
          title={w("gaps.answerTitle")}
          words={{
            ...EMPTY,
            title: (answered.title || answered.question).slice(0, 300),
            language: (answered.questions[0]?.language as data.Language | null) ?? null,
          }}
          action={w("gaps.save")}
          save={(words) => data.answerGap(idsOf(answered), words)}
          done={w("gaps.answered")}
          onClose={() => setAnswered(null)}
          onSaved={() => {
            setAnswered(null);
            onChanged();
          }}
        />
      )}
    </PageBody>
  );
}
