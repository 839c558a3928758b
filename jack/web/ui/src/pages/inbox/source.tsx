import { useEffect, useState } from "preact/hooks";
import { get } from "../../api/client";
import { ApiError } from "../../api/errors";
import type { KnowledgeEntry, Source } from "../../api/types";
import { inWords } from "../../app/problems";
import { t } from "../../i18n";
import { Badge, Notice, Skeleton } from "../../ui/bits";
import { Dialog } from "../../ui/dialog";
import { Linked } from "../../ui/linked";

/** An entry as it is now, and whether it was another version that Jack used (R4). */
export function SourceDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const [entry, setEntry] = useState<KnowledgeEntry | null>(null);
  const [problem, setProblem] = useState("");
  const isEntry = source.kind === "entry";

  useEffect(() => {
    if (!isEntry) return;
    get("/api/v1/knowledge/{id}", { path: { id: source.id } }).then(setEntry, (error: unknown) =>
      setProblem(
        error instanceof ApiError && error.status === 404 ? t("source.gone") : inWords(error),
      ),
    );
  }, [source, isEntry]);

  return (
    <Dialog title={t("source.title")} onClose={onClose} wide>
      {!isEntry && (
        <>
          <h3>{t("source.stay")}</h3>
          <p dir="auto">{source.title}</p>
        </>
      )}
      {isEntry && problem && <Notice tone="danger">{problem}</Notice>}
      {isEntry && !problem && !entry && <Skeleton rows={5} kind="line" label={t("loading")} />}
      {entry && (
        <article class="source">
          <h3 dir="auto">{entry.title}</h3>
          {source.version !== null && source.version !== entry.version ? (
            <Notice tone="warn" icon="info">
              {t("source.changed", { used: source.version, version: entry.version })}
            </Notice>
          ) : (
            <Badge>{t("source.version", { version: entry.version })}</Badge>
          )}
          <p class="content" dir="auto">
            <Linked text={entry.body} />
          </p>
        </article>
      )}
    </Dialog>
  );
}
