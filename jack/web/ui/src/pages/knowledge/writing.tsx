/** The fields of an entry, and beside them how it will be kept and searched. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../../api/errors";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Area, Field, Select } from "../../ui/field";
import { word } from "../guests/words";
import * as data from "./data";

export const EMPTY: data.Words = {
  title: "",
  body: "",
  category: "faq",
  language: null,
  audience: "guest",
  validFrom: null,
  validUntil: null,
};

const REST_MS = 600;

export const isWritten = ({ title, body, validFrom, validUntil }: data.Words): boolean =>
  Boolean(title.trim() && body.trim()) && !(validFrom && validUntil && validUntil < validFrom);

export function Fields(props: {
  words: data.Words;
  onChange: (words: data.Words) => void;
  isTried: boolean;
  autofocus?: boolean;
}) {
  const { words, isTried } = props;
  const put = (changes: Partial<data.Words>) => props.onChange({ ...words, ...changes });
  const missing = (text: string) => (isTried && !text.trim() ? t("tasks.say.missing") : undefined);
  const { validFrom, validUntil } = words;
  return (
    <div class="entry-fields">
      <Field
        label={t("entry.title")}
        hint={t("entry.titleHint")}
        value={words.title}
        onInput={(title) => put({ title })}
        error={missing(words.title)}
        maxLength={300}
        autofocus={props.autofocus ?? false}
      />
      <Area
        label={t("entry.body")}
        hint={t("entry.bodyHint")}
        value={words.body}
        onInput={(body) => put({ body })}
        error={missing(words.body)}
        rows={8}
        maxLength={100_000}
      />
      <div class="entry-two">
        <Select
          label={t("entry.category")}
          value={words.category}
          options={data.CATEGORIES.map((value) => ({ value, label: word("category", value) }))}
          onChange={(category) => put({ category })}
        />
        <Select
          label={t("entry.audience")}
          value={words.audience}
          options={data.AUDIENCES.map((value) => ({ value, label: word("audience", value) }))}
          onChange={(audience) => put({ audience })}
        />
        <Select
          label={t("panel.language")}
          value={words.language ?? ""}
          options={[
            { value: "", label: t("entry.anyLanguage") },
            ...data.LANGUAGES.map((value) => ({
              value: value as string,
              label: format.languageName(value),
            })),
          ]}
          onChange={(value) => put({ language: value ? (value as data.Language) : null })}
        />
        <Field
          type="date"
          label={t("entry.validFrom")}
          value={validFrom ?? ""}
          onInput={(value) => put({ validFrom: value || null })}
        />
        <Field
          type="date"
          label={t("entry.validUntil")}
          value={validUntil ?? ""}
          onInput={(value) => put({ validUntil: value || null })}
          error={
            validFrom && validUntil && validUntil < validFrom ? t("entry.validWrong") : undefined
          }
        />
      </div>
    </div>
  );
}

/** How it would be kept: its language, its pieces, and whether it is there already. */
export function Preview({ words, ownId }: { words: data.Words; ownId?: string }) {
  const [rested, setRested] = useState(words);
  useEffect(() => {
    const wait = setTimeout(() => setRested(words), REST_MS);
    return () => clearTimeout(wait);
  }, [words]);
  if (!isWritten(rested)) return <p class="quiet">{t("entry.previewLater")}</p>;
  return <Previewed words={rested} {...(ownId ? { ownId } : {})} />;
}

function Previewed({ words, ownId }: { words: data.Words; ownId?: string }) {
  const found = useLoaded(JSON.stringify(words), () => data.preview(words));
  return (
    <Show loaded={found} kind="line" rows={4}>
      {({ language, chunks, duplicateOf, title }) => (
        <div class="entry-preview">
          {duplicateOf && duplicateOf !== ownId && (
            <Notice tone="warn" icon="alert">
              <a href={`/knowledge/${duplicateOf}`}>{t("entry.duplicate")}</a>
            </Notice>
          )}
          <p class="quiet">
            {format.languageName(language)} · {t("entry.chunks", { count: chunks.length })}
          </p>
          <h4 dir="auto">{title}</h4>
          {chunks.map((chunk, index) => (
            <p class="chunk" dir="auto" key={index}>
              {chunk}
            </p>
          ))}
        </div>
      )}
    </Show>
  );
}

/** A window for an entry that comes from somewhere: a question without answer, a proposal. */
export function EntryDialog(props: {
  title: string;
  words: data.Words;
  action: string;
  save: (words: data.Words) => Promise<unknown>;
  done: string;
  hint?: string;
  /** What stands above the fields, and may write into them. */
  children?: (put: (words: data.Words) => void) => ComponentChildren;
  onClose: () => void;
  onSaved: () => void;
}) {
  const [words, setWords] = useState(props.words);
  const [isTried, setIsTried] = useState(false);
  const { busy, act } = useActing();
  const save = async () => {
    setIsTried(true);
    if (isWritten(words) && (await act(() => props.save(words), props.done))) props.onSaved();
  };
  return (
    <Dialog
      wide
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {props.action}
          </Button>
        </>
      }
    >
      {props.hint && (
        <Notice tone="plain" icon="info">
          {props.hint}
        </Notice>
      )}
      {props.children?.(setWords)}
      <Fields words={words} onChange={setWords} isTried={isTried} />
    </Dialog>
  );
}

/** Whether somebody saved a newer version meanwhile, or the same text stands elsewhere. */
export const isConflict = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 409;
