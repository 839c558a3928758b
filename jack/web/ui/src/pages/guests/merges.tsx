/** Two that may be one person: what speaks for it, what would move, and the way back. */

import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { Guest, MergeSuggestion } from "../../api/types";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { Badge, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Part } from "../../ui/page";
import * as data from "./data";
import { ago } from "./parts";
import { nameOf, word } from "./words";

type Other = MergeSuggestion["guest"];

/** Who may be the same; nothing where nobody may. */
export function Suggestions(props: { guest: Guest; onChanged: () => void }) {
  const { guest, onChanged } = props;
  const found = useLoaded(`suggestions ${guest.id}`, () => data.readSuggestions(guest.id));
  const [looked, setLooked] = useState<Other | null>(null);
  const { busy, act } = useActing(found.refresh);
  const suggestions = found.value ?? [];
  if (!suggestions.length) return null;
  return (
    <Part title={t("merge.title")}>
      <ul class="part-list">
        {suggestions.map(({ guest: other, evidence }) => (
          <li key={other.id} class="suggestion">
            <a class="part-link" href={`/guests/${other.id}`}>
              <bdi>{nameOf(other)}</bdi>
            </a>
            <p class="quiet">
              <bdi>{[other.phone, other.email].filter(Boolean).join(" · ")}</bdi>
            </p>
            <div class="badges">
              {evidence.map((code) => (
                <Badge key={code} tone="accent">
                  {word("evidence", code)}
                </Badge>
              ))}
            </div>
            {may("guests:write") && (
              <div class="actions">
                <Button kind="primary" icon="merge" onClick={() => setLooked(other)}>
                  {t("merge.look")}
                </Button>
                <Button
                  disabled={busy}
                  onClick={() =>
                    void act(() => data.setTwo(guest.id, other.id), t("merge.twoDone"))
                  }
                >
                  {t("merge.two")}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {looked && (
        <Preview
          guest={guest}
          other={looked}
          onClose={() => setLooked(null)}
          onMerged={() => {
            setLooked(null);
            void found.refresh();
            onChanged();
          }}
        />
      )}
    </Part>
  );
}

function Preview(props: { guest: Guest; other: Other; onClose: () => void; onMerged: () => void }) {
  const { guest, other } = props;
  const found = useLoaded(`preview ${guest.id} ${other.id}`, () =>
    data.previewMerge(guest.id, other.id),
  );
  const { busy, act } = useActing();
  const join = async () => {
    if (await act(() => data.merge(guest.id, other.id), t("merge.done"))) props.onMerged();
  };
  return (
    <Dialog
      title={t("merge.preview")}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button kind="primary" busy={busy} disabled={!found.value} onClick={() => void join()}>
            {t("merge.do")}
          </Button>
        </>
      }
    >
      <p>{t("merge.text", { other: nameOf(other), kept: nameOf(guest) })}</p>
      <Show loaded={found} kind="line" rows={4}>
        {({ moves, fills, warnings }) => (
          <>
            {warnings.map((code) => (
              <Notice key={code} tone="warn" icon="alert">
                {word("mergeWarning", code)}
              </Notice>
            ))}
            <Moves moves={moves} />
            {fills.length > 0 && (
              <p>
                {t("merge.fills", {
                  fields: fills.map((name) => word("guestField", name)).join(", "),
                })}
              </p>
            )}
          </>
        )}
      </Show>
      <p class="quiet">{t("merge.undoable")}</p>
    </Dialog>
  );
}

function Moves({ moves }: { moves: Record<string, number> }) {
  const some = Object.entries(moves).filter(([, count]) => count > 0);
  if (!some.length) return <p>{t("merge.nothing")}</p>;
  return (
    <div>
      <h3>{t("merge.moves")}</h3>
      <dl class="moves">
        {some.map(([kind, count]) => (
          <div key={kind}>
            <dt>{word("moves", kind)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Merges this guest took part in, with the way back. */
export function Merges(props: { id: string; version: number; onChanged: () => void }) {
  const { id, version, onChanged } = props;
  const found = useLoaded(`merges ${id} ${version}`, () => data.readMerges(id));
  const { busy, act } = useActing(async () => {
    await found.refresh();
    onChanged();
  });
  const merges = found.value ?? [];
  if (!merges.length) return null;
  return (
    <Part title={t("merge.history")}>
      <ul class="part-list">
        {merges.map((merge) => (
          <li key={merge.id} class="part-row">
            <div>
              <p>
                {t(merge.undoneAt ? "merge.wasUndone" : "merge.was", {
                  id: merge.keptId === id ? merge.mergedId : merge.keptId,
                })}
              </p>
              <span class="quiet">{ago(merge.undoneAt ?? merge.createdAt)}</span>
            </div>
            {!merge.undoneAt && may("guests:write") && (
              <Button
                icon="retry"
                disabled={busy}
                onClick={() => void act(() => data.undoMerge(merge.id), t("merge.undone"))}
              >
                {t("merge.undo")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}
