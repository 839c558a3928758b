/** Frames of messages that Jack sends by himself. */

import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { get, patch, post, remove } from "../../api/client";
import type { MessageTemplate, ShippedText } from "../../api/types";
import { useActing } from "../../app/acting";
import { readAll, Show, useLoaded } from "../../app/loaded";
import { language, t } from "../../i18n";
import { languageName } from "../../i18n/format";
import { ready as rulesReady, w } from "../../i18n/rules";
import { ready as whatsappReady } from "../../i18n/whatsapp";
import { Badge, Empty, type Tone } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field, Select, Switch } from "../../ui/field";
import { PageBody, PageHead } from "../../ui/page";
import { channelWord } from "../inbox/words";
import { Preview, TextEditor } from "../replies/editor";
import { Refused } from "../settings/form";
import { GUEST_LANGUAGES } from "../settings/values";
import { MetaTemplates } from "./meta";
import { Trial } from "./trial";
import "../../ui/admin.css";
import "../automations/automations.css";
import "./templates.css";

const MOST = 500;
const CHANNELS = ["any", "whatsapp", "sms", "email", "webchat"] as const;
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
  subject: string;
  body: string;
  asksRating: boolean;
  status: Status;
}
const NEW: Written = {
  name: "",
  channel: "any",
  language: "en",
  subject: "",
  body: "",
  asksRating: false,
  status: "draft",
};

const placeWord = (channel: string) =>
  channel === "any" ? w("templates.anyChannel") : channelWord(channel);

async function readTemplates(channel: Channel | "") {
  let variables: string[] = [];
  const templates = await readAll(async (cursor) => {
    const query = { cursor, limit: 100, ...(channel ? { channel } : {}) };
    const page = await get("/api/v1/templates", { query });
    variables = page.variables;
    return { items: page.templates, cursor: page.cursor };
  }, MOST);
  const { templates: shipped } = await get("/api/v1/templates/shipped");
  return { templates, variables, shipped };
}

/** The shipped texts by name; each in the person's language where it is written in it. */
function byName(shipped: readonly ShippedText[]): Map<string, ShippedText[]> {
  const named = new Map<string, ShippedText[]>();
  for (const text of shipped) named.set(text.name, [...(named.get(text.name) ?? []), text]);
  return named;
}

function spoken(texts: readonly ShippedText[]): ShippedText {
  return texts.find((text) => text.language === language.value) ?? (texts[0] as ShippedText);
}

/** The words of this page, and those of Meta's templates. */
export async function ready(): Promise<void> {
  await Promise.all([rulesReady(), whatsappReady()]);
}

