/** What one shift hands over to the next, on the screen and on paper. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { get } from "../../api/client";
import type { Handover as Report, ReportMail } from "../../api/types";
import { Show, useLoaded } from "../../app/loaded";
import { isKey, t } from "../../i18n";
import { date, moment, time, zone } from "../../i18n/format";
import { has, w } from "../../i18n/rules";
import { fromField, toField } from "../../i18n/zoned";
import { Badge, type Tone } from "../../ui/bits";
import { Button, IconButton } from "../../ui/button";
import { Field } from "../../ui/field";
import { PageBody, PageHead } from "../../ui/page";
import { departmentWord, guestWord, placeWord, reasonWords, statusWord } from "../inbox/words";
import "../../ui/admin.css";
import "./handover.css";

interface Asked {
  since: string;
  until: string;
}

/** Without a choice the server takes the eight hours until now. */
const readReport = ({ since, until }: Asked) => {
  const query = {
    ...(since ? { since: fromField(since, zone.value) ?? since } : {}),
    ...(until ? { until: fromField(until, zone.value) ?? until } : {}),
  };
  return get("/api/v1/reports/handover", { query });
};

export { ready } from "../../i18n/rules";

export default function Handover() {
  const [asked, setAsked] = useState<Asked>({ since: "", until: "" });
  const found = useLoaded(JSON.stringify(asked), () => readReport(asked));
  const shown = (given: string, known: string | undefined) =>
    given || (known ? toField(known, zone.value) : "");
  return (
    <div class="page handover">
      <PageHead
        title={t("nav.handover")}
        actions={
          <>
            <IconButton
              icon="retry"
              label={t("handover.again")}
              onClick={() => void found.refresh()}
            />
            <Button icon="print" onClick={() => print()}>
              {t("tasks.print")}
            </Button>
          </>
        }
      >
        <div class="filters">
          <Field
            label={t("handover.since")}
            type="datetime-local"
            value={shown(asked.since, found.value?.since)}
            onInput={(since) => setAsked({ ...asked, since })}
          />
          <Field
            label={t("handover.until")}
            type="datetime-local"
            value={shown(asked.until, found.value?.until)}
            onInput={(until) => setAsked({ ...asked, until })}
          />
        </div>
      </PageHead>
      <PageBody>
        <Show loaded={found}>{(report) => <Sheet report={report} />}</Show>
        <Mails />
      </PageBody>
    </div>
  );
}

function Sheet({ report }: { report: Report }) {
  const { counts } = report;
  return (
    <article class="sheet">
      <p class="sheet-period">
        {t("handover.period", { since: moment(report.since), until: moment(report.until) })}
      </p>
      <dl class="tiles">
        {(
          [
            ["handover.in", counts.messagesIn],
            ["handover.byJack", counts.messagesByJack],
            ["handover.byStaff", counts.messagesByStaff],
            ["handover.resolved", counts.resolved],
            ["handover.tasksMade", counts.tasksCreated],
            ["handover.tasksDone", counts.tasksCompleted],
          ] as const
        ).map(([name, value]) => (
          <Tile key={name} name={t(name)} value={value} />
        ))}
        <Tile name={w("report.tasksByJack")} value={counts.tasksByJack} />
        <Tile name={w("report.called")} value={counts.escalations} />
        <Tile name={w("report.ratings")} value={counts.ratings}>
          {counts.lowRatings > 0 && w("report.low", { count: counts.lowRatings })}
        </Tile>
      </dl>
      <Section
        title={w("report.arrivals")}
        none={w("report.noArrivals")}
        items={report.arrivals.map((stay) => (
          <StayLine key={stay.reservationId} stay={stay} isComing />
        ))}
      />
      <Section
        title={w("report.special")}
        none={w("report.noSpecial")}
        items={report.special.map((stay) => <StayLine key={stay.reservationId} stay={stay} />)}
      />
      <Section
        title={t("handover.open")}
        none={t("handover.noOpen")}
        items={report.conversations.map((line) => (
          <a key={line.id} class="row-line" href={`/inbox/${line.id}`}>
            <span class="row-main">
              <span>
                <bdi class="row-title">{guestWord(line.guestName, line.guestId)}</bdi>
                {line.room && <> · {t("line.room", { room: line.room })}</>}
              </span>
              {line.lastMessage && (
                <bdi class="quiet" dir="auto">
                  {line.lastMessage.content}
                </bdi>
              )}
            </span>
            {line.attention && <Badge tone="danger">{t("view.attention")}</Badge>}
            {line.assignedName && <Badge>{line.assignedName}</Badge>}
          </a>
        ))}
      />
      <Section
        title={t("nav.tasks")}
        none={t("handover.noTasks")}
        items={report.tasks.map((task) => (
          <a key={task.id} class="row-line" href={`/tasks/${task.id}`}>
            <span class="row-main">
              <span>
                <bdi class="row-title">{task.title}</bdi>
                {task.room && <> · {t("line.room", { room: task.room })}</>}
              </span>
              <span class="quiet">
                {departmentWord(task.department)}
                {task.assignedName && (
                  <>
                    {" · "}
                    <bdi>{task.assignedName}</bdi>
                  </>
                )}
              </span>
            </span>
            {task.isOverdue && <Badge tone="danger">{t("task.overdue")}</Badge>}
            <Badge>{statusWord(task.status)}</Badge>
          </a>
        ))}
      />
      <Section
        title={t("handover.called")}
        none={t("handover.noCalled")}
        items={report.escalations.map((one, index) => (
          <a key={index} class="row-line" href={`/inbox/${one.conversationId}`}>
            <time dateTime={one.createdAt}>{time(one.createdAt)}</time>
            <span class="row-main">
              <span>
                <bdi class="row-title">{one.guestName || t("sender.guest")}</bdi>
                {one.room && <> · {t("line.room", { room: one.room })}</>}
              </span>
              <span class="quiet">
                {reasonWords(one.reasons)} · {placeWord(one.department)}
              </span>
            </span>
            {one.acknowledgedAt ? (
              <Badge tone="good">{one.acknowledgedByName ?? t("escalation.taken")}</Badge>
            ) : (
              <Badge tone="danger">{t("handover.nobody")}</Badge>
            )}
          </a>
        ))}
      />
      <Section
        title={t("handover.notes")}
        none={t("handover.noNotes")}
        items={report.notes.map((note, index) => (
          <a key={index} class="row-line" href={`/inbox/${note.conversationId}`}>
            <time dateTime={note.createdAt}>{time(note.createdAt)}</time>
            <span class="row-main">
              <bdi class="row-title">{note.guestName || t("sender.guest")}</bdi>
              <bdi dir="auto">{note.content}</bdi>
            </span>
            <span class="quiet">
              <bdi>{note.staffName}</bdi>
            </span>
          </a>
        ))}
      />
      <Section
        title={t("handover.events")}
        none={t("handover.noEvents")}
        items={report.events.map((event, index) => (
          <a
            key={index}
            class="row-line"
            href={event.taskId ? `/tasks/${event.taskId}` : `/inbox/${event.conversationId}`}
          >
            <time dateTime={event.createdAt}>{time(event.createdAt)}</time>
            <span class="row-main">{eventWords(event)}</span>
          </a>
        ))}
      />
    </article>
  );
}

