import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { Message } from "../../api/types";
import { report } from "../../app/problems";
import { t } from "../../i18n";
import { Button } from "../../ui/button";
import { Area } from "../../ui/field";
import { Icon } from "../../ui/icons";
import { toast } from "../../ui/toast";
import { edit, editOf } from "./composer-state";
import * as data from "./data";
import { Content, Sources } from "./entries";
import { Foreign } from "./foreign";
import * as list from "./list-state";
import type { Thread } from "./thread-state";
import { departmentWord } from "./words";

/** Words of Jack's that wait for a person's yes: send, change, or drop them. */
export function Draft({ message, thread }: { message: Message; thread: Thread }) {
  const text = editOf(message.id);
  const setText = (words: string | null) => edit(message.id, words);
  const [busy, setBusy] = useState("");
  const tasks = thread.proposals.value[message.id] ?? [];

  const act = async (name: string, work: () => Promise<unknown>, done: string) => {
    setBusy(name);
    try {
      await work();
      toast(done);
    } catch (error) {
      report(error);
    } finally {
      setBusy("");
      void thread.refresh();
      void list.refresh();
    }
  };
  const send = () =>
    act("send", () => data.approve(message, text?.trim() || undefined), t("draft.sent"));

  return (
    <article
      class="message draft"
      id={`message-${message.id}`}
      tabIndex={-1}
      data-sender="ai"
      data-delivery="draft"
    >
      <div class="bubble">
        <p class="sender">
          <Icon name="spark" size={14} />
          {t("draft.title")}
        </p>
        {text === null ? (
          <>
            <Content message={message} />
            <Foreign message={message} thread={thread} />
          </>
        ) : (
          <Area label={t("draft.words")} value={text} onInput={setText} rows={4} />
        )}
        {tasks.length > 0 && (
          <ul class="draft-tasks">
            {tasks.map(({ title, department }) => (
              <li key={title}>
                <Icon name="tasks" size={14} />
                {t("draft.task", { title, department: departmentWord(department) })}
              </li>
            ))}
          </ul>
        )}
        {may("conversations:write") && (
          <div class="remedies">
            <Button
              kind="primary"
              icon="send"
              busy={busy === "send"}
              disabled={text?.trim() === ""}
              onClick={send}
            >
              {t("draft.send")}
            </Button>
            {text === null ? (
              <Button icon="edit" onClick={() => setText(message.content)}>
                {t("draft.edit")}
              </Button>
            ) : (
              <Button onClick={() => setText(null)}>{t("cancel")}</Button>
            )}
            <Button
              kind="quiet"
              busy={busy === "drop"}
              onClick={() => act("drop", () => data.discard(message), t("draft.dropped"))}
            >
              {t("draft.drop")}
            </Button>
          </div>
        )}
      </div>
      <Sources sources={message.sources} />
    </article>
  );
}
