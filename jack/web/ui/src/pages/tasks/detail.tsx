/** One task with everything about it, and everything that can be done to it. */

import { useEffect, useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { get } from "../../api/client";
import type { Task, TaskEvent } from "../../api/types";
import { useActing } from "../../app/acting";
import { now } from "../../app/clock";
import { Show, useLoaded } from "../../app/loaded";
import { isKey, t } from "../../i18n";
import * as format from "../../i18n/format";
import { Badge, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Area } from "../../ui/field";
import { Menu } from "../../ui/menu";
import { Drawer, Fact, Facts, Part } from "../../ui/page";
import { departmentWord, guestWord, statusWord, taskTone } from "../inbox/words";
import { Marks } from "./board";
import * as data from "./data";
import { leave } from "./page";
import * as state from "./state";
import { type Doing, ICONS, StepButton } from "./steps";

const MAIN: Record<string, readonly state.Step[]> = {
  request: ["claim", "start", "complete"],
  approval: ["approve", "decline", "counter"],
};

const isMain = (task: Task, step: state.Step) => MAIN[task.kind]?.includes(step) ?? false;

export function Detail(props: { id: string; doing: Doing; known: Task | undefined }) {
  const { id, doing, known } = props;
  const isThis = (event: { type: string; task?: unknown }) =>
    event.type.startsWith("task.") && (event.task as Task | undefined)?.id === id;
  const read = useLoaded(`task ${id}`, () => data.readTask(id), isThis);
  const history = useLoaded(`history ${id}`, () => data.readHistory(id), isThis);
  const { refresh } = read;
  const { refresh: refreshHistory } = history;
  useEffect(() => {
    if (doing.done === 0) return;
    void refresh();
    void refreshHistory();
  }, [doing.done, refresh, refreshHistory]);
  const task = read.value ?? known;
  return (
    <Drawer
      label={t("tasks.detail")}
      title={task?.title ?? t("tasks.detail")}
      onClose={() => leave(id)}
      actions={task && <Others task={task} doing={doing} />}
    >
      <Show loaded={task ? { ...read, value: task } : read} kind="line">
        {(shown) => <About task={shown} doing={doing} />}
      </Show>
      <Part title={t("tasks.history")}>
        <Show loaded={history} kind="line" rows={3}>
          {(events) => (
            <ol class="task-history">
              {events.map((event) => (
                <Line key={event.id} event={event} />
              ))}
            </ol>
          )}
        </Show>
        {auth.may("tasks:write") && <Comment id={id} onSaved={refreshHistory} />}
      </Part>
    </Drawer>
  );
}

function steps(task: Task): readonly state.Step[] {
  const person = auth.person();
  return person ? state.possible(task, person) : [];
}

/** What is done less often. */
function Others({ task, doing }: { task: Task; doing: Doing }) {
  const others = steps(task).filter((step) => !isMain(task, step));
  if (!others.length) return null;
  return (
    <Menu
      label={t("thread.more")}
      items={others.map((step) => ({
        label: t(`tasks.step.${step}`),
        icon: ICONS[step],
        ...(step === "cancel" ? { tone: "danger" as const } : {}),
        run: () => doing.take(task, step),
      }))}
    />
  );
}

function About({ task, doing }: { task: Task; doing: Doing }) {
  const main = steps(task).filter((step) => isMain(task, step));
  const late = state.lateSince(task, now.value);
  return (
    <>
      <div class="badges">
        <Badge tone={taskTone(task.status, late !== null)}>{statusWord(task.status)}</Badge>
        <Marks task={task} />
      </div>
      {main.length > 0 && (
        <div class="actions task-main">
          {main.map((step) => (
            <StepButton key={step} task={task} step={step} doing={doing} />
          ))}
        </div>
      )}
      {task.reason && (
        <Notice tone={task.result === "countered" ? "accent" : "plain"} icon="info">
          <strong>{t(task.result === "countered" ? "tasks.offered" : "tasks.reason")}</strong>{" "}
          <span dir="auto">{task.reason}</span>
        </Notice>
      )}
      {task.items.length > 0 && (
        <ul class="task-goods">
          {task.items.map(({ name, quantity }) => (
            <li key={name}>
              <span class="goods-count">{quantity}</span>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      )}
      {task.note && (
        <p class="task-note" dir="auto">
          {task.note}
        </p>
      )}
      <Facts>
        <Fact name={t("panel.room")}>{task.room ?? "–"}</Fact>
        <Fact name={t("tasks.department")}>{departmentWord(task.department)}</Fact>
        <Fact name={t("tasks.who")}>
          {task.assignedTo ? doing.nameOf(task.assignedTo) : t("tasks.nobody")}
        </Fact>
        {task.dueAt && (
          <Fact name={t("tasks.time")}>
            <Moment at={task.dueAt} />
          </Fact>
        )}
        {state.isOpen(task) && (
          <Fact name={t(task.respondedAt ? "tasks.readyBy" : "tasks.takeBy")}>
            <Moment at={task.respondedAt ? task.resolutionDueAt : task.responseDueAt} />
          </Fact>
        )}
        <Fact name={t("tasks.since")}>
          <Moment at={task.createdAt} />
        </Fact>
        {task.finishedAt && (
          <Fact name={t("tasks.finished")}>
            <Moment at={task.finishedAt} />
          </Fact>
        )}
      </Facts>
      <div class="actions">
        {task.guestId && auth.may("guests:read") && <GuestLink id={task.guestId} />}
        {task.conversationId && auth.may("conversations:read") && (
          <a class="button plain" href={`/inbox/${task.conversationId}`}>
            {t("tasks.conversation")}
          </a>
        )}
      </div>
    </>
  );
}

function GuestLink({ id }: { id: string }) {
  const guest = useLoaded(`guest ${id}`, () => get("/api/v1/guests/{id}", { path: { id } }));
  const name = guest.value ? `${guest.value.firstName} ${guest.value.lastName}`.trim() : "";
  return (
    <a class="button plain" href={`/guests/${id}`} dir="auto">
      {guestWord(name, id)}
    </a>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={format.full(at)}>
      {format.day(at, new Date(now.value))}, {format.time(at)}
    </time>
  );
}

function Line({ event }: { event: TaskEvent }) {
  const key = `tasks.did.${event.action}`;
  // By name, the person's own too: "you" would need another verb in most languages.
  const name = event.staffName ?? (event.staffId ? t("sender.staff") : t("sender.ai"));
  return (
    <li>
      <p>
        {t(isKey(key) ? key : "tasks.did.other", { name })}{" "}
        <time class="quiet" dateTime={event.createdAt} title={format.full(event.createdAt)}>
          {format.short(event.createdAt, new Date(now.value))}
        </time>
      </p>
      {event.text && (
        <p class={event.action === "comment" ? "task-note" : "quiet"} dir="auto">
          {event.action === "move" ? departmentWord(event.text) : event.text}
        </p>
      )}
    </li>
  );
}

function Comment({ id, onSaved }: { id: string; onSaved: () => Promise<void> }) {
  const [text, setText] = useState("");
  const { busy, act } = useActing(onSaved);
  const save = async () => {
    if (text.trim() && (await act(() => data.comment(id, text.trim())))) setText("");
  };
  return (
    <form
      class="task-comment"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Area
        label={t("tasks.comment")}
        hint={t("note.hint")}
        value={text}
        onInput={setText}
        rows={2}
        maxLength={500}
      />
      <Button type="submit" busy={busy} disabled={!text.trim()}>
        {t("composer.noteSave")}
      </Button>
    </form>
  );
}
