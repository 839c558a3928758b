/** One rule: when it acts, for whom, what it does, and beside it what that means for a real guest. */

import { useEffect, useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { get, patch, post, remove } from "../../api/client";
import type { Definition, Rule } from "../../api/types";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { go } from "../../app/router";
import { t } from "../../i18n";
import { moment } from "../../i18n/format";
import { w } from "../../i18n/rules";
import { Badge, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field, Select } from "../../ui/field";
import { PageBody, PageHead, Part } from "../../ui/page";
import { toast } from "../../ui/toast";
import { Refused } from "../settings/form";
import { ActionsForm } from "./actions";
import { ConditionForm, type Names } from "./condition";
import { type Draft, isWritten, keyOf, LATE, newDefinition } from "./data";
import { Enable } from "./enable";
import { NumberField } from "./number";
import { Outlook } from "./outlook";
import { TriggerForm } from "./trigger";
import { actionWords, ruleName, triggerWords } from "./words";

interface Parts {
  rule: Rule | null;
  names: Names;
  templates: string[];
}

async function read(id: string): Promise<Parts> {
  const [words, shipped, rule] = await Promise.all([
    get("/api/v1/automations/words"),
    get("/api/v1/templates/shipped"),
    id === "new" ? null : get("/api/v1/automations/{id}", { path: { id } }),
  ]);
  return { rule, names: words.names, templates: shipped.names };
}

export function Editor({ id }: { id: string }) {
  const found = useLoaded(`rule ${id}`, () => read(id));
  return (
    <div class="page">
      <Show loaded={found}>
        {(parts) => <Form key={parts.rule?.version ?? 0} {...parts} refresh={found.refresh} />}
      </Show>
    </div>
  );
}

function Form({ rule, names, templates, refresh }: Parts & { refresh: () => Promise<void> }) {
  const mayWrite = auth.may("automations:manage");
  const [key, setKey] = useState<string | null>(null);
  const [draft, setDraft] = useState<Draft>({
    name: rule?.name ?? "",
    definition: rule?.definition ?? newDefinition(templates[0] ?? ""),
  });
  const [asking, setAsking] = useState<"enable" | "remove" | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { definition } = draft;
  const change = (changes: Partial<Definition>) =>
    setDraft({ ...draft, definition: { ...definition, ...changes } });
  const isChanged =
    JSON.stringify([draft.name, definition]) !== JSON.stringify([rule?.name, rule?.definition]);
  useUnsaved(isChanged && mayWrite);

  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      if (rule) {
        await patch("/api/v1/automations/{id}", { path: { id: rule.id }, body: draft });
        await refresh();
      } else {
        const body = { ...draft, key: key ?? keyOf(draft.name) };
        const made = await post("/api/v1/automations", { body });
        go(`/automations/${made.id}`, { replace: true });
      }
      toast(w("edit.saved"));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <PageHead
        title={rule ? ruleName(rule) : w("page.new")}
        actions={
          <>
            <a class="button quiet" href="/automations">
              {t("back")}
            </a>
            {rule && (
              <Badge tone={rule.isEnabled ? "good" : "plain"}>
                {w(rule.isEnabled ? "list.on" : "list.off")}
              </Badge>
            )}
            {rule && mayWrite && !rule.isEnabled && (
              <Button disabled={isChanged} onClick={() => setAsking("enable")}>
                {w("enable.yes")}
              </Button>
            )}
          </>
        }
      >
        <p class="quiet">
          {triggerWords(definition.trigger)} – {actionWords(definition.actions)}
        </p>
      </PageHead>
      <PageBody>
        <div class="rule">
          <form
            class="form rule-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (isWritten(draft)) void save();
            }}
          >
            {!mayWrite && <Notice tone="plain">{w("edit.readOnly")}</Notice>}
            <fieldset class="plain" disabled={!mayWrite}>
              <div class="fields">
                <Field
                  label={w("edit.name")}
                  value={draft.name}
                  maxLength={100}
                  autofocus={!rule}
                  onInput={(name) => setDraft({ ...draft, name })}
                />
                {!rule && (
                  <Field
                    label={w("edit.key")}
                    hint={w("edit.keyHint")}
                    value={key ?? keyOf(draft.name)}
                    maxLength={60}
                    onInput={setKey}
                  />
                )}
              </div>
              <Part title={w("edit.when")}>
                <TriggerForm
                  trigger={definition.trigger}
                  onChange={(trigger) => change({ trigger })}
                />
                <ConditionForm
                  condition={definition.condition ?? ""}
                  names={names}
                  onInput={(condition) => change({ condition })}
                />
              </Part>
              <Part title={w("edit.then")}>
                <ActionsForm
                  actions={definition.actions}
                  templates={templates}
                  onChange={(actions) => change({ actions })}
                />
              </Part>
              <Part title={w("edit.else")}>
                <div class="fields">
                  <Select
                    label={w("edit.late")}
                    value={definition.late ?? "skip"}
                    options={LATE.map((value) => ({ value, label: w(`edit.late.${value}`) }))}
                    onChange={(late) => change({ late })}
                  />
                  <NumberField
                    label={w("edit.stale")}
                    value={definition.staleAfterMinutes ?? 720}
                    least={1}
                    most={86_400}
                    onInput={(staleAfterMinutes) => change({ staleAfterMinutes })}
                  />
                </div>
                <p class="quiet">{w("edit.quiet")}</p>
              </Part>
            </fieldset>
            {problem !== null && <Refused problem={problem} />}
            {mayWrite && (
              <div class="actions end rule-save">
                {rule && (
                  <Button kind="quiet" icon="trash" onClick={() => setAsking("remove")}>
                    {w("edit.remove")}
                  </Button>
                )}
                <Button
                  kind="primary"
                  type="submit"
                  busy={busy}
                  disabled={!isChanged || !isWritten(draft)}
                >
                  {w("edit.save")}
                </Button>
              </div>
            )}
            {rule && rule.version > 1 && <Versions rule={rule} />}
          </form>
          <Outlook draft={draft} />
        </div>
      </PageBody>
      {asking === "enable" && rule && (
        <Enable rule={rule} refresh={refresh} onClose={() => setAsking(null)} />
      )}
      {asking === "remove" && rule && <Remove rule={rule} onClose={() => setAsking(null)} />}
    </>
  );
}