export default function Templates() {
  const [channel, setChannel] = useState<Channel | "">("");
  const found = useLoaded(channel, () => readTemplates(channel));
  const [open, setOpen] = useState<MessageTemplate | Written | null>(null);
  const mayWrite = auth.may("templates:manage");
  const make = mayWrite && (
    <Button kind="primary" icon="plus" onClick={() => setOpen(NEW)}>
      {t("templates.new")}
    </Button>
  );
  return (
    <div class="page">
      <PageHead title={t("nav.templates")} actions={make}>
        <p class="quiet">{w("templates.text")}</p>
        <div class="page-tools">
          <Select<Channel | "">
            label={t("inbox.channel")}
            value={channel}
            options={[
              { value: "", label: t("inbox.anyChannel") },
              ...CHANNELS.slice(1).map((value) => ({ value, label: channelWord(value) })),
            ]}
            onChange={setChannel}
          />
        </div>
      </PageHead>
      <PageBody>
        <div class="texts">
          <Show loaded={found}>
            {({ templates, variables, shipped }) => (
              <>
                <h2>{w("templates.own")}</h2>
                {templates.length === 0 ? (
                  <Empty icon="email" title={t("templates.none")} action={make}>
                    {w("templates.noneMore")}
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
                            {template.asksRating && (
                              <Badge icon="star">{w("templates.asksRatingShort")}</Badge>
                            )}
                            <Badge>{placeWord(template.channel)}</Badge>
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
                <MetaTemplates own={templates} mayWrite={mayWrite} refresh={found.refresh} />
                <h2>{w("templates.shipped")}</h2>
                <ul class="rows">
                  {[...byName(shipped)].map(([name, texts]) => (
                    <li key={name}>
                      <Shipped
                        texts={texts}
                        onCopy={mayWrite ? (text) => setOpen({ ...NEW, ...text }) : null}
                      />
                    </li>
                  ))}
                </ul>
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
      </PageBody>
    </div>
  );
}

function Shipped(props: {
  texts: readonly ShippedText[];
  onCopy: ((text: ShippedText) => void) | null;
}) {
  const [code, setCode] = useState(spoken(props.texts).language);
  const text = props.texts.find((one) => one.language === code) ?? spoken(props.texts);
  return (
    <details class="shipped">
      <summary class="row-line">
        <span class="row-main">
          <code class="row-title" dir="ltr">
            {text.name}
          </code>
          <span dir="auto" class="quiet">
            {text.subject}
          </span>
        </span>
        <span class="badges">
          {text.asksRating && <Badge icon="star">{w("templates.asksRatingShort")}</Badge>}
          <Badge>{w("list.shipped")}</Badge>
        </span>
      </summary>
      <div class="shipped-text">
        <Select
          label={t("language")}
          value={code}
          options={props.texts.map((one) => ({
            value: one.language,
            label: languageName(one.language),
          }))}
          onChange={setCode}
        />
        <p class="preview-bubble" dir="auto" lang={text.language}>
          {text.body.trim()}
        </p>
        {props.onCopy && (
          <div class="actions">
            <Button icon="edit" onClick={() => props.onCopy?.(text)}>
              {w("templates.copy")}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}

function Template(props: {
  template: MessageTemplate | Written;
  variables: readonly string[];
  mayWrite: boolean;
  refresh: () => Promise<void>;
  onClose: () => void;
}) {
  const { template, variables, onClose } = props;
  const id = "id" in template ? template.id : null;
  const isNew = id === null;
  const [written, setWritten] = useState<Written>({
    ...template,
    channel: template.channel as Channel,
    body: template.body.trim(),
  });
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { busy: removing, act } = useActing(props.refresh);
  const { name, channel, language, subject, body, asksRating, status } = written;
  const isReady = /^[a-z0-9_-]{1,40}$/.test(name) && body.trim() !== "";
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const text = { name, subject, body, asksRating };
      if (isNew) await post("/api/v1/templates", { body: { ...text, channel, language } });
      else await patch("/api/v1/templates/{id}", { path: { id }, body: { ...text, status } });
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
              options={CHANNELS.map((value) => ({ value, label: placeWord(value) }))}
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
              <Badge>{placeWord(channel)}</Badge>
              <Badge>{languageName(language)}</Badge>
            </div>
            <Select<Status>
              label={t("templates.status")}
              hint={w("templates.statusHint")}
              value={status}
              options={STATUSES.map((value) => ({ value, label: t(`templates.${value}`) }))}
              onChange={(value) => setWritten({ ...written, status: value })}
            />
          </>
        )}
        {(channel === "any" || channel === "email") && (
          <Field
            label={w("templates.subject")}
            hint={w("templates.subjectHint")}
            value={subject}
            maxLength={150}
            onInput={(value) => setWritten({ ...written, subject: value })}
          />
        )}
        <TextEditor
          label={t("texts.text")}
          text={body}
          variables={variables}
          onInput={(value) => setWritten({ ...written, body: value })}
        />
        <p class="quiet" dir="auto">
          {w("templates.gapHint")}
        </p>
        <Switch
          label={w("templates.asksRating")}
          checked={asksRating}
          onChange={(value) => setWritten({ ...written, asksRating: value })}
        />
        {body.trim() !== "" && (
          <Trial channel={channel} asked={{ name, language, subject, body }} />
        )}
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
                  () => remove("/api/v1/templates/{id}", { path: { id } }),
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
