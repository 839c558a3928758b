/** Tasks as cards: by department and state where there is room, one below the other on a phone. */

import * as auth from "../../api/auth";
import type { Task } from "../../api/types";
import { now } from "../../app/clock";
import { isWide } from "../../app/screen";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Badge } from "../../ui/bits";
import { Icon } from "../../ui/icons";
import { departmentWord, statusWord } from "../inbox/words";
import * as data from "./data";
import * as state from "./state";
import { type Doing, StepButton } from "./steps";

interface CardsProps {
  tasks: readonly Task[];
  doing: Doing;
  openId: string | null;
}

const COLUMNS = ["pending", "assigned", "in_progress"] as const;

export function Board({ tasks, doing, openId }: CardsProps) {
  const sorted = [...tasks].sort(state.byUrgency(now.value));
  if (!isWide.value) return <List tasks={sorted} doing={doing} openId={openId} />;
  const byDepartment = state.grouped(sorted, ({ department }) => department);
  const known = data.DEPARTMENTS.filter((name) => byDepartment.has(name));
  return (
    <div class="board">
      {known.map((name) => (
        <Lane
          key={name}
          department={name}
          tasks={byDepartment.get(name) ?? []}
          doing={doing}
          openId={openId}
        />
      ))}
    </div>
  );
}

function Lane({ department, tasks, doing, openId }: CardsProps & { department: string }) {
  const byStatus = state.grouped(tasks, ({ status }) => status);
  const name = departmentWord(department);
  return (
    <section class="lane" aria-label={name}>
      <h2>
        {name} <span class="quiet">{tasks.length}</span>
      </h2>
      <div class="lane-columns">
        {COLUMNS.map((status) => {
          const here = byStatus.get(status) ?? [];
          return (
            <section key={status} class="column" aria-label={`${name}: ${statusWord(status)}`}>
              <h3>
                {statusWord(status)} {here.length > 0 && <span>{here.length}</span>}
              </h3>
              <ul>
                {here.map((task) => (
                  <li key={task.id}>
                    <Card task={task} doing={doing} isOpen={task.id === openId} />
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </section>
  );
}

export function List({ tasks, doing, openId }: CardsProps) {
  return (
    <ul class="task-list" aria-label={t("tasks.title")}>
      {tasks.map((task) => (
        <li key={task.id}>
          <Card task={task} doing={doing} isOpen={task.id === openId} showsPlace />
        </li>
      ))}
    </ul>
  );
}

function Card(props: { task: Task; doing: Doing; isOpen: boolean; showsPlace?: boolean }) {
  const { task, doing, isOpen, showsPlace = false } = props;
  const person = auth.person();
  const next = person && state.nextStep(task, person);
  const isMine = task.assignedTo !== null && task.assignedTo === person?.id;
  return (
    <article
      class="task-card"
      data-task={task.id}
      data-late={state.lateSince(task, now.value) !== null}
      data-open={isOpen}
    >
      <div class="task-top">
        {task.room && <span class="task-room">{t("line.room", { room: task.room })}</span>}
        <Marks task={task} />
      </div>
      <a class="task-title" href={`/tasks/${task.id}`} aria-current={isOpen ? "true" : undefined}>
        <bdi>{task.title}</bdi>
      </a>
      {detailOf(task) && (
        <p class="task-items">
          <bdi>{detailOf(task)}</bdi>
        </p>
      )}
      <p class="task-foot">
        {showsPlace && <span>{departmentWord(task.department)}</span>}
        {showsPlace && <span>{statusWord(task.status)}</span>}
        {task.assignedTo && (
          <span>
            <Icon name="person" size={14} /> {doing.nameOf(task.assignedTo)}
          </span>
        )}
        <time dateTime={task.createdAt} title={format.full(task.createdAt)}>
          {format.short(task.createdAt, new Date(now.value))}
        </time>
      </p>
      {next && (
        <div class="task-steps">
          <StepButton task={task} step={next} doing={doing} />
          {next === "approve" && <StepButton task={task} step="decline" doing={doing} />}
          {showsPlace && next === "complete" && isMine && (
            <StepButton task={task} step="notPossible" doing={doing} />
          )}
        </div>
      )}
    </article>
  );
}

/** What the title does not say already: the things, else the guest's words. */
function detailOf(task: Task): string {
  const more = itemsWord(task) || task.note;
  return more === task.title ? "" : more;
}

export function itemsWord({ items }: Task): string {
  return items
    .map(({ name, quantity }) => (quantity > 1 ? `${quantity} × ${name}` : name))
    .join(", ");
}

/** What matters at a glance, the worst first: how late it is, or how long there is. */
export function Marks({ task }: { task: Task }) {
  const late = state.lateSince(task, now.value);
  const left = state.dueAt(task) - now.value;
  const isRunning = state.isOpen(task) && !state.isOnHold(task);
  return (
    <>
      {late !== null && (
        <Badge tone="danger" icon="clock">
          {t("line.overdue", { span: format.span(now.value - late) })}
        </Badge>
      )}
      {isRunning && late === null && (
        <Badge icon="clock" tone={left < 5 * 60_000 ? "warn" : "plain"}>
          {t("line.due", { span: format.span(left) })}
        </Badge>
      )}
      {(task.priority === "urgent" || task.priority === "high") && state.isOpen(task) && (
        <Badge tone={task.priority === "urgent" ? "danger" : "warn"}>
          {t(`tasks.priority.${task.priority}`)}
        </Badge>
      )}
      {task.kind === "approval" && <Badge tone="accent">{t("tasks.approval")}</Badge>}
      {task.isWaiting && <Badge>{t("tasks.waiting")}</Badge>}
      {task.result && (
        <Badge tone={task.result === "done" || task.result === "approved" ? "good" : "plain"}>
          {resultWord(task.result)}
        </Badge>
      )}
      {task.dueAt && state.isOpen(task) && (
        <Badge icon="bell" title={format.full(task.dueAt)}>
          {t("tasks.for", { time: format.short(task.dueAt, new Date(now.value)) })}
        </Badge>
      )}
    </>
  );
}

function resultWord(result: string): string {
  const known = ["done", "not_possible", "approved", "declined", "countered"] as const;
  const found = known.find((one) => one === result);
  return found ? t(`tasks.result.${found}`) : result;
}
