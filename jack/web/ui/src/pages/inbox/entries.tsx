/** What stands in a thread: messages, notes, what was done, calls for a person, tasks. */

import type { ComponentType } from "preact";
import { memo } from "preact/compat";
import { useEffect, useState } from "preact/hooks";
import { may, person } from "../../api/auth";
import type { Escalation, Message, Note, Source, ThreadTask } from "../../api/types";
import { now } from "../../app/clock";
import { report } from "../../app/problems";
import { isKey, t } from "../../i18n";
import * as format from "../../i18n/format";
import { Badge } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Icon, type IconName } from "../../ui/icons";
import { Linked } from "../../ui/linked";
import { toast } from "../../ui/toast";
import { isOver } from "./composer";
import { chooseInstead, editOf, putIntoReply } from "./composer-state";
import * as data from "./data";
import { Draft } from "./draft";
import { Files } from "./files";
import { Foreign } from "./foreign";
import { useLate } from "./late";
import { SourceDialog } from "./source";
import type { Thread } from "./thread-state";
import { channelWord, departmentWord, placeWord, reasonWords, statusWord, taskTone } from "./words";

interface WhyProps {
  message: Message;
  onClose: () => void;
}

interface EntryProps {
  entry: data.Entry;
  thread: Thread;
}

/** Drawn again only when what it shows has changed. */
export const EntryView = memo(function EntryView({ entry, thread }: EntryProps) {
  const { message, note, event, escalation, task } = entry;
  if (message?.delivery === "draft") return <Draft message={message} thread={thread} />;
  if (message) return <MessageView message={message} thread={thread} />;
  if (note) return <NoteView note={note} />;
  if (event) return <EventLine entry={entry} />;
  if (escalation) return <EscalationLine escalation={escalation} />;
  return task ? <TaskLine task={task} /> : null;
});

function MessageView({ message, thread }: { message: Message; thread: Thread }) {
  const { sender, delivery } = message;
  return (
    <article
      class="message"
      id={`message-${message.id}`}
      tabIndex={-1}
      data-sender={sender}
      data-delivery={delivery ?? undefined}
    >
      <div class="bubble">
        <p class="sender">
          {sender === "ai" && <Icon name="bell" size={14} />}
          <bdi>{senderWord(message)}</bdi>
        </p>
        <Content message={message} />
        <Foreign message={message} thread={thread} />
        <More message={message} thread={thread} />
        <Files files={message.files ?? []} thread={thread} />
      </div>
      <footer>
        <At iso={message.createdAt} />
        {delivery && sender !== "guest" && <DeliveryMark delivery={delivery} />}
        {message.page && <Place page={message.page} />}
        {sender === "ai" && <WhyButton message={message} />}
      </footer>
      <Sources sources={message.sources} />
      {message.failure && (
        <p class="failure" dir="auto">
          {t("message.why", { reason: message.failure })}
        </p>
      )}
      {may("conversations:write") && <Remedies message={message} thread={thread} />}
    </article>
  );
}

export function senderWord({ sender, staffId, staffName }: Message): string {
  if (sender === "staff" && staffId === person()?.id) return t("sender.you");
  if (sender === "staff") return staffName ?? t("sender.staff");
  const key = `sender.${sender}`;
  return isKey(key) ? t(key) : sender;
}

/** Opens what is known of how an answer came about; its page comes when somebody asks. */
function WhyButton({ message }: { message: Message }) {
  const [Shown, setShown] = useState<ComponentType<WhyProps> | null>(null);
  const open = async () => {
    const { default: Why, ready } = await import("./why");
    await ready();
    setShown(() => Why);
  };
  return (
    <>
      <button type="button" class="why-button" onClick={() => open().catch(report)}>
        {t("why.ask")}
      </button>
      {Shown && <Shown message={message} onClose={() => setShown(null)} />}
    </>
  );
}

/** Where on the hotel's website the guest wrote. */
function Place({ page }: { page: string }) {
  return (
    <a class="place" href={page} target="_blank" rel="noopener noreferrer" title={page}>
      {t("message.page", { page: new URL(page).pathname })}
    </a>
  );
}

function At({ iso }: { iso: string }) {
  return (
    <time dateTime={iso} title={format.full(iso)}>
      {format.time(iso)}
    </time>
  );
}

export function Content({ message }: { message: Message }) {
  const { kind, content, translation, files } = message;
  const isText = ["text", "button", "system", "order"].includes(kind) || Boolean(files?.length);
  const key = `message.kind.${kind}`;
  return (
    <>
      {!isText && <p class="kind">{t(isKey(key) ? key : "message.kind.other")}</p>}
      {content && (
        <p class="content" dir="auto">
          <Linked text={content} />
        </p>
      )}
      {translation && (
        <p class="content translation" dir="auto">
          <span class="only-read-out">{t("message.translation")}</span>
          {translation}
        </p>
      )}
    </>
  );
}

/** What a message is beside its words: few have anything. */
function More({ message, thread }: { message: Message; thread: Thread }) {
  const { extra, kind, content } = message;
  const part = useLate(Boolean(extra) || (kind === "reaction" && !content), late);
  const about = thread.entries.value.find(({ message: one }) => one?.id === extra?.reactsTo);
  return part && <part.Beside message={message} about={about?.message?.content ?? ""} />;
}

