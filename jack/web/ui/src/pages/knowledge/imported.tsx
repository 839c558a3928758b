/** What reading a file or a website would do or has done, with the text as it would be kept. */

import type { EvaluationRun, Imported } from "../../api/types";
import { t } from "../../i18n";
import { w } from "../../i18n/learning";
import { Badge, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Switch } from "../../ui/field";
import { word } from "../guests/words";
import { Asking } from "./asking";
import "./knowledge.css";

const COUNTS = ["added", "changed", "unchanged", "duplicates", "removed"] as const;

interface OutcomeProps {
  name: string;
  shown: Imported;
  busy: boolean;
  prune: boolean;
  pruneLabel: string;
  onPrune: (isPruned: boolean) => void;
  onTake: () => void;
  /** Asks golden questions as they would be answered with it. */
  onTry?: (() => Promise<EvaluationRun>) | undefined;
}

export function Outcome(props: OutcomeProps) {
  const { name, shown, busy } = props;
  return (
    <>
      <Notice tone={shown.isDryRun ? "accent" : "good"} icon={shown.isDryRun ? "info" : "check"}>
        {w(shown.isDryRun ? "import.wouldBe" : "import.was", { name, count: shown.total })}
      </Notice>
      <dl class="import-counts">
        {COUNTS.map((count) => (
          <div key={count}>
            <dt>{w(`import.${count}`)}</dt>
            <dd>{shown[count]}</dd>
          </div>
        ))}
      </dl>
      {shown.problems.map(({ source, line, message }, index) => (
        <Notice tone="warn" icon="alert" key={index}>
          {source !== name && (
            <p class="quiet">
              <bdi>{source}</bdi>
            </p>
          )}
          <span lang="en" dir="ltr">
            {line !== null ? w("import.problem", { line, message }) : message}
          </span>
        </Notice>
      ))}
      {shown.isDryRun && (
        <>
          <Switch label={props.pruneLabel} checked={props.prune} onChange={props.onPrune} />
          <div class="actions">
            <Button
              kind="primary"
              icon="download"
              busy={busy}
              disabled={shown.total === 0}
              onClick={props.onTake}
            >
              {w("import.do")}
            </Button>
          </div>
        </>
      )}
      {shown.isDryRun && props.onTry && shown.total > 0 && (
        <Asking begin={props.onTry} action={w("golden.try")} />
      )}
      <ul class="cards" aria-label={w("import.entries")}>
        {shown.entries.map((entry, index) => (
          <li key={index}>
            <h2 dir="auto">{entry.title}</h2>
            <p class="entry-text import-text" dir="auto">
              {entry.body}
            </p>
            <div class="badges">
              <Badge>{word("category", entry.category)}</Badge>
              {entry.audience === "internal" && <Badge tone="warn">{t("audience.internal")}</Badge>}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
