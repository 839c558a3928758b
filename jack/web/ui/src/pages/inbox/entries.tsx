/** What stands in a thread: messages, calls for a person, tasks. */

import { memo } from "preact/compat";
import { useState } from "preact/hooks";
import { may, person } from "../../api/auth";
import type { Escalation, Message, Source, Task } from "../../api/types";
import { report } from "../../app/problems";
import { isKey, t } from "../../i18n";
import * as format from "../../i18n/format";
import { Badge } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Icon, type IconName } from "../../ui/icons";
import { Linked } from "../../ui/linked";
import { toast } from "../../ui/toast";
import { putIntoReply } from "./composer-state";
import * as data from "./data";
import { SourceDialog } from "./source";
import type { Thread } from "./thread-state";
import { departmentWord, reasonWords, statusWord, taskTone } from "./words";

interface MessageProps {
  message: Message;
  ownerName: string | null;
  thread: Thread;
}

export const MessageView = memo(function MessageView({ message, ownerName, thread }: MessageProps) {
  const { sender, delivery } = message;
  return (
    <article class="message" data-sender={sender} data-delivery={delivery ?? undefined}>
      <div class="bubble">
        <p class="sender">
          {sender === "ai" && <Icon name="bell" size={14} />}
          <bdi>{senderWord(message, ownerName)}</bdi>
        </p>
        <Content message={message} />
      </div>
      <footer>
        <time dateTime={message.createdAt} title={format.full(message.createdAt)}>
          {format.time(message.createdAt)}
        </time>
        {delivery && sender !== "guest" && <DeliveryMark delivery={delivery} />}
      </footer>
      {message.sources.length > 0 && <Sources sources={message.sources} />}
      {message.failure && (
        <p class="failure" dir="auto">
          {t("message.why", { reason: message.failure })}
        </p>
      )}
      {may("conversations:write") && <Remedies message={message} thread={thread} />}
    </article>
  );
});

function senderWord({ sender, staffId }: Message, ownerName: string | null): string {
  if (sender === "staff") {
    return staffId === person()?.id ? t("sender.you") : (ownerName ?? t("sender.staff"));
  }
  const key = `sender.${sender}`;
  return isKey(key) ? t(key) : sender;
}

function Content({ message }: { message: Message }) {
  const { kind, content } = message;
  const isText = kind === "text" || kind === "button" || kind === "system";
  const key = `message.kind.${kind}`;
  return (
    <>
      {!isText && <p class="kind">{t(isKey(key) ? key : "message.kind.other")}</p>}
      {content && (
        <p class="content" dir="auto">
          <Linked text={content} />
        </p>
      )}
    </>
  );
}

const DELIVERY_ICONS: Record<string, IconName> = {
  draft: "edit",
  queued: "clock",
  sending: "clock",
  uncertain: "alert",
  sent: "check",
  delivered: "checks",
  read: "checks",
  failed: "alert",
  expired: "alert",
  discarded: "close",
};

function DeliveryMark({ delivery }: { delivery: string }) {
  const key = `delivery.${delivery}`;
  return (
    <span class="delivery" data-delivery={delivery}>
      <Icon name={DELIVERY_ICONS[delivery] ?? "clock"} size={14} />
      {isKey(key) ? t(key) : delivery}
    </span>
  );
}

const LOST = new Set(["failed", "uncertain", "expired"]);
const UNSENT = new Set(["draft", "discarded"]);

/** The ways out when a message did not arrive or was never sent. */
function Remedies({ message, thread }: { message: Message; thread: Thread }) {
  const [busy, setBusy] = useState(false);
  const { delivery, sender } = message;
  const act = async (work: (message: Message) => Promise<unknown>, done: string) => {
    setBusy(true);
    try {
      await work(message);
      toast(done);
    } catch (error) {
      report(error);
    } finally {
      setBusy(false);
      void thread.refresh();
    }
  };
  if (delivery && LOST.has(delivery))
    return (
      <div class="remedies">
        <Button icon="retry" busy={busy} onClick={() => act(data.retry, t("message.retried"))}>
          {t("message.retry")}
        </Button>
        <Button kind="quiet" busy={busy} onClick={() => act(data.discard, t("message.discarded"))}>
          {t("message.discard")}
        </Button>
      </div>
    );
  if (delivery && UNSENT.has(delivery) && sender === "ai")
    return (
      <div class="remedies">
        <Button icon="edit" onClick={() => putIntoReply(thread.id, message.content)}>
          {t("message.use")}
        </Button>
      </div>
    );
  return null;
}

/** What an answer of Jack's rests on; a click shows it. */
function Sources({ sources }: { sources: readonly Source[] }) {
  const [open, setOpen] = useState<Source | null>(null);
  return (
    <div class="sources">
      <span class="only-read-out">{t("message.sources")}</span>
      {sources.map((source) => (
        <button type="button" key={`${source.kind} ${source.id}`} onClick={() => setOpen(source)}>
          <Icon name={source.kind === "entry" ? "book" : "bed"} size={14} />
          <bdi>{source.kind === "entry" ? source.title || source.id : t("source.stay")}</bdi>
        </button>
      ))}
      {open && <SourceDialog source={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

export function EscalationLine({ escalation }: { escalation: Escalation }) {
  return (
    <div class="happening" data-kind="escalation">
      <Icon name="alert" size={18} />
      <p>
        <strong>{t("escalation.text")}</strong>
        <span>{reasonWords(escalation.reasons)}</span>
      </p>
      {escalation.acknowledgedAt && <Badge tone="good">{t("escalation.taken")}</Badge>}
      <time dateTime={escalation.createdAt} title={format.full(escalation.createdAt)}>
        {format.time(escalation.createdAt)}
      </time>
    </div>
  );
}

export function TaskLine({ task }: { task: Task }) {
  return (
    <div class="happening" data-kind="task">
      <Icon name="tasks" size={18} />
      <p>
        <strong dir="auto">{task.title}</strong>
        <span>{t("task.text", { department: departmentWord(task.department) })}</span>
      </p>
      <Badge tone={taskTone(task.status, task.isOverdue)}>
        {task.isOverdue ? t("task.overdue") : statusWord(task.status)}
      </Badge>
      <time dateTime={task.createdAt} title={format.full(task.createdAt)}>
        {format.time(task.createdAt)}
      </time>
    </div>
  );
}
