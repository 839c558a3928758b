import { useComputed } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { person } from "../../api/auth";
import type { InboxLine } from "../../api/types";
import { now } from "../../app/clock";
import { inWords } from "../../app/problems";
import { isKey, t } from "../../i18n";
import * as format from "../../i18n/format";
import { Avatar, Badge, Empty, Skeleton } from "../../ui/bits";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icons";
import { Menu } from "../../ui/menu";
import { Tabs } from "../../ui/tabs";
import { VirtualList } from "../../ui/virtual";
import { VIEWS, type View } from "./data";
import * as state from "./list-state";
import { channelIcon, channelWord, guestWord } from "./words";

const ROW_REM = 5.75;
const TYPING_MS = 250;
const CHANNELS = ["whatsapp", "sms", "email", "webchat"] as const;

export function List({ chosen }: { chosen: string | undefined }) {
  const { view, channel, q } = state.filters.value;
  const lines = state.sorted.value;
  const reveal = useComputed(() => state.sorted.value.findIndex(({ id }) => id === chosen)).value;
  return (
    <section class="list" aria-label={t("inbox.list")}>
      <header>
        <div class="list-title">
          <h1>{t("inbox.title")}</h1>
          <Menu
            label={channel ? channelWord(channel) : t("inbox.channel")}
            icon={channel ? channelIcon(channel) : "settings"}
            items={[null, ...CHANNELS].map((code) => ({
              label: code ? channelWord(code) : t("inbox.anyChannel"),
              checked: channel === code,
              run: () => state.choose({ channel: code }),
            }))}
          />
        </div>
        <Search />
        <Tabs
          label={t("inbox.views")}
          more={t("inbox.moreViews")}
          value={view}
          options={VIEWS.map((value) => ({
            value,
            label: t(`view.${value}`),
            count: badge(value),
          }))}
          onChange={(value) => state.choose({ view: value })}
        />
      </header>
      {state.loading.value ? (
        <Skeleton rows={8} kind="row" label={t("inbox.loading")} />
      ) : lines.length > 0 ? (
        <VirtualList
          label={t("inbox.list")}
          items={lines}
          rowRem={ROW_REM}
          keyOf={keyOf}
          row={(line) => <Row line={line} isChosen={line.id === chosen} />}
          onEnd={state.more}
          reveal={reveal}
        />
      ) : state.problem.value ? (
        <Empty
          icon="offline"
          title={t("inbox.failed")}
          action={<Button onClick={() => void state.refresh()}>{t("retry")}</Button>}
        >
          {inWords(state.problem.value)}
        </Empty>
      ) : (
        <Empty
          icon={q ? "search" : "inbox"}
          title={t(q ? "inbox.empty.search" : `inbox.empty.${view}`)}
        >
          {t(q ? "inbox.empty.searchMore" : `inbox.empty.${view}More`)}
        </Empty>
      )}
    </section>
  );
}

/** How many wait for the person: behind the views that ask for something. */
function badge(view: View): number | undefined {
  const { counts } = state;
  if (view === "attention") return counts.value?.needsAttention;
  return view === "mine" ? counts.value?.mine : undefined;
}

const keyOf = ({ id }: InboxLine) => id;

function Search() {
  const [text, setText] = useState(state.filters.value.q);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (text.trim() === state.filters.value.q) return;
    const wait = setTimeout(() => state.choose({ q: text.trim() }), TYPING_MS);
    return () => clearTimeout(wait);
  }, [text]);
  return (
    <search class="search">
      <Icon name="search" size={18} />
      <input
        id="inbox-search"
        ref={input}
        type="search"
        dir={text ? "auto" : undefined}
        value={text}
        aria-label={t("inbox.search")}
        placeholder={t("inbox.search")}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (text) setText("");
          else input.current?.blur();
        }}
      />
      {text && (
        <IconButton icon="close" label={t("inbox.searchClear")} onClick={() => setText("")} />
      )}
    </search>
  );
}

function Row({ line, isChosen }: { line: InboxLine; isChosen: boolean }) {
  const name = guestWord(line.guestName, line.id);
  return (
    <a
      class="line"
      href={`/inbox/${line.id}`}
      aria-current={isChosen ? "true" : undefined}
      data-wants={line.attention?.wants[0]}
    >
      <span class="line-face">
        <Avatar name={line.guestName} />
        <span class="line-channel" title={channelWord(line.channel)}>
          <Icon name={channelIcon(line.channel)} size={14} />
          <span class="only-read-out">{channelWord(line.channel)}</span>
        </span>
      </span>
      <span class="line-text">
        <span class="line-top">
          <bdi class="line-name">{name}</bdi>
          <time dateTime={line.lastMessageAt} title={format.full(line.lastMessageAt)}>
            {format.short(line.lastMessageAt, new Date(now.value))}
          </time>
        </span>
        <span class="line-last">
          {whoWord(line) && <span class="line-who">{whoWord(line)}</span>}
          <span class="line-words" dir="auto">
            {lastWords(line)}
          </span>
        </span>
        <span class="line-bottom">
          <Marks line={line} />
        </span>
      </span>
      {line.unreadCount > 0 && (
        <span class="line-unread">
          <span aria-hidden="true">{line.unreadCount > 99 ? "99+" : line.unreadCount}</span>
          <span class="only-read-out">{t("line.unread", { count: line.unreadCount })}</span>
        </span>
      )}
    </a>
  );
}

function whoWord({ lastMessage, assignedTo, assignedName }: InboxLine): string {
  if (lastMessage?.sender === "ai") return `${t("sender.ai")}:`;
  if (lastMessage?.sender !== "staff") return "";
  if (assignedTo === person()?.id) return `${t("sender.you")}:`;
  return `${assignedName ?? t("sender.staff")}:`;
}

function lastWords({ lastMessage }: InboxLine): string {
  if (!lastMessage) return "";
  const key = `message.kind.${lastMessage.kind}`;
  return lastMessage.content || t(isKey(key) ? key : "message.kind.other");
}

/** What matters about a conversation at a glance; the most urgent first. */
function Marks({ line }: { line: InboxLine }) {
  return (
    <>
      {line.attention?.dueAt && <Due at={line.attention.dueAt} />}
      {line.attention?.wants.map((want) => {
        const key = `line.${want}`;
        const tone = want === "escalated" || want === "failed" ? "danger" : "warn";
        return (
          <Badge key={want} tone={tone}>
            {isKey(key) ? t(key) : want}
          </Badge>
        );
      })}
      {line.isVip && <Badge tone="accent">{t("line.vip")}</Badge>}
      {line.assignedTo && (
        <Badge tone="accent">
          {line.assignedTo === person()?.id
            ? t("sender.you")
            : (line.assignedName ?? t("sender.staff"))}
        </Badge>
      )}
      {line.room && <Badge>{t("line.room", { room: line.room })}</Badge>}
    </>
  );
}

function Due({ at }: { at: string }) {
  const left = Date.parse(at) - now.value;
  return (
    <Badge tone={left < 0 ? "danger" : "warn"} icon="clock">
      {t(left < 0 ? "line.overdue" : "line.due", { span: format.span(Math.abs(left)) })}
    </Badge>
  );
}