function Remove({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { busy, act } = useActing();
  const drop = async () => {
    const done = await act(
      () => remove("/api/v1/automations/{id}", { path: { id: rule.id } }),
      w("edit.removed"),
    );
    if (done) go("/automations");
  };
  return (
    <Dialog
      title={w("edit.remove")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button kind="danger" busy={busy} onClick={() => void drop()}>
            {w("edit.remove")}
          </Button>
        </>
      }
    >
      <p>{w("edit.removeSure", { name: ruleName(rule) })}</p>
    </Dialog>
  );
}

function Versions({ rule }: { rule: Rule }) {
  const found = useLoaded(`versions ${rule.id} ${rule.version}`, () =>
    get("/api/v1/automations/{id}/versions", { path: { id: rule.id } }),
  );
  return (
    <details>
      <summary>{w("edit.versions")}</summary>
      <Show loaded={found} rows={2} kind="line">
        {({ versions }) => (
          <ul class="rows">
            {versions.slice(1).map(({ version, createdAt, definition }) => (
              <li key={version} class="row-line">
                <span class="row-main">
                  <span class="row-title">
                    {w("edit.version", { number: version, time: moment(createdAt) })}
                  </span>
                  <span class="quiet">
                    {triggerWords(definition.trigger)} – {actionWords(definition.actions)}
                  </span>
                  {definition.condition && <code dir="ltr">{definition.condition}</code>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Show>
    </details>
  );
}

/** The browser asks before a page with something unsaved on it is closed. */
function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", hold);
    return () => removeEventListener("beforeunload", hold);
  }, [isUnsaved]);
}
