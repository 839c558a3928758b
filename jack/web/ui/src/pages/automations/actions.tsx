/** What a rule does, step by step. */

import type { Action } from "../../api/types";
import { t } from "../../i18n";
import { w } from "../../i18n/rules";
import { IconButton } from "../../ui/button";
import { CheckGroup } from "../../ui/checks";
import { Area, Field, Select } from "../../ui/field";
import { Icon } from "../../ui/icons";
import { Menu } from "../../ui/menu";
import { channelWord, departmentWord } from "../inbox/words";
import { DEPARTMENTS } from "../tasks/data";
import { ACTION_KINDS, CHANNELS, type Channel, newAction, PRIORITIES } from "./data";

type Of<K extends Action["kind"]> = Extract<Action, { kind: K }>;

export function ActionsForm(props: {
  actions: readonly Action[];
  templates: readonly string[];
  onChange: (actions: Action[]) => void;
}) {
  const { actions, templates, onChange } = props;
  const replace = (at: number, action: Action) => onChange(actions.with(at, action));
  const move = (at: number, by: number) => {
    const moved = actions.toSpliced(at, 1);
    onChange(moved.toSpliced(at + by, 0, actions[at] as Action));
  };
  return (
    <>
      <ol class="steps">
        {actions.map((action, at) => {
          const title = w("edit.step", { number: at + 1, what: w(`action.${action.kind}`) });
          return (
            <li key={at} class="card step">
              <header>
                <h3>{title}</h3>
                <span class="step-tools">
                  {at > 0 && (
                    <IconButton
                      icon="up"
                      label={`${w("edit.up")}: ${title}`}
                      onClick={() => move(at, -1)}
                    />
                  )}
                  {at < actions.length - 1 && (
                    <IconButton
                      icon="down"
                      label={`${w("edit.down")}: ${title}`}
                      onClick={() => move(at, 1)}
                    />
                  )}
                  {actions.length > 1 && (
                    <IconButton
                      icon="trash"
                      label={`${w("edit.drop")}: ${title}`}
                      onClick={() => onChange(actions.toSpliced(at, 1))}
                    />
                  )}
                </span>
              </header>
              <Fields
                action={action}
                templates={templates}
                onChange={(changed) => replace(at, changed)}
              />
            </li>
          );
        })}
      </ol>
      {actions.length < 10 && (
        <Add onAdd={(kind) => onChange([...actions, newAction(kind, templates[0] ?? "")])} />
      )}
    </>
  );
}

function Add({ onAdd }: { onAdd: (kind: Action["kind"]) => void }) {
  return (
    <Menu
      label={w("edit.add")}
      face={
        <>
          <Icon name="plus" size={18} />
          {w("edit.add")}
        </>
      }
      items={ACTION_KINDS.map((kind) => ({
        label: w(`action.${kind}`),
        run: () => onAdd(kind),
      }))}
    />
  );
}

function Fields(props: {
  action: Action;
  templates: readonly string[];
  onChange: (action: Action) => void;
}) {
  const { action, onChange } = props;
  switch (action.kind) {
    case "send_message":
      return <Message action={action} templates={props.templates} onChange={onChange} />;
    case "create_task":
      return (
        <div class="fields">
          <Field
            label={w("edit.title")}
            value={action.title}
            maxLength={200}
            onInput={(title) => onChange({ ...action, title })}
          />
          <Place action={action} onChange={onChange} />
          <Area
            label={w("edit.note")}
            value={action.note ?? ""}
            rows={2}
            maxLength={2000}
            onInput={(note) => onChange({ ...action, note })}
          />
        </div>
      );
    case "notify_staff":
      return (
        <div class="fields">
          <Field
            label={w("edit.text")}
            value={action.text}
            maxLength={200}
            onInput={(text) => onChange({ ...action, text })}
          />
          <Place action={action} onChange={onChange} />
        </div>
      );
    case "set_preference":
      return (
        <div class="fields">
          <Field
            label={w("edit.preference")}
            value={action.name}
            maxLength={200}
            onInput={(name) => onChange({ ...action, name })}
          />
          <Field
            label={w("edit.value")}
            value={action.value}
            maxLength={200}
            onInput={(value) => onChange({ ...action, value })}
          />
        </div>
      );
    case "call_webhook":
      return (
        <Field
          type="url"
          label={w("edit.url")}
          hint={w("edit.urlHint")}
          value={action.url}
          maxLength={1000}
          onInput={(url) => onChange({ ...action, url })}
        />
      );
    default:
      return (
        <Field
          label={w("edit.tag")}
          value={action.tag}
          maxLength={200}
          onInput={(tag) => onChange({ ...action, tag })}
        />
      );
  }
}

function Message(props: {
  action: Of<"send_message">;
  templates: readonly string[];
  onChange: (action: Action) => void;
}) {
  const { action, onChange } = props;
  const known = props.templates.includes(action.template)
    ? props.templates
    : [action.template, ...props.templates];
  return (
    <div class="fields">
      <Select
        label={w("edit.template")}
        value={action.template}
        options={known.map((value) => ({ value, label: value }))}
        onChange={(template) => onChange({ ...action, template })}
      />
      <Select
        label={w("edit.purpose")}
        value={action.purpose ?? "messages"}
        options={(["messages", "marketing"] as const).map((value) => ({
          value,
          label: w(`edit.purpose.${value}`),
        }))}
        onChange={(purpose) => onChange({ ...action, purpose })}
      />
      <CheckGroup<Channel>
        label={w("edit.channels")}
        hint={w("edit.channelsHint")}
        value={(action.channels ?? []) as Channel[]}
        options={CHANNELS.map((value) => ({ value, label: channelWord(value) }))}
        onChange={(channels) => onChange({ ...action, channels })}
      />
    </div>
  );
}

function Place<A extends Of<"create_task"> | Of<"notify_staff">>(props: {
  action: A;
  onChange: (action: A) => void;
}) {
  const { action, onChange } = props;
  return (
    <>
      <Select
        label={w("edit.department")}
        value={action.department ?? "front_desk"}
        options={DEPARTMENTS.map((value) => ({ value, label: departmentWord(value) }))}
        onChange={(department) => onChange({ ...action, department })}
      />
      <Select
        label={w("edit.priority")}
        value={action.priority ?? "standard"}
        options={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
        onChange={(priority) => onChange({ ...action, priority })}
      />
    </>
  );
}
