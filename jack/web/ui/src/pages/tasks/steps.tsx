/** Doing things to tasks: one press where nothing has to be said, a window where words are needed. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import type { Colleague, Task } from "../../api/types";
import { useActing } from "../../app/acting";
import { type Key, t } from "../../i18n";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Area, Select } from "../../ui/field";
import type { IconName } from "../../ui/icons";
import { departmentWord } from "../inbox/words";
import * as data from "./data";
import { Form } from "./form";
import * as state from "./state";

export interface Doing {
  busy: boolean;
  take: (task: Task, step: state.Step) => void;
  nameOf: (staffId: string) => string;
  /** Counts what was done here, for details that read themselves. */
  done: number;
  windows: ComponentChildren;
}

export const ICONS: Record<state.Step, IconName> = {
  claim: "hand",
  start: "play",
  complete: "check",
  approve: "check",
  decline: "close",
  counter: "handBack",
  notPossible: "close",
  wait: "clock",
  reassign: "transfer",
  edit: "edit",
  cancel: "trash",
  reopen: "retry",
};

const DONE: Partial<Record<state.Step, Key>> = {
  claim: "tasks.done.claim",
  start: "tasks.done.start",
  complete: "tasks.done.complete",
  approve: "tasks.done.approve",
  wait: "tasks.done.wait",
  cancel: "tasks.done.cancel",
  reopen: "tasks.done.reopen",
};

const SENDING = {
  decline: data.decline,
  counter: data.counter,
  notPossible: data.notPossible,
};

const ASKED = new Set<state.Step>(["decline", "counter", "notPossible"]);

export function useDoing(refresh: () => Promise<void>, colleagues: readonly Colleague[]): Doing {
  const [window, setWindow] = useState<{ task: Task; step: state.Step } | null>(null);
  const [done, setDone] = useState(0);
  const { busy, act } = useActing(async () => {
    setDone((before) => before + 1);
    await refresh();
  });
  const take = (task: Task, step: state.Step) => {
    const person = auth.person();
    if (busy || !person || !state.possible(task, person).includes(step)) return;
    if (ASKED.has(step) || step === "reassign" || step === "edit") {
      setWindow({ task, step });
      return;
    }
    const key = DONE[step];
    // Nobody is told of a task that no guest asked for.
    const words = step === "complete" && !task.conversationId ? "tasks.done.finished" : key;
    void act(() => data.step(task.id, step as data.Plain), words && t(words));
  };
  const close = () => setWindow(null);
  const run = async (work: () => Promise<unknown>, words: string) => {
    if (await act(work, words)) close();
  };
  return {
    busy,
    take,
    done,
    nameOf: (staffId) =>
      staffId === auth.person()?.id
        ? t("sender.you")
        : (colleagues.find(({ id }) => id === staffId)?.name ?? t("sender.staff")),
    windows: window && (
      <Window
        key={`${window.task.id} ${window.step}`}
        {...window}
        busy={busy}
        colleagues={colleagues}
        run={run}
        onClose={close}
        onSaved={() => {
          close();
          setDone(done + 1);
          void refresh();
        }}
      />
    ),
  };
}

interface WindowProps {
  task: Task;
  step: state.Step;
  busy: boolean;
  colleagues: readonly Colleague[];
  run: (work: () => Promise<unknown>, done: string) => Promise<void>;
  onClose: () => void;
  onSaved: () => void;
}

function Window(props: WindowProps) {
  if (props.step === "edit")
    return <Form task={props.task} onClose={props.onClose} onSaved={props.onSaved} />;
  if (props.step === "reassign") return <Reassign {...props} />;
  return <Say {...props} />;
}

/** Words that the guest reads: why not, or what is offered instead. */
function Say({ task, step, busy, run, onClose }: WindowProps) {
  const [text, setText] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const kind = step as keyof typeof SENDING;
  const send = () => {
    const words = text.trim();
    setIsMissing(!words);
    if (words) void run(() => SENDING[kind](task.id, words), t(`tasks.done.${kind}`));
  };
  return (
    <Dialog
      title={t(`tasks.say.${kind}`)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button kind="primary" busy={busy} onClick={send}>
            {t(`tasks.step.${kind}`)}
          </Button>
        </>
      }
    >
      <p dir="auto">{task.title}</p>
      <Area
        label={t(kind === "counter" ? "tasks.say.offer" : "tasks.say.reason")}
        hint={t(task.conversationId ? "tasks.say.guestReads" : "tasks.say.kept")}
        error={isMissing ? t("tasks.say.missing") : undefined}
        value={text}
        onInput={setText}
        rows={3}
        maxLength={500}
      />
    </Dialog>
  );
}

/** To a department, or to somebody there who can do it. */
function Reassign({ task, busy, colleagues, run, onClose }: WindowProps) {
  const [department, setDepartment] = useState(task.department as data.Department);
  const [to, setTo] = useState("");
  const people = colleagues
    .filter((one) => canDo(one, task, department))
    .sort((one, other) => Number(other.isOnDuty) - Number(one.isOnDuty));
  const give = () => {
    const name = people.find(({ id }) => id === to)?.name ?? departmentWord(department);
    return run(
      () =>
        data.reassign(task.id, {
          ...(to ? { assignedTo: to } : {}),
          ...(department !== task.department || !to ? { department } : {}),
        }),
      t("transfer.done", { to: name }),
    );
  };
  return (
    <Dialog
      title={t("tasks.step.reassign")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button kind="primary" busy={busy} onClick={give}>
            {t("transfer.do")}
          </Button>
        </>
      }
    >
      <p dir="auto">{task.title}</p>
      <Select
        label={t("tasks.department")}
        value={department}
        options={data.DEPARTMENTS.map((value) => ({ value, label: departmentWord(value) }))}
        onChange={(value) => {
          setDepartment(value);
          setTo("");
        }}
      />
      <Select
        label={t("tasks.who")}
        value={to}
        options={[
          { value: "", label: t("tasks.whoever") },
          ...people.map(({ id, name, isOnDuty }) => ({
            value: id,
            label: isOnDuty ? name : t("transfer.offDuty", { name }),
          })),
        ]}
        onChange={setTo}
      />
    </Dialog>
  );
}

function canDo(one: Colleague, { kind }: Task, department: string): boolean {
  const decides = ["admin", "manager", "front_desk"].includes(one.role);
  if (kind === "approval") return decides;
  const sees = decides || one.role === "concierge";
  return sees || one.role === department || one.departments.includes(department);
}

export function StepButton({ task, step, doing }: { task: Task; step: state.Step; doing: Doing }) {
  const person = auth.person();
  const isNext = person !== null && state.nextStep(task, person) === step;
  return (
    <Button
      kind={isNext ? "primary" : "plain"}
      icon={ICONS[step]}
      disabled={doing.busy}
      onClick={() => doing.take(task, step)}
    >
      {t(`tasks.step.${step}`)}
    </Button>
  );
}
