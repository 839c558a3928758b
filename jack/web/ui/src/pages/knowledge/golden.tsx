/** Golden answers: questions whose answers have to stay right, asked again with one press. */

import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { Golden } from "../../api/types";
import { useActing } from "../../app/acting";
import { type Loaded, Show } from "../../app/loaded";
import { t } from "../../i18n";
import { w } from "../../i18n/learning";
import { Badge, Empty } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Area, Field, Switch } from "../../ui/field";
import { PageBody } from "../../ui/page";
import { Asking, Problems, TONES } from "./asking";
import * as data from "./data";

export function GoldenAnswers(props: { loaded: Loaded<Golden[]>; onChanged: () => void }) {
  const { loaded, onChanged } = props;
  const [edited, setEdited] = useState<Golden | "new" | null>(null);
  const { busy, act } = useActing(onChanged);
  return (
    <PageBody>
      <div class="narrow">
        <p class="quiet">{w("golden.more")}</p>
        <div class="actions">
          <Button icon="plus" onClick={() => setEdited("new")}>
            {w("golden.new")}
          </Button>
        </div>
        <Show loaded={loaded}>
          {(golden) =>
            golden.length === 0 ? (
              <Empty icon="check" title={w("golden.empty")}>
                {w("golden.emptyMore")}
              </Empty>
            ) : (
              <>
                <Asking begin={data.runGolden} action={w("golden.run")} onOver={onChanged} />
                <ul class="cards" aria-label={t("knowledge.golden")}>
                  {golden.map((one) => (
                    <li key={one.id}>
                      <header>
                        <h2 dir="auto">{one.question}</h2>
                        {one.verdict && (
                          <Badge tone={TONES[one.verdict]}>{w(`golden.${one.verdict}`)}</Badge>
                        )}
                      </header>
                      {one.answer && (
                        <p class="entry-text" dir="auto">
                          {one.answer}
                        </p>
                      )}
                      <Problems problems={one.problems} />
                      <div class="actions">
                        <Button icon="edit" onClick={() => setEdited(one)}>
                          {w("golden.edit")}
                        </Button>
                        <Button
                          kind="quiet"
                          disabled={busy}
                          onClick={() => void act(() => data.dropGolden(one.id))}
                        >
                          {w("golden.remove")}
                        </Button>
                      </div>
                    </li>
                  ))}
                </ul>
              </>
            )
          }
        </Show>
      </div>
      {edited && (
        <Writing
          golden={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            onChanged();
          }}
        />
      )}
    </PageBody>
  );
}

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

function Writing(props: { golden: Golden | null; onClose: () => void; onSaved: () => void }) {
  const { golden } = props;
  const expected = golden?.expected;
  const [question, setQuestion] = useState(golden?.question ?? "");
  const [phrases, setPhrases] = useState((expected?.phrases ?? []).join("\n"));
  const [mustNot, setMustNot] = useState((expected?.mustNot ?? []).join("\n"));
  const [sources, setSources] = useState((expected?.sources ?? []).join("\n"));
  const [locked, setLocked] = useState(expected?.locked ?? "");
  const [escalates, setEscalates] = useState(expected?.escalates ?? false);
  const { busy, act } = useActing();
  const save = async () => {
    const written = {
      question,
      expected: {
        phrases: linesOf(phrases),
        mustNot: linesOf(mustNot),
        sources: linesOf(sources),
        escalates,
        language: expected?.language ?? null,
        locked,
      },
    };
    if (await act(() => data.saveGolden(golden?.id ?? null, written), w("golden.saved")))
      props.onSaved();
  };
  return (
    <Dialog
      wide
      title={w(golden ? "golden.edit" : "golden.new")}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={!question.trim() || !may("knowledge:write")}
            onClick={() => void save()}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <div class="entry-fields">
        <Field
          label={w("golden.question")}
          value={question}
          onInput={setQuestion}
          maxLength={2000}
        />
        <Area
          label={w("golden.phrases")}
          hint={w("golden.phrasesHint")}
          value={phrases}
          onInput={setPhrases}
          rows={3}
        />
        <Area label={w("golden.mustNot")} value={mustNot} onInput={setMustNot} rows={2} />
        <Area label={w("golden.sources")} value={sources} onInput={setSources} rows={2} />
        <Switch label={w("golden.escalates")} checked={escalates} onChange={setEscalates} />
        <Area
          label={w("golden.locked")}
          hint={w("golden.lockedHint")}
          value={locked}
          onInput={setLocked}
          rows={3}
          maxLength={4000}
        />
      </div>
    </Dialog>
  );
}
