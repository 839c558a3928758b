/** Reading a file or the hotel's website: first what would happen, then doing it. */

import { useId, useState } from "preact/hooks";
import type { Imported } from "../../api/types";
import { useActing } from "../../app/acting";
import { t } from "../../i18n";
import { w } from "../../i18n/learning";
import { Empty, Skeleton } from "../../ui/bits";
import { PageBody } from "../../ui/page";
import { Tabs } from "../../ui/tabs";
import * as data from "./data";
import { Outcome } from "./imported";
import { Website } from "./website";

const FROM = ["file", "website"] as const;

interface ImportProps {
  onDone: () => void;
  hasGolden: boolean;
}

export function Import({ onDone, hasGolden }: ImportProps) {
  const [from, setFrom] = useState<(typeof FROM)[number]>("file");
  return (
    <PageBody>
      <div class="narrow">
        <Tabs
          label={w("import.from")}
          value={from}
          options={FROM.map((value) => ({ value, label: w(`import.from.${value}`) }))}
          onChange={setFrom}
        />
        {from === "file" ? (
          <FromFile onDone={onDone} hasGolden={hasGolden} />
        ) : (
          <Website onDone={onDone} hasGolden={hasGolden} />
        )}
      </div>
    </PageBody>
  );
}

function FromFile({ onDone, hasGolden }: ImportProps) {
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
    }, w("import.done"));

  return (
    <>
      <div class="field import-file">
        <label for={id}>{w("import.file")}</label>
        <input
          id={id}
          type="file"
          accept={data.READABLE}
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0];
            if (chosen) look(chosen, prune);
          }}
        />
        <p class="hint">{w("import.hint")}</p>
      </div>
      {!file && (
        <Empty icon="upload" title={w("import.title")}>
          {w("import.more")}
        </Empty>
      )}
      {file && busy && !shown && <Skeleton rows={4} kind="row" label={t("loading")} />}
      {file && shown && (
        <Outcome
          name={file.name}
          shown={shown}
          busy={busy}
          prune={prune}
          pruneLabel={w("import.prune")}
          onPrune={(checked) => look(file, checked)}
          onTake={() => void read()}
          onTry={hasGolden ? () => data.tryFile(file, prune) : undefined}
        />
      )}
    </>
  );
}
