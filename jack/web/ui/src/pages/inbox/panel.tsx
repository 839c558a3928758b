import type { ComponentChildren } from "preact";
import { may } from "../../api/auth";
import type { Conversation } from "../../api/types";
import { go } from "../../app/router";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Badge } from "../../ui/bits";
import { IconButton } from "../../ui/button";
import { Beside } from "../guests/beside";
import { isLate } from "./entries";
import type { Thread } from "./thread-state";
import { channelWord, departmentWord, reasonWords, statusWord, taskTone } from "./words";

/** Who the guest is and what goes on for them. */
export function Panel(props: { thread: Thread; conversation: Conversation; name: string }) {
  const { thread, conversation, name } = props;
  const tasks = thread.entries.value.flatMap(({ task }) => (task ? [task] : []));
  const open = (conversation.escalations ?? []).filter(({ acknowledgedAt }) => !acknowledgedAt);
  return (
    <aside class="panel" aria-label={t("panel.title")}>
      <header>
        <span class="only-phone">
          <IconButton
            icon="back"
            label={t("thread.label", { name })}
            onClick={() => go(`/inbox/${thread.id}`)}
          />
        </span>
        <h2>
          <bdi>{name}</bdi>
        </h2>
      </header>
      <dl>
        {conversation.room && <Fact name={t("panel.room")}>{conversation.room}</Fact>}
        {conversation.language && (
          <Fact name={t("panel.language")}>{format.languageName(conversation.language)}</Fact>
        )}
        <Fact name={t("panel.channel")}>{channelWord(conversation.channel)}</Fact>
        <Fact name={t("panel.since")}>
          <time dateTime={conversation.createdAt}>{format.full(conversation.createdAt)}</time>
        </Fact>
      </dl>
      {open.length > 0 && (
        <section>
          <h3>{t("panel.escalations")}</h3>
          <ul>
            {open.map((escalation) => (
              <li key={escalation.id}>{reasonWords(escalation.reasons)}</li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t("panel.tasks")}</h3>
        {tasks.length === 0 && <p class="quiet">{t("panel.noTasks")}</p>}
        <ul class="panel-tasks">
          {tasks.map((task) => (
            <li key={task.id}>
              <bdi>{task.title}</bdi>
              <span class="quiet">{departmentWord(task.department)}</span>
              <Badge tone={taskTone(task.status, isLate(task))}>
                {isLate(task) ? t("task.overdue") : statusWord(task.status)}
              </Badge>
            </li>
          ))}
        </ul>
      </section>
      {may("guests:read") && (
        <Beside
          key={conversation.guestId}
          id={conversation.guestId}
          conversationId={conversation.id}
        />
      )}
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
