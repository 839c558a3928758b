/** One entry: reading it, changing it, and what it said before. */

import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { KnowledgeEntry } from "../../api/types";
import { useActing } from "../../app/acting";
import { now } from "../../app/clock";
import { Show, useAgainWhile, useLoaded } from "../../app/loaded";
import { report } from "../../app/problems";
import { go } from "../../app/router";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Badge } from "../../ui/bits";
import { Button, IconButton } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Linked } from "../../ui/linked";
import { toast } from "../../ui/toast";
import { word } from "../guests/words";
import * as data from "./data";
import { EMPTY, Fields, isConflict, isWritten, Preview } from "./writing";

export function Entry({ id, onChanged }: { id: string; onChanged: () => void }) {
  const found = useLoaded(`entry ${id}`, () => data.readEntry(id));
  useAgainWhile(found.value?.isIndexed === false, found.refresh);
  return (
    <section class="split-rest" aria-label={t("entry.label")}>
      <Show loaded={found}>
        {(entry) =>
          may("knowledge:write") ? (
            <Editor
              key={`${entry.id} ${entry.version}`}
              entry={entry}
              onChanged={() => {
                void found.refresh();
                onChanged();
              }}
            />
          ) : (
            <Reading entry={entry} />
          )
        }
      </Show>
    </section>
  );
}

export function NewEntry({ onChanged }: { onChanged: () => void }) {
  return (
    <section class="split-rest" aria-label={t("entry.new")}>
      <Editor entry={null} onChanged={onChanged} />
    </section>
  );
}

function Back() {
  return (
    <span class="split-back">
      <IconButton icon="back" label={t("back")} onClick={() => go("/knowledge")} />
    </span>
  );
}

function Reading({ entry }: { entry: KnowledgeEntry }) {
  return (
    <>
      <header class="entry-head">
        <Back />
        <h2>
          <bdi>{entry.title}</bdi>
        </h2>
      </header>
      <div class="entry-scroll">
        <Marks entry={entry} />
        <p class="entry-text" dir="auto">
          <Linked text={entry.body} />
        </p>
      </div>
    </>
  );
}

export function Marks({ entry }: { entry: KnowledgeEntry }) {
  const today = format.dayOf(new Date(now.value));
  const isOver = entry.validUntil !== null && entry.validUntil < today;
  const isLater = entry.validFrom !== null && entry.validFrom > today;
  return (
    <div class="badges">
      <Badge>{word("category", entry.category)}</Badge>
      <Badge>{format.languageName(entry.language)}</Badge>
      {entry.audience === "internal" && <Badge tone="warn">{t("audience.internal")}</Badge>}
      {isOver && <Badge tone="danger">{t("entry.over")}</Badge>}
      {isLater && (
        <Badge tone="accent">{t("entry.from", { day: format.date(entry.validFrom ?? "") })}</Badge>
      )}
      {!isOver && !isLater && entry.validUntil && (
        <Badge tone="accent">{t("entry.until", { day: format.date(entry.validUntil) })}</Badge>
      )}
      {!entry.isIndexed && <Badge tone="warn">{t("entry.indexing")}</Badge>}
    </div>
  );
}

export function wordsOf(entry: KnowledgeEntry): data.Words {
  return {
    title: entry.title,
    body: entry.body,
    category: entry.category as data.Category,
    language: entry.language as data.Language,
    audience: entry.audience as data.Audience,
    validFrom: entry.validFrom,
    validUntil: entry.validUntil,
  };
}

function Editor(props: { entry: KnowledgeEntry | null; onChanged: () => void }) {
  const { entry, onChanged } = props;
  const [words, setWords] = useState<data.Words>(entry ? wordsOf(entry) : EMPTY);
  const [isTried, setIsTried] = useState(false);
  const [window, setWindow] = useState<"versions" | "remove" | null>(null);
  const [busy, setBusy] = useState(false);
  const { act } = useActing();
  const isChanged = !entry || JSON.stringify(words) !== JSON.stringify(wordsOf(entry));

  const save = async () => {
    setIsTried(true);
    if (!isWritten(words)) return;
    setBusy(true);
    try {
      const saved = entry
        ? await data.edit(entry.id, entry.version, words)
        : await data.create(words);
      toast(t("entry.saved"));
      onChanged();
      go(`/knowledge/${saved.id}`);
    } catch (error) {
      if (isConflict(error)) toast(t(entry ? "entry.newer" : "entry.same"), { kind: "bad" });
      else report(error);
    } finally {
      setBusy(false);
    }
  };
  const drop = async () => {
    if (!entry || !(await act(() => data.drop(entry.id), t("entry.removed")))) return;
    onChanged();
    go("/knowledge");
  };

  return (
    <>
      <header class="entry-head">
        <Back />
        <h2>
          <bdi>{entry?.title ?? t("entry.new")}</bdi>
        </h2>
        {entry && (
          <>
            <Button kind="quiet" onClick={() => setWindow("versions")}>
              {t("source.version", { version: entry.version })}
            </Button>
            <IconButton
              icon="trash"
              label={t("entry.remove")}
              onClick={() => setWindow("remove")}
            />
          </>
        )}
        <Button kind="primary" busy={busy} disabled={!isChanged} onClick={() => void save()}>
          {t("save")}
        </Button>
      </header>
      <div class="entry-scroll">
        {entry && <Marks entry={entry} />}
        <div class="entry-sides">
          <Fields words={words} onChange={setWords} isTried={isTried} autofocus={!entry} />
          <section aria-label={t("entry.preview")}>
            <h3>{t("entry.preview")}</h3>
            <Preview words={words} {...(entry ? { ownId: entry.id } : {})} />
          </section>
        </div>
      </div>
      {window === "versions" && entry && (
        <Versions
          id={entry.id}
          onClose={() => setWindow(null)}
          onUse={(old) => {
            setWords({ ...words, ...old });
            setWindow(null);
          }}
        />
      )}
      {window === "remove" && (
        <Dialog
          title={t("entry.remove")}
          onClose={() => setWindow(null)}
          actions={
            <>
              <Button onClick={() => setWindow(null)}>{t("cancel")}</Button>
              <Button kind="danger" onClick={() => void drop()}>
                {t("entry.remove")}
              </Button>
            </>
          }
        >
          <p>{t("entry.removeText")}</p>
        </Dialog>
      )}
    </>
  );
}

function Versions(props: {
  id: string;
  onClose: () => void;
  onUse: (words: Pick<data.Words, "title" | "body">) => void;
}) {
  const found = useLoaded(`versions ${props.id}`, () => data.readVersions(props.id));
  return (
    <Dialog title={t("entry.versions")} onClose={props.onClose} wide>
      <Show loaded={found} kind="line">
        {(versions) => (
          <ol class="versions">
            {versions.map((one, index) => (
              <li key={one.version}>
                <div class="version-head">
                  <Badge>{t("source.version", { version: one.version })}</Badge>
                  <time class="quiet" dateTime={one.createdAt}>
                    {format.full(one.createdAt)}
                  </time>
                  {index > 0 && (
                    <Button onClick={() => props.onUse({ title: one.title, body: one.body })}>
                      {t("entry.useVersion")}
                    </Button>
                  )}
                </div>
                <h3 dir="auto">{one.title}</h3>
                <p class="entry-text" dir="auto">
                  {one.body}
                </p>
              </li>
            ))}
          </ol>
        )}
      </Show>
    </Dialog>
  );
}
