/** The figures of the house: in all, by day, by channel, by language, and where people were needed. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { get } from "../../api/client";
import type { Figures, Analytics as Report } from "../../api/types";
import { Show, useLoaded } from "../../app/loaded";
import { isKey, t } from "../../i18n";
import { date, dollars, languageName, moment } from "../../i18n/format";
import { w } from "../../i18n/rules";
import { Badge, Empty } from "../../ui/bits";
import { Field, Select } from "../../ui/field";
import { Icon } from "../../ui/icons";
import { PageBody, PageHead } from "../../ui/page";
import { Tabs } from "../../ui/tabs";
import { channelWord, departmentWord, guestWord } from "../inbox/words";
import { topicWord } from "../settings/autonomy";
import { GUEST_LANGUAGES } from "../settings/values";
import { Chart } from "./chart";
import * as data from "./data";
import "../../ui/admin.css";
import "./analytics.css";

const NOTHING: data.Asked = { first: "", last: "", channel: "", language: "" };
const CHANNELS = ["whatsapp", "sms", "email", "webchat"] as const;

export { ready } from "../../i18n/rules";

export default function Analytics() {
  const [asked, setAsked] = useState(NOTHING);
  const found = useLoaded(JSON.stringify(asked), () => data.readFigures(asked));
  const change = (changes: Partial<data.Asked>) => setAsked({ ...asked, ...changes });
  return (
    <div class="page">
      <PageHead title={t("nav.analytics")}>
        <div class="filters">
          <Field
            label={t("analytics.first")}
            type="date"
            value={asked.first || (found.value?.first ?? "")}
            onInput={(first) => change({ first })}
          />
          <Field
            label={t("analytics.last")}
            type="date"
            value={asked.last || (found.value?.last ?? "")}
            onInput={(last) => change({ last })}
          />
          <Select
            label={t("inbox.channel")}
            value={asked.channel}
            options={[
              { value: "", label: t("inbox.anyChannel") },
              ...CHANNELS.map((value) => ({ value, label: channelWord(value) })),
            ]}
            onChange={(channel) => change({ channel })}
          />
          <Select
            label={t("language")}
            value={asked.language}
            options={[
              { value: "", label: t("analytics.anyLanguage") },
              ...GUEST_LANGUAGES.map((value) => ({ value, label: languageName(value) })),
            ]}
            onChange={(language) => change({ language })}
          />
        </div>
      </PageHead>
      <PageBody>
        <Show loaded={found}>
          {(report) =>
            report.total.conversations + report.total.messagesIn === 0 ? (
              <Empty icon="chart" title={t("analytics.none")}>
                {t("analytics.noneMore")}
              </Empty>
            ) : (
              <Found report={report} asked={asked} />
            )
          }
        </Show>
      </PageBody>
    </div>
  );
}

function Found({ report, asked }: { report: Report; asked: data.Asked }) {
  const { total } = report;
  return (
    <div class="analytics">
      <dl class="tiles">
        <Tile name={t("analytics.conversations")} value={data.count(total.conversations)} />
        <Tile name={t("analytics.share")} value={data.percent(total.shareByJack)}>
          {t("analytics.shareMore", { count: total.handledByJack, all: total.answered })}
        </Tile>
        <Tile name={t("analytics.response")} value={data.wait(total.firstResponse.medianS)}>
          {nineOfTen(total.firstResponse.p90S)}
        </Tile>
        <Tile name={t("analytics.resolution")} value={data.wait(total.resolution.medianS)}>
          {nineOfTen(total.resolution.p90S)}
        </Tile>
        <Tile name={t("analytics.escalations")} value={data.count(total.escalations)}>
          {report.called.medianS !== null &&
            t("analytics.called", { time: data.wait(report.called.medianS) })}
        </Tile>
        <Tile name={t("analytics.costEach")} value={dollars(total.costPerConversationMicroUsd)}>
          {t("analytics.costAll", { cost: dollars(total.costMicroUsd) })}
        </Tile>
      </dl>
      <ByDay report={report} asked={asked} />
      <Sheet title={t("analytics.byChannel")} asked={asked} table="channels">
        <FiguresTable
          groups={report.byChannel}
          head={t("inbox.channel")}
          nameOf={channelWord}
          label={t("analytics.byChannel")}
        />
      </Sheet>
      <Sheet title={t("analytics.byLanguage")} asked={asked} table="languages">
        <FiguresTable
          groups={report.byLanguage}
          head={t("language")}
          nameOf={(code) => (code ? languageName(code) : t("analytics.noLanguage"))}
          label={t("analytics.byLanguage")}
        />
      </Sheet>
      <div class="analytics-pair">
        <Sheet title={t("analytics.reasons")} asked={asked} table="escalations">
          <Counts found={report.escalations} nameOf={reasonWord} none={t("analytics.noReasons")} />
        </Sheet>
        <Sheet title={t("analytics.topics")} asked={asked} table="topics">
          <Counts found={report.topics} nameOf={topicWord} none={t("analytics.noTopics")} />
        </Sheet>
      </div>
      <section class="card" aria-label={w("rated.title")}>
        <header>
          <h2>{w("rated.title")}</h2>
        </header>
        {total.ratings === 0 ? (
          <p class="quiet">{w("rated.none")}</p>
        ) : (
          <div class="analytics-pair">
            <Counts
              found={report.scores}
              nameOf={(score) => w("rated.stars", { count: Number(score) })}
              none={w("rated.none")}
            />
            {auth.may("conversations:read") && <Latest />}
          </div>
        )}
      </section>
      <Sheet title={t("nav.tasks")} asked={asked} table="tasks">
        <TasksTable report={report} />
      </Sheet>
    </div>
  );
}

const SHOWN = 8;

/** What guests said last about their stay. */
function Latest() {
  const found = useLoaded("ratings", () => get("/api/v1/ratings", { query: { limit: SHOWN } }));
  return (
    <Show loaded={found} rows={3}>
      {({ ratings }) => (
        <ul class="rows" aria-label={w("rated.latest")}>
          {ratings.map((rating) => (
            <li key={rating.id} class="row-line">
              <span class="row-main">
                <a href={`/inbox/${rating.conversationId}`}>
                  <bdi>{guestWord(rating.guestName, rating.guestId)}</bdi>
                </a>
                {rating.comment && <bdi dir="auto">{rating.comment}</bdi>}
                <span class="quiet">
                  {moment(rating.ratedAt)} · {channelWord(rating.channel)}
                </span>
              </span>
              {rating.taskId && <a href={`/tasks/${rating.taskId}`}>{w("rated.task")}</a>}
              <Badge tone={rating.score > 3 ? "good" : "danger"} icon="star">
                {w("rated.stars", { count: rating.score })}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </Show>
  );
}

function nineOfTen(seconds: number | null): string | null {
  return seconds === null ? null : t("analytics.nine", { time: data.wait(seconds) });
}

function Tile(props: { name: string; value: string; children?: ComponentChildren }) {
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

function Sheet(props: {
  title: string;
  asked: data.Asked;
  table: data.Table;
  tools?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="card" aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        {props.tools}
        <a
          class="button quiet csv"
          href={data.csvAddress(props.asked, props.table)}
          download
          aria-label={t("analytics.csvOf", { what: props.title })}
        >
          <Icon name="download" size={18} />
          CSV
        </a>
      </header>
      {props.children}
    </section>
  );
}

type Look = "chart" | "table";

function ByDay({ report, asked }: { report: Report; asked: data.Asked }) {
  const [measure, setMeasure] = useState<data.Measure>("conversations");
  const [look, setLook] = useState<Look>("chart");
  const label = `${t(`analytics.${measure}`)}, ${t("analytics.byDay")}`;
  return (
    <Sheet
      title={t("analytics.byDay")}
      asked={asked}
      table="days"
      tools={
        <Tabs<Look>
          label={t("analytics.look")}
          value={look}
          options={[
            { value: "chart", label: t("analytics.chart") },
            { value: "table", label: t("analytics.table") },
          ]}
          onChange={setLook}
        />
      }
    >
      {look === "chart" ? (
        <>
          <Tabs
            label={t("analytics.measure")}
            value={measure}
            options={data.MEASURES.map((value) => ({ value, label: t(`analytics.${value}`) }))}
            onChange={setMeasure}
          />
          <Chart
            label={label}
            {...(measure === "share" ? { most: 1 } : {})}
            inWords={(value) => data.inMeasure(value, measure)}
            bars={report.byDay.map(({ key, figures }) => {
              const value = data.measured(figures, measure);
              return { key, label: date(key), value, words: data.inMeasure(value, measure) };
            })}
          />
        </>
      ) : (
        <FiguresTable
          groups={report.byDay}
          head={t("analytics.day")}
          nameOf={(day) => date(day)}
          label={t("analytics.byDay")}
        />
      )}
    </Sheet>
  );
}

function FiguresTable(props: {
  groups: readonly { key: string; figures: Figures }[];
  head: string;
  nameOf: (key: string) => string;
  label: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
    <section class="table-scroll" tabIndex={0} aria-label={props.label}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{props.head}</th>
            <th scope="col" class="number">
              {t("analytics.conversations")}
            </th>
            <th scope="col" class="number">
              {t("analytics.share")}
            </th>
            <th scope="col" class="number">
              {t("analytics.response")}
            </th>
            <th scope="col" class="number">
              {t("analytics.resolution")}
            </th>
            <th scope="col" class="number">
              {t("analytics.escalations")}
            </th>
            <th scope="col" class="number">
              {t("analytics.cost")}
            </th>
            <th scope="col" class="number">
              {w("report.ratings")}
            </th>
          </tr>
        </thead>
        <tbody>
          {props.groups.map(({ key, figures }) => (
            <tr key={key}>
              <th scope="row">{props.nameOf(key)}</th>
              <td class="number">{data.count(figures.conversations)}</td>
              <td class="number">{data.percent(figures.shareByJack)}</td>
              <td class="number">{data.wait(figures.firstResponse.medianS)}</td>
              <td class="number">{data.wait(figures.resolution.medianS)}</td>
              <td class="number">{data.count(figures.escalations)}</td>
              <td class="number">{dollars(figures.costMicroUsd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Counts(props: {
  found: readonly { key: string; count: number }[];
  nameOf: (key: string) => string;
  none: string;
}) {
  const most = Math.max(1, ...props.found.map(({ count }) => count));
  if (props.found.length === 0) return <p class="quiet">{props.none}</p>;
  return (
    <ul class="counts">
      {props.found.map(({ key, count }) => (
        <li key={key}>
          <span>{props.nameOf(key)}</span>
          <strong>{data.count(count)}</strong>
          <span
            class="counts-bar"
            aria-hidden="true"
            style={{ inlineSize: `${(100 * count) / most}%` }}
          />
        </li>
      ))}
    </ul>
  );
}

function TasksTable({ report }: { report: Report }) {
  if (report.tasks.length === 0) return <p class="quiet">{t("analytics.noTasks")}</p>;
  const inTime = (done: number, all: number) => data.percent(all > 0 ? done / all : null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
    <section class="table-scroll" tabIndex={0} aria-label={t("nav.tasks")}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("tasks.department")}</th>
            {(["made", "completed", "open", "responded", "finished"] as const).map((name) => (
              <th scope="col" class="number" key={name}>
                {t(`analytics.tasks.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.tasks.map((one) => (
            <tr key={one.department}>
              <th scope="row">{departmentWord(one.department)}</th>
              <td class="number">{data.count(one.created)}</td>
              <td class="number">{data.count(one.completed)}</td>
              <td class="number">{data.count(one.open)}</td>
              <td class="number">{inTime(one.respondedInTime, one.responded)}</td>
              <td class="number">{inTime(one.finishedInTime, one.finished)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function reasonWord(code: string): string {
  const key = `reason.${code}`;
  return isKey(key) ? t(key) : t("reason.other");
}