function Tile(props: { name: string; value: number; children?: ComponentChildren }) {
  return (
    <div class="card tile">
      <dt>{props.name}</dt>
      <dd>
        <strong>{props.value}</strong>
        {props.children && <span class="quiet">{props.children}</span>}
      </dd>
    </div>
  );
}

function StayLine({ stay, isComing = false }: { stay: Stay; isComing?: boolean }) {
  return (
    <a class="row-line" href={`/guests/${stay.guestId}`}>
      <span class="row-main">
        <bdi class="row-title">{guestWord(stay.guestName, stay.guestId)}</bdi>
        <span class="quiet">
          {stay.room ? t("line.room", { room: stay.room }) : "–"}
          {stay.roomType && <> · {stay.roomType}</>}
          {isComing && (
            <>
              {" · "}
              {date(stay.arrival)} · {w("report.nights", { count: stay.nights })} ·{" "}
              {w("report.people", { count: stay.people })}
            </>
          )}
        </span>
      </span>
      {stay.isVip && (
        <Badge tone="accent" icon="star">
          {t("line.vip")}
        </Badge>
      )}
      {stay.inRecovery && (
        <Badge tone="danger" icon="alert">
          {t("guests.recovery")}
        </Badge>
      )}
    </a>
  );
}

const MAIL_TONES: Record<ReportMail["state"], Tone> = {
  queued: "accent",
  sending: "accent",
  sent: "good",
  failed: "danger",
  uncertain: "warn",
};

/** The reports that went out by themselves; not for paper. */
function Mails() {
  const found = useLoaded("report mails", () => get("/api/v1/reports/handover/mails"));
  return (
    <section class="sheet-mails" aria-label={w("report.mails")}>
      <h2>{w("report.mails")}</h2>
      <Show loaded={found} rows={2}>
        {({ mails }) =>
          mails.length === 0 ? (
            <p class="quiet">{w("report.noMails")}</p>
          ) : (
            <ul class="rows">
              {mails.map((mail) => (
                <li key={`${mail.day} ${mail.time} ${mail.address}`} class="row-line">
                  <span class="row-main">
                    <bdi>
                      {w("report.mail", {
                        day: date(mail.day),
                        time: mail.time,
                        address: mail.address,
                      })}
                    </bdi>
                    {mail.failure && <span class="quiet">{failureWord(mail.failure)}</span>}
                  </span>
                  <Badge tone={MAIL_TONES[mail.state]}>{w(`mail.${mail.state}`)}</Badge>
                </li>
              ))}
            </ul>
          )
        }
      </Show>
      {auth.may("settings:manage") && (
        <a class="button quiet" href="/settings/work">
          {w("report.set")}
        </a>
      )}
    </section>
  );
}

function failureWord(code: string): string {
  const key = `mail.why.${code}`;
  return has(key) ? w(key) : w("mail.why.other", { code });
}

type Stay = Report["arrivals"][number];
type Happened = Report["events"][number];

/** `conversation.claim` and `task.start`, as thread and task say them. */
function eventWords({ action, staffName, to }: Happened): string {
  const [kind = "", name = ""] = action.split(".");
  const values = { name: staffName ?? "Jack", to: to ? placeWord(to) : "–" };
  const key = kind === "task" ? `tasks.did.${name}` : `event.${name}`;
  if (isKey(key)) return t(key, values);
  return t(kind === "task" ? "tasks.did.other" : "event.other", values);
}

function Section(props: { title: string; none: string; items: ComponentChildren[] }) {
  return (
    <section aria-label={props.title}>
      <h2>
        {props.title} {props.items.length > 0 && <Badge>{props.items.length}</Badge>}
      </h2>
      {props.items.length === 0 ? (
        <p class="quiet">{props.none}</p>
      ) : (
        <ul class="rows">
          {props.items.map((item, index) => (
            <li key={index}>{item}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
