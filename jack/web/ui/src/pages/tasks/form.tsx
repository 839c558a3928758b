/** Writing a task down, or changing what it says. */

import { useState } from "preact/hooks";
import type { Task } from "../../api/types";
import { useActing } from "../../app/acting";
import { t } from "../../i18n";
import { zone } from "../../i18n/format";
import { fromField, toField } from "../../i18n/zoned";
import { Button, IconButton } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Area, Field, Select } from "../../ui/field";
import { departmentWord } from "../inbox/words";
import * as data from "./data";

interface Row {
  name: string;
  quantity: string;
}

export function Form(props: {
  task?: Task;
  departments?: readonly data.Department[];
  onClose: () => void;
  onSaved: (task: Task) => void;
}) {
  const { task, departments = data.DEPARTMENTS } = props;
  const [title, setTitle] = useState(task?.title ?? "");
  const [department, setDepartment] = useState<data.Department>(departments[0] ?? "other");
  const [room, setRoom] = useState(task?.room ?? "");
  const [priority, setPriority] = useState<data.Priority>(
    (task?.priority as data.Priority | undefined) ?? "standard",
  );
  const [due, setDue] = useState(task?.dueAt ? toField(task.dueAt, zone.value) : "");
  const [note, setNote] = useState(task?.note ?? "");
  const [rows, setRows] = useState<readonly Row[]>(
    (task?.items ?? []).map(({ name, quantity }) => ({ name, quantity: String(quantity) })),
  );
  const [isTried, setIsTried] = useState(false);
  const { busy, act } = useActing();

  const dueAt = fromField(due, zone.value);
  const isPast = Boolean(dueAt) && dueAt !== task?.dueAt && Date.parse(dueAt ?? "") < Date.now();
  const save = () => {
    setIsTried(true);
    if (!title.trim() || isPast) return;
    const words: data.Words = {
      title: title.trim(),
      items: rows
        .filter(({ name }) => name.trim())
        .map(({ name, quantity }) => ({
          name: name.trim(),
          quantity: Math.min(999, Math.max(1, Math.round(Number(quantity)) || 1)),
        })),
      room: room.trim() || null,
      note: note.trim(),
      priority,
      dueAt,
    };
    const { dueAt: _, ...sameTime } = words;
    void act(
      async () => {
        const isSameTime = due === (task?.dueAt ? toField(task.dueAt, zone.value) : "");
        props.onSaved(
          task
            ? await data.edit(task.id, isSameTime ? sameTime : words)
            : await data.create({ ...words, department }),
        );
      },
      t(task ? "tasks.saved" : "tasks.created"),
    );
  };

  return (
    <Dialog
      title={t(task ? "tasks.step.edit" : "tasks.new")}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button kind="primary" busy={busy} onClick={save}>
            {t(task ? "save" : "tasks.create")}
          </Button>
        </>
      }
    >
      <Field
        label={t("tasks.what")}
        value={title}
        onInput={setTitle}
        error={isTried && !title.trim() ? t("tasks.whatMissing") : undefined}
        maxLength={200}
        required
        autofocus
      />
      <div class="task-form-two">
        {!task && (
          <Select
            label={t("tasks.department")}
            value={department}
            options={departments.map((value) => ({ value, label: departmentWord(value) }))}
            onChange={setDepartment}
          />
        )}
        <Field label={t("panel.room")} value={room} onInput={setRoom} maxLength={20} />
        <Select
          label={t("tasks.howUrgent")}
          value={priority}
          options={data.PRIORITIES.map((value) => ({
            value,
            label: t(`tasks.priority.${value}`),
          }))}
          onChange={setPriority}
        />
        <Field
          type="datetime-local"
          label={t("tasks.timeOptional")}
          value={due}
          onInput={setDue}
          error={isTried && isPast ? t("tasks.timePast") : undefined}
        />
      </div>
      <Items rows={rows} onChange={setRows} />
      <Area
        label={t("tasks.note")}
        hint={t("note.hint")}
        value={note}
        onInput={setNote}
        rows={2}
        maxLength={1000}
      />
    </Dialog>
  );
}

function Items({
  rows,
  onChange,
}: {
  rows: readonly Row[];
  onChange: (rows: readonly Row[]) => void;
}) {
  const put = (at: number, changes: Partial<Row>) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...changes } : row)));
  return (
    <fieldset class="task-form-items">
      <legend>{t("tasks.items")}</legend>
      {rows.map((row, index) => (
        <div class="task-form-item" key={index}>
          <input
            type="number"
            min={1}
            max={999}
            value={row.quantity}
            aria-label={t("tasks.count")}
            onInput={(event) => put(index, { quantity: event.currentTarget.value })}
          />
          <input
            value={row.name}
            dir="auto"
            maxLength={100}
            aria-label={t("tasks.item")}
            onInput={(event) => put(index, { name: event.currentTarget.value })}
          />
          <IconButton
            icon="trash"
            label={t("tasks.itemRemove")}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {rows.length < 20 && (
        <Button
          kind="quiet"
          icon="plus"
          onClick={() => onChange([...rows, { name: "", quantity: "1" }])}
        >
          {t("tasks.itemAdd")}
        </Button>
      )}
    </fieldset>
  );
}
