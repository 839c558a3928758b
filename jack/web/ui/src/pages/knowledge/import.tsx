/** Reading a file into the knowledge base: first what would happen, then doing it. */

import { useId, useState } from "preact/hooks";
import type { Imported } from "../../api/types";
import { useActing } from "../../app/acting";
import { t } from "../../i18n";
import { Badge, Empty, Notice, Skeleton } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Switch } from "../../ui/field";
import { word } from "../guests/words";
import * as data from "./data";

const COUNTS = ["added", "changed", "unchanged", "duplicates", "removed"] as const;

export function Import({ onDone }: { onDone: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [prune, setPrune] = useState(false);
  const [shown, setShown] = useState<Imported | null>(null);
  const { busy, act } = useActing();
  const id = useId();

  const look = (chosen: File, isPruned: boolean) => {
    setFile(chosen);
    setPrune(isPruned);
    setShown(null);
    void act(async () =>
      setShown(await data.importFile(chosen, { dryRun: true, prune: isPruned })),
    );
  };
  const read = () =>
    act(async () => {
      if (file) setShown(await data.importFile(file, { dryRun: false, prune }));
      onDone();
    }, t("import.done"));

  return (
    <div class="page-body">
      <div class="narrow">
        <div class="field import-file">
          <label for={id}>{t("import.file")}</label>
          <input
            id={id}
            type="file"
            onChange={(event) => {
              const chosen = event.currentTarget.files?.[0];
              if (chosen) look(chosen, prune);
            }}
          />
          <p class="hint">{t("import.hint")}</p>
        </div>
        {!file && (
          <Empty icon="upload" title={t("import.title")}>
            {t("import.more")}
          </Empty>
        )}
        {file && busy && !shown && <Skeleton rows={4} kind="row" label={t("loading")} />}
        {file && shown && (
          <>
            <Notice
              tone={shown.isDryRun ? "accent" : "good"}
              icon={shown.isDryRun ? "info" : "check"}
            >
              {t(shown.isDryRun ? "import.wouldBe" : "import.was", {
                name: file.name,
                count: shown.total,
              })}
            </Notice>
            <dl class="import-counts">
              {COUNTS.map((name) => (
                <div key={name}>
                  <dt>{t(`import.${name}`)}</dt>
                  <dd>{shown[name]}</dd>
                </div>
              ))}
            </dl>
            {shown.problems.map((problem, index) => (
              <Notice tone="warn" icon="alert" key={index}>
                {problem.line !== null
                  ? t("import.problem", { line: problem.line, message: problem.message })
                  : problem.message}
              </Notice>
            ))}
            {shown.isDryRun && (
              <>
                <Switch
                  label={t("import.prune")}
                  checked={prune}
                  onChange={(checked) => look(file, checked)}
                />
                <div class="actions">
                  <Button
                    kind="primary"
                    icon="download"
                    busy={busy}
                    disabled={shown.total === 0}
                    onClick={() => void read()}
                  >
                    {t("import.do")}
                  </Button>
                </div>
              </>
            )}
            <ul class="cards" aria-label={t("import.entries")}>
              {shown.entries.map((entry, index) => (
                <li key={index}>
                  <h2 dir="auto">{entry.title}</h2>
                  <p class="entry-text import-text" dir="auto">
                    {entry.body}
                  </p>
                  <div class="badges">
                    <Badge>{word("category", entry.category)}</Badge>
                    {entry.audience === "internal" && (
                      <Badge tone="warn">{t("audience.internal")}</Badge>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}
