/** Frames of messages that Jack sends by himself. */

import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { get, patch, post, remove } from "../../api/client";
import type { MessageTemplate } from "../../api/types";
import { useActing } from "../../app/acting";
import { readAll, Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { languageName } from "../../i18n/format";
import { Badge, Empty, type Tone } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field, Select } from "../../ui/field";
import { PageHead } from "../../ui/page";
import { channelWord } from "../inbox/words";
import { Preview, TextEditor } from "../replies/editor";
import { Refused } from "../settings/form";
import { GUEST_LANGUAGES } from "../settings/values";
import "../../ui/admin.css";

const MOST = 500;
const CHANNELS = ["whatsapp", "sms", "email", "webchat"] as const;
type Channel = (typeof CHANNELS)[number];
const STATUSES = ["draft", "pending", "approved", "rejected"] as const;
type Status = MessageTemplate["status"];
const TONES: Record<Status, Tone> = {
  draft: "plain",
  pending: "warn",
  approved: "good",
  rejected: "danger",
};

interface Written {
  name: string;
  channel: Channel;
  language: MessageTemplate["language"];
  body: string;
  status: Status;
}
const NEW: Written = { name: "", channel: "whatsapp", language: "en", body: "", status: "draft" };

async function readTemplates(channel: Channel | "") {
  let variables: string[] = [];
  const templates = await readAll(async (cursor) => {
    const query = { cursor, limit: 100, ...(channel ? { channel } : {}) };
    const page = await get("/api/v1/templates", { query });
    variables = page.variables;
    return { items: page.templates, cursor: page.cursor };
  }, MOST);
  return { templates, variables };
}

export default function Templates() {
  const [channel, setChannel] = useState<Channel | "">("");
  const found = useLoaded(channel, () => readTemplates(channel));
  const [open, setOpen] = useState<MessageTemplate | "new" | null>(null);
  const mayWrite = auth.may("templates:manage");
  const make = mayWrite && (
    <Button kind="primary" icon="plus" onClick={() => setOpen("new")}>
      {t("templates.new")}
    </Button>
  );
  return (
    <div class="page">
      <PageHead title={t("nav.templates")} actions={make}>
        <p class="quiet">{t("templates.text")}</p>
        <div class="page-tools">
          <Select<Channel | "">
            label={t("inbox.channel")}
            value={channel}
            options={[
              { value: "", label: t("inbox.anyChannel") },
              ...CHANNELS.map((value) => ({ value, label: channelWord(value) })),
            ]}
            onChange={setChannel}
          />
        </div>
      </PageHead>
      <div class="page-body">
        <div class="texts">
          <Show loaded={found}>
            {({ templates, variables }) => (
              <>
                {templates.length === 0 ? (
                  <Empty icon="email" title={t("templates.none")} action={make}>
                    {t("templates.noneMore")}
                  </Empty>
                ) : (
                  <ul class="rows">
                    {templates.map((template) => (
                      <li key={template.id}>
                        <button type="button" class="row-line" onClick={() => setOpen(template)}>
                          <span class="row-main">
                            <code class="row-title" dir="ltr">
                              {template.name}
                            </code>
                            <span class="reply-text" dir="auto">
                              {template.body}
                            </span>
                          </span>
                          <span class="badges">
                            <Badge>{channelWord(template.channel)}</Badge>
                            <Badge>{languageName(template.language)}</Badge>
                            <Badge tone={TONES[template.status]}>
                              {t(`templates.${template.status}`)}
                            </Badge>
                          </span>
                        </button>
                      </li>
                    ))}
                  </ul>
                )}
                {open && (
                  <Template
                    template={open}
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
      </div>
    </div>
  );
}

function Template(props: {
  template: MessageTemplate | "new";
  variables: readonly string[];
  mayWrite: boolean;
  refresh: () => Promise<void>;
  onClose: () => void;
}) {
  const { template, variables, onClose } = props;
  const isNew = template === "new";
  const [written, setWritten] = useState<Written>(
    isNew ? NEW : { ...template, channel: template.channel as Channel },
  );
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { busy: removing, act } = useActing(props.refresh);
  const { name, channel, language, body, status } = written;
  const isReady = /^[a-z0-9_-]{1,40}$/.test(name) && body.trim() !== "";
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      if (isNew) await post("/api/v1/templates", { body: { name, channel, language, body } });
      else
        await patch("/api/v1/templates/{id}", {
          path: { id: template.id },
          body: { name, body, status },
        });
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
      <Dialog title={name} onClose={onClose} wide>
        <Preview text={body} variables={variables} />
      </Dialog>
    );
  return (
    <Dialog title={isNew ? t("templates.new") : name} onClose={onClose} wide>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void save();
        }}
      >
        <Field
          label={t("templates.name")}
          hint={t("replies.shortcutHint")}
          value={name}
          maxLength={40}
          autofocus={isNew}
          onInput={(value) => setWritten({ ...written, name: value.toLowerCase() })}
        />
        {isNew ? (
          <>
            <Select<Channel>
              label={t("inbox.channel")}
              value={channel}
              options={CHANNELS.map((value) => ({ value, label: channelWord(value) }))}
              onChange={(value) => setWritten({ ...written, channel: value })}
            />
            <Select<Written["language"]>
              label={t("language")}
              value={language}
              options={GUEST_LANGUAGES.map((value) => ({ value, label: languageName(value) }))}
              onChange={(value) => setWritten({ ...written, language: value })}
            />
          </>
        ) : (
          <>
            <div class="badges">
              <Badge>{channelWord(channel)}</Badge>
              <Badge>{languageName(language)}</Badge>
            </div>
            <Select<Status>
              label={t("templates.status")}
              hint={t("templates.statusHint")}
              value={status}
              options={STATUSES.map((value) => ({ value, label: t(`templates.${value}`) }))}
              onChange={(value) => setWritten({ ...written, status: value })}
            />
          </>
        )}
        <TextEditor
          label={t("texts.text")}
          text={body}
          variables={variables}
          onInput={(value) => setWritten({ ...written, body: value })}
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
                  () => remove("/api/v1/templates/{id}", { path: { id: template.id } }),
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
