/** The list for a clipboard: by department, then by room, with a box to tick. */

import type { Task } from "../../api/types";
import { hotel } from "../../app/hotel";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { departmentWord, statusWord } from "../inbox/words";
import { itemsWord } from "./board";
import * as state from "./state";
import type { Doing } from "./steps";

export function Paper({ tasks, doing }: { tasks: readonly Task[]; doing: Doing }) {
  const byDepartment = state.grouped(tasks, ({ department }) => department);
  return (
    <div class="only-print paper" aria-hidden="true">
      <p class="paper-title">
        {hotel.value?.name} · {t("tasks.title")} · {format.full(new Date().toISOString())}
      </p>
      {[...byDepartment].map(([department, here]) => (
        <table key={department}>
          <caption>{departmentWord(department)}</caption>
          <thead>
            <tr>
              <th />
              <th>{t("panel.room")}</th>
              <th>{t("tasks.what")}</th>
              <th>{t("tasks.howUrgent")}</th>
              <th>{t("tasks.who")}</th>
              <th>{t("tasks.readyBy")}</th>
            </tr>
          </thead>
          <tbody>
            {[...here].sort(state.byRoom).map((task) => (
              <tr key={task.id}>
                <td>☐</td>
                <td>{task.room ?? "–"}</td>
                <td>
                  <bdi>{task.title}</bdi>
                  {task.items.length > 0 && <div>{itemsWord(task)}</div>}
                  {task.note && <div>{task.note}</div>}
                </td>
                <td>
                  {task.priority === "urgent" || task.priority === "high"
                    ? t(`tasks.priority.${task.priority}`)
                    : ""}
                </td>
                <td>{task.assignedTo ? doing.nameOf(task.assignedTo) : statusWord(task.status)}</td>
                <td>{format.short(task.dueAt ?? task.resolutionDueAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
