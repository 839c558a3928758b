/** The hotel's website: read page by page at the server, looked at, and taken. */

import { useEffect, useState } from "preact/hooks";
import type { Imported, WebsiteReading } from "../../api/types";
import { useActing } from "../../app/acting";
import { report } from "../../app/problems";
import { w } from "../../i18n/learning";
import { Empty, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import * as data from "./data";
import { Outcome } from "./imported";

const LOOK_MS = 700;

interface WebsiteProps {
  onDone: (count: number) => void;
  hasGolden?: boolean;
}

export function Website({ onDone, hasGolden = false }: WebsiteProps) {
  const [url, setUrl] = useState("");
  const [reading, setReading] = useState<WebsiteReading | null>(null);
  const [prune, setPrune] = useState(false);
  const [shown, setShown] = useState<Imported | null>(null);
  const { busy, act } = useActing();
  const isReading = reading?.state === "reading";

  const preview = (read: WebsiteReading, isPruned: boolean) =>
    act(async () => setShown(await data.takeWebsite(read.id, { dryRun: true, prune: isPruned })));
  const look = async (id: string) => {
    try {
      const now = await data.lookAtWebsite(id);
      setReading(now);
      if (now.state === "read") await preview(now, prune);
    } catch (error) {
      setReading(null);
      report(error);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each look waits for the one before
  useEffect(() => {
    if (!reading || !isReading) return;
    const soon = setTimeout(() => void look(reading.id), LOOK_MS);
    return () => clearTimeout(soon);
  }, [reading]);

  const begin = () => {
    setShown(null);
    setReading(null);
    void act(async () => setReading(await data.readWebsite(url)));
  };
  const stop = () => {
    if (reading) void act(() => data.leaveWebsite(reading.id));
    setReading(null);
  };
  const take = () =>
    act(async () => {
      if (!reading) return;
      const taken = await data.takeWebsite(reading.id, { dryRun: false, prune });
      setReading(null);
      setShown(taken);
      onDone(taken.total);
    }, w("import.done"));

  return (
    <>
      <form
        class="import-file"
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <Field
          label={w("website.address")}
          hint={w("website.hint")}
          type="text"
          value={url}
          onInput={setUrl}
          maxLength={2000}
          autocomplete="url"
        />
        <div class="actions">
          <Button type="submit" busy={busy && !reading} disabled={!url.trim() || isReading}>
            {w("website.read")}
          </Button>
        </div>
      </form>
      {!reading && !shown && !busy && (
        <Empty icon="upload" title={w("website.title")}>
          {w("import.more")}
        </Empty>
      )}
      {isReading && (
        <div class="website-way" role="status">
          <p>{w("website.reading", { done: reading.pagesRead, count: reading.pagesKnown })}</p>
          <progress
            value={reading.pagesRead}
            max={reading.pagesKnown}
            aria-label={w("website.title")}
          />
          <Button onClick={stop}>{w("website.stop")}</Button>
        </div>
      )}
      {reading?.state === "failed" && (
        <Notice tone="danger" icon="alert">
          <span lang="en" dir="ltr">
            {reading.failure}
          </span>
        </Notice>
      )}
      {shown && (
        <Outcome
          name={reading?.url ?? url}
          shown={shown}
          busy={busy}
          prune={prune}
          pruneLabel={w("website.prune")}
          onPrune={(checked) => {
            setPrune(checked);
            if (reading) void preview(reading, checked);
          }}
          onTake={() => void take()}
          onTry={hasGolden && reading ? () => data.tryWebsite(reading.id, prune) : undefined}
        />
      )}
    </>
  );
}