const late = () => import("./beside");

const DELIVERY_ICONS: Record<string, IconName> = {
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

/** The ways out when a message did not arrive or was never sent. */
function Remedies({ message, thread }: { message: Message; thread: Thread }) {
  const { delivery, sender } = message;
  if (delivery && LOST.has(delivery)) return <LostRemedies message={message} thread={thread} />;
  if (delivery === "discarded" && sender === "ai")
    return (
      <div class="remedies">
        <Button
          icon="edit"
          onClick={() => putIntoReply(thread.id, editOf(message.id) ?? message.content)}
        >
          {t("message.use")}
        </Button>
      </div>
    );
  return null;
}

/** Whether WhatsApp takes a template only now, and this person may choose one. */
function isTemplateNeeded({ channel }: Message, { conversation, windowEndsAt }: Thread): boolean {
  const { assignedTo, state } = conversation.value ?? {};
  const isMine = assignedTo === null || assignedTo === person()?.id;
  return channel === "whatsapp" && isOver(windowEndsAt.value) && isMine && state !== "closed";
}

function LostRemedies({ message, thread }: { message: Message; thread: Thread }) {
  const [busy, setBusy] = useState(false);
  useEffect(() => thread.findReaches(), [thread]);
  const others = (thread.reaches.value ?? []).filter(
    ({ channel, isStopped }) => channel !== message.channel && !isStopped,
  );
  const act = async (work: Promise<unknown>, done: string) => {
    setBusy(true);
    try {
      await work;
      toast(done);
    } catch (error) {
      report(error);
    } finally {
      setBusy(false);
      void thread.refresh();
    }
  };
  return (
    <div class="remedies">
      <Button
        icon="retry"
        busy={busy}
        onClick={() =>
          isTemplateNeeded(message, thread)
            ? chooseInstead(thread.id, message.id)
            : act(data.retry(message), t("message.retried"))
        }
      >
        {t("message.retry")}
      </Button>
      {[...new Set(others.map(({ channel }) => channel))].map((channel) => (
        <Button
          key={channel}
          busy={busy}
          onClick={() => act(data.retry(message, channel), t("message.retried"))}
        >
          {t("message.retryBy", { channel: channelWord(channel) })}
        </Button>
      ))}
      <Button
        kind="quiet"
        busy={busy}
        onClick={() => act(data.discard(message), t("message.discarded"))}
      >
        {t("message.discard")}
      </Button>
    </div>
  );
}

/** What an answer of Jack's rests on; a click shows it. */
export function Sources({ sources }: { sources: readonly Source[] }) {
  const [open, setOpen] = useState<Source | null>(null);
  if (!sources.length) return null;
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

function NoteView({ note }: { note: Note }) {
  const isMine = note.staffId === person()?.id;
  return (
    <article class="note">
      <p class="sender">
        <Icon name="note" size={14} />
        <bdi>{isMine ? t("sender.you") : (note.staffName ?? t("sender.staff"))}</bdi>
        <span>{t("note.label")}</span>
        <At iso={note.createdAt} />
      </p>
      <p class="content" dir="auto">
        <Linked text={note.content} />
      </p>
    </article>
  );
}

/** What colleagues did with the conversation, in one quiet line. */
function EventLine({ entry: { event } }: { entry: data.Entry }) {
  if (!event) return null;
  const { action, staffId, staffName, to } = event;
  const isMine = staffId !== null && staffId === person()?.id;
  const who = isMine ? t("sender.you") : (staffName ?? t("sender.ai"));
  const key = `event.${action}`;
  return (
    <p class="event">
      {t(isKey(key) ? key : "event.other", { name: who, to: to ? placeWord(to) : "" })}
      {" · "}
      <At iso={event.createdAt} />
    </p>
  );
}

function EscalationLine({ escalation }: { escalation: Escalation }) {
  return (
    <div class="happening" data-kind="escalation">
      <Icon name="alert" size={18} />
      <p>
        <strong>{t("escalation.text")}</strong>
        <span>{reasonWords(escalation.reasons)}</span>
      </p>
      {escalation.acknowledgedAt && <Badge tone="good">{t("escalation.taken")}</Badge>}
      <At iso={escalation.createdAt} />
    </div>
  );
}

export function isLate({ status, resolutionDueAt }: ThreadTask): boolean {
  const isOver = status === "completed" || status === "cancelled";
  return !isOver && Date.parse(resolutionDueAt) < now.value;
}

function TaskLine({ task }: { task: ThreadTask }) {
  const late = isLate(task);
  return (
    <div class="happening" data-kind="task">
      <Icon name="tasks" size={18} />
      <p>
        <strong>
          <bdi>{task.title}</bdi>
        </strong>
        <span>{t("task.text", { department: departmentWord(task.department) })}</span>
      </p>
      <Badge tone={taskTone(task.status, late)}>
        {late ? t("task.overdue") : statusWord(task.status)}
      </Badge>
      <At iso={task.createdAt} />
    </div>
  );
}
