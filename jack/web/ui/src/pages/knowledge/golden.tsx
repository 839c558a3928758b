/** Golden answers: questions whose answers have to stay right, asked again with one press. */

import { useEffect, useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { EvaluationRun, Golden, GoldenResult } from "../../api/types";
import { useActing } from "../../app/acting";
import { type Loaded, Show } from "../../app/loaded";
import { report } from "../../app/problems";
import { t } from "../../i18n";
import { w } from "../../i18n/learning";
import { Badge, Empty, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Area, Field, Switch } from "../../ui/field";
import { PageBody } from "../../ui/page";
import * as data from "./data";

const LOOK_MS = 500;
const TONES = { passed: "good", failed: "danger", changed: "warn" } as const;

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

/** A run in the background, and at its end the answers side by side. */
export function Asking(props: {
  begin: () => Promise<EvaluationRun>;
  action: string;
  onOver?: () => void;
}) {
  const [run, setRun] = useState<EvaluationRun | null>(null);
  const { busy, act } = useActing();
  const isRunning = run !== null && !run.isOver;
  const look = async (id: string) => {
    try {
      const now = await data.lookAtRun(id);
      setRun(now);
      if (now.isOver) props.onOver?.();
    } catch (error) {
      setRun(null);
      report(error);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each look waits for the one before
  useEffect(() => {
    if (!isRunning) return;
    const soon = setTimeout(() => void look(run.id), LOOK_MS);
    return () => clearTimeout(soon);
  }, [run]);
  return (
    <>
      <div class="actions">
        <Button
          kind="primary"
          icon="retry"
          busy={busy || isRunning}
          onClick={() => void act(async () => setRun(await props.begin()))}
        >
          {props.action}
        </Button>
      </div>
      {isRunning && (
        <div class="website-way" role="status">
          <p>{w("golden.asking", { done: run.done, count: run.total })}</p>
          <progress value={run.done} max={run.total} aria-label={props.action} />
        </div>
      )}
      {run?.isOver && <Results run={run} />}
    </>
  );
}

function Results({ run }: { run: EvaluationRun }) {
  const shown = run.results.filter(({ problems, isOther }) => problems.length > 0 || isOther);
  if (run.failure)
    return (
      <Notice tone="danger" icon="alert">
        <span lang="en">{run.failure}</span>
      </Notice>
    );
  return (
    <>
      <Notice tone={shown.length ? "warn" : "good"} icon={shown.length ? "alert" : "check"}>
        {shown.length
          ? w("golden.some", { count: shown.length })
          : w("golden.all", { count: run.results.length })}
      </Notice>
      <ul class="cards" aria-label={w("golden.results")}>
        {shown.map((one) => (
          <ResultCard key={one.question} result={one} />
        ))}
      </ul>
    </>
  );
}

function ResultCard({ result }: { result: GoldenResult }) {
  return (
    <li>
      <header>
        <h2 dir="auto">{result.question}</h2>
        <Badge tone={TONES[result.verdict]}>{w(`golden.${result.verdict}`)}</Badge>
      </header>
      <Problems problems={result.problems} />
      <div class="entry-two">
        {result.before && (
          <div class="said">
            <h3>{w("golden.before")}</h3>
            <p dir="auto">{result.before}</p>
          </div>
        )}
        <div class="said">
          <h3>{w("golden.now")}</h3>
          <p dir="auto">{result.answer}</p>
        </div>
      </div>
    </li>
  );
}

function Problems({ problems }: { problems: readonly string[] }) {
  if (!problems.length) return null;
  return (
    <ul class="quiet" lang="en" dir="ltr">
      {problems.map((problem) => (
        <li key={problem}>{problem}</li>
      ))}
    </ul>
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
