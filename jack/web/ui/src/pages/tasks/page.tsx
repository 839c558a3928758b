/** What is to be done in the house: a board on a desk, a list for a thumb, a sheet of paper. */

import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import type { Task } from "../../api/types";
import { now } from "../../app/clock";
import { type Loaded, Show, useLoaded } from "../../app/loaded";
import { go, parts } from "../../app/router";
import { useShortcuts } from "../../app/shortcuts";
import { t } from "../../i18n";
import { Empty } from "../../ui/bits";
import { Button, IconButton } from "../../ui/button";
import { Select } from "../../ui/field";
import { PageBody, PageHead, Search } from "../../ui/page";
import { Tabs } from "../../ui/tabs";
import { departmentWord } from "../inbox/words";
import { Board, List } from "./board";
import * as data from "./data";
import { Detail } from "./detail";
import { Form } from "./form";
import { Paper } from "./paper";
import * as state from "./state";
import "./tasks.css";
import { type Doing, useDoing } from "./steps";

const ID = /^\d+$/;

export default function Tasks() {
  const [filters, setFilters] = useState<data.Filters>({ view: "open", department: null, q: "" });
  const [isNew, setIsNew] = useState(false);
  const found = useLoaded(
    JSON.stringify(filters),
    () => data.readTasks(filters),
    ({ type }) => type.startsWith("task."),
  );
  const colleagues = useLoaded("colleagues", data.readColleagues);
  const doing = useDoing(found.refresh, colleagues.value ?? []);
  const person = auth.person();
  const [, id] = parts.value;
  const openId = id && ID.test(id) ? id : null;
  useTaskKeys({ found, doing, openId, onNew: () => setIsNew(true) });
  if (!person) return null;

  const change = (changes: Partial<data.Filters>) => setFilters({ ...filters, ...changes });
  const views: data.View[] = ["open", "mine", "free", "late"];
  if (state.mayDecide(person)) views.push("approvals");
  const own = state.seesAll(person)
    ? data.DEPARTMENTS
    : data.DEPARTMENTS.filter((one) => [...person.departments, person.role].includes(one));

  return (
    <div class="page tasks" data-open={openId !== null}>
      <PageHead
        title={t("tasks.title")}
        actions={
          <>
            <span class="not-phone">
              <Button kind="quiet" icon="print" onClick={() => print()}>
                {t("tasks.print")}
              </Button>
            </span>
            <span class="only-phone">
              <IconButton icon="print" label={t("tasks.print")} onClick={() => print()} />
            </span>
            {auth.may("tasks:write") && (
              <Button kind="primary" icon="plus" onClick={() => setIsNew(true)}>
                {t("tasks.new")}
              </Button>
            )}
          </>
        }
      >
        <div class="page-tools">
          <Search
            id="task-search"
            label={t("tasks.search")}
            value={filters.q}
            onSearch={(q) => change({ q })}
          />
          {own.length > 1 && (
            <Select
              label={t("tasks.department")}
              value={filters.department ?? ""}
              options={[
                { value: "", label: t("tasks.allDepartments") },
                ...own.map((value) => ({ value, label: departmentWord(value) })),
              ]}
              onChange={(value) =>
                change({ department: value === "" ? null : (value as data.Department) })
              }
            />
          )}
        </div>
        <Tabs
          label={t("tasks.views")}
          value={filters.view}
          options={[...views, "done" as const].map((value) => ({
            value,
            label: t(`tasks.view.${value}`),
            count: filters.view === "open" ? count(value, found.value) : undefined,
          }))}
          onChange={(view) => change({ view })}
        />
      </PageHead>
      <div class="page-side" data-open={openId !== null}>
        <PageBody>
          <Show loaded={found}>
            {(tasks) =>
              tasks.length === 0 ? (
                <Empty icon={filters.q ? "search" : "tasks"} title={emptyTitle(filters)}>
                  {t(filters.q ? "inbox.empty.searchMore" : `tasks.empty.${filters.view}More`)}
                </Empty>
              ) : filters.view === "done" ? (
                <List tasks={tasks} doing={doing} openId={openId} />
              ) : (
                <Board tasks={tasks} doing={doing} openId={openId} />
              )
            }
          </Show>
        </PageBody>
        {openId && (
          <Detail
            key={openId}
            id={openId}
            doing={doing}
            known={found.value?.find((task) => task.id === openId)}
          />
        )}
      </div>
      <Paper tasks={found.value ?? []} doing={doing} />
      {isNew && (
        <Form
          departments={own}
          onClose={() => setIsNew(false)}
          onSaved={(task) => {
            setIsNew(false);
            void found.refresh();
            go(`/tasks/${task.id}`);
          }}
        />
      )}
      {doing.windows}
    </div>
  );
}

function emptyTitle({ q, view }: data.Filters): string {
  return t(q ? "inbox.empty.search" : `tasks.empty.${view}`);
}

/** Behind the views that ask for something: how many are late, how many wait for a yes. */
function count(view: data.View, tasks: readonly Task[] | null): number | undefined {
  if (!tasks) return undefined;
  if (view === "late") return tasks.filter((task) => state.lateSince(task, now.value)).length;
  if (view === "approvals") return tasks.filter(({ kind }) => kind === "approval").length;
  return undefined;
}

/** Keys act on the task that is open, else on the one that has the focus. */
function useTaskKeys(props: {
  found: Loaded<Task[]>;
  doing: Doing;
  openId: string | null;
  onNew: () => void;
}) {
  const { found, doing, openId, onNew } = props;
  const chosen = () => {
    const focused = document.activeElement?.closest<HTMLElement>("[data-task]")?.dataset.task;
    return found.value?.find(({ id }) => id === (openId ?? focused));
  };
  const walk = (by: 1 | -1) => {
    const links = [...document.querySelectorAll<HTMLElement>(".task-card a.task-title")].filter(
      (link) => link.offsetParent !== null,
    );
    const at = links.findIndex(
      (link) =>
        link === document.activeElement ||
        (openId !== null && link.closest<HTMLElement>("[data-task]")?.dataset.task === openId),
    );
    const next = links[at < 0 ? 0 : at + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    const id = next?.closest<HTMLElement>("[data-task]")?.dataset.task;
    if (openId && id) go(`/tasks/${id}`, { replace: true });
  };
  const step = (name: state.Step) => {
    const task = chosen();
    if (task) doing.take(task, name);
  };
  useShortcuts([
    { keys: "j", name: "keys.nextTask", run: () => walk(1) },
    { keys: "k", name: "keys.previousTask", run: () => walk(-1) },
    {
      keys: "/",
      name: "keys.search",
      run: () => document.querySelector<HTMLInputElement>("#task-search")?.focus(),
    },
    { keys: "n", name: "keys.newTask", run: () => auth.may("tasks:write") && onNew() },
    { keys: "c", name: "keys.take", run: () => step("claim") },
    { keys: "s", name: "keys.start", run: () => step("start") },
    { keys: "e", name: "keys.complete", run: () => step("complete") },
    { keys: "p", name: "keys.print", run: () => print() },
    ...(openId ? [{ keys: "Escape", name: "keys.back" as const, run: () => leave(openId) }] : []),
  ]);
}

/** Closes a task and gives the focus back to its card. */
export function leave(id: string): void {
  go("/tasks");
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-task="${id}"] a.task-title`)?.focus(),
  );
}
