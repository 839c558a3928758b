/** Golden questions while they are asked, and at the end the answers side by side. */

import { useEffect, useState } from "preact/hooks";
import type { EvaluationRun, GoldenResult } from "../../api/types";
import { useActing } from "../../app/acting";
import { report } from "../../app/problems";
import { w } from "../../i18n/learning";
import { Badge, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import * as data from "./data";
import "./knowledge.css";

const LOOK_MS = 500;
export const TONES = { passed: "good", failed: "danger", changed: "warn" } as const;

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
          <p class="quiet">{w("golden.by", { who: result.model ?? result.provider })}</p>
        </div>
      </div>
    </li>
  );
}

export function Problems({ problems }: { problems: readonly string[] }) {
  if (!problems.length) return null;
  return (
    <ul class="quiet" lang="en" dir="ltr">
      {problems.map((problem) => (
        <li key={problem}>{problem}</li>
      ))}
    </ul>
  );
}
