/** Canned replies: what staff write again and again, to be found with `/` in the inbox. */

import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { get, patch, post, remove } from "../../api/client";
import type { CannedReply } from "../../api/types";
import { useActing } from "../../app/acting";
import { readAll, Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { languageName } from "../../i18n/format";
import { Badge, Empty } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field, Select } from "../../ui/field";
import { PageBody, PageHead, Search } from "../../ui/page";
import { Refused } from "../settings/form";
import { GUEST_LANGUAGES } from "../settings/values";
import { Preview, TextEditor } from "./editor";
import "../../ui/admin.css";

const MOST = 500;
type Written = Pick<CannedReply, "shortcut" | "language" | "text">;
const NEW: Written = { shortcut: "", language: "en", text: "" };

async function readReplies(q: string) {
  let variables: string[] = [];
  const replies = await readAll(async (cursor) => {
    const page = await get("/api/v1/canned-replies", { query: { q, cursor, limit: 100 } });
    variables = page.variables;
    return { items: page.cannedReplies, cursor: page.cursor };
  }, MOST);
  return { replies, variables };
}

export default function Replies() {
  const [q, setQ] = useState("");
  const found = useLoaded(q, () => readReplies(q));
  const [open, setOpen] = useState<CannedReply | "new" | null>(null);
  const mayWrite = auth.may("templates:manage");
  const make = mayWrite && (
    <Button kind="primary" icon="plus" onClick={() => setOpen("new")}>
      {t("replies.new")}
    </Button>
  );
  return (
    <div class="page">
      <PageHead title={t("nav.replies")} actions={make}>
        <p class="quiet">{t("replies.text")}</p>
        <div class="page-tools">
          <Search id="reply-search" label={t("replies.search")} value={q} onSearch={setQ} />
        </div>
      </PageHead>
      <PageBody>
        <div class="texts">
          <Show loaded={found}>
            {({ replies, variables }) => (
              <>
                {replies.length === 0 ? (
                  <Empty
                    icon={q ? "search" : "note"}
                    title={t(q ? "inbox.empty.search" : "replies.none")}
                    action={q ? undefined : make}
                  >
                    {t(q ? "inbox.empty.searchMore" : "replies.noneMore")}
                  </Empty>
                ) : (
                  <ul class="rows">
                    {replies.map((reply) => (
                      <li key={reply.id}>
                        <button type="button" class="row-line" onClick={() => setOpen(reply)}>
                          <span class="row-main">
                            <code class="row-title" dir="ltr">
                              /{reply.shortcut}
                            </code>
                            <span class="reply-text" dir="auto">
                              {reply.text}
                            </span>
                          </span>
                          <Badge>{languageName(reply.language)}</Badge>
                        </button>
                      </li>
                    ))}
                  </ul>
                )}
                {open && (
                  <Reply
                    reply={open}
                    variables={variables}
                    mayWrite={mayWrite}
                    refresh={found.refresh}
                    onClose={() => setOpen(null)}
                  />
                )}
              </>
            )}
          </Show>
        </div>
      </PageBody>
    </div>
  );
}

function Reply(props: {
  reply: CannedReply | "new";
  variables: readonly string[];
  mayWrite: boolean;
  refresh: () => Promise<void>;
  onClose: () => void;
}) {
  const { reply, variables, onClose } = props;
  const isNew = reply === "new";
  const [written, setWritten] = useState<Written>(isNew ? NEW : reply);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { busy: removing, act } = useActing(props.refresh);
  const { shortcut, language, text } = written;
  const isReady = /^[a-z0-9_-]{1,40}$/.test(shortcut) && text.trim() !== "";
  const save = async () => {
    setBusy(true);
    setProblem(null);
    const body = { shortcut, language, text };
    try {
      if (isNew) await post("/api/v1/canned-replies", { body });
      else await patch("/api/v1/canned-replies/{id}", { path: { id: reply.id }, body });
      await props.refresh();
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  if (!props.mayWrite)
    return (
      <Dialog title={`/${shortcut}`} onClose={onClose} wide>
        <Preview text={text} variables={variables} />
      </Dialog>
    );
  return (
    <Dialog title={isNew ? t("replies.new") : `/${shortcut}`} onClose={onClose} wide>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void save();
        }}
      >
        <Field
          label={t("replies.shortcut")}
          hint={t("replies.shortcutHint")}
          value={shortcut}
          maxLength={40}
          autofocus={isNew}
          onInput={(value) => setWritten({ ...written, shortcut: value.toLowerCase() })}
        />
        <Select<CannedReply["language"]>
          label={t("language")}
          value={language}
          options={GUEST_LANGUAGES.map((value) => ({ value, label: languageName(value) }))}
          onChange={(value) => setWritten({ ...written, language: value })}
        />
        <TextEditor
          label={t("texts.text")}
          text={text}
          variables={variables}
          onInput={(value) => setWritten({ ...written, text: value })}
        />
        {problem !== null && <Refused problem={problem} />}
        {!isReady && <p class="quiet">{t("replies.needs")}</p>}
        <div class="actions end">
          {!isNew && (
            <Button
              kind="quiet"
              icon="trash"
              busy={removing}
              onClick={() =>
                void act(
                  () => remove("/api/v1/canned-replies/{id}", { path: { id: reply.id } }),
                  t("texts.removed"),
                ).then((done) => done && onClose())
              }
            >
              {t("texts.remove")}
            </Button>
          )}
          <Button kind="primary" type="submit" busy={busy} disabled={!isReady}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
