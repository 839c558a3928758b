import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { may, person } from "../../api/auth";
import * as presence from "../../api/presence";
import type { Conversation } from "../../api/types";
import { now } from "../../app/clock";
import { inWords, report } from "../../app/problems";
import { go, parts, query } from "../../app/router";
import { isWide } from "../../app/screen";
import { change, settings } from "../../app/settings";
import { useShortcuts } from "../../app/shortcuts";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Avatar, Empty, Skeleton } from "../../ui/bits";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icons";
import { type Item, Menu } from "../../ui/menu";
import { toast } from "../../ui/toast";
import { Composer } from "./composer";
import * as data from "./data";
import { EntryView } from "./entries";
import { Escalate, Transfer } from "./hand-on";
import * as list from "./list-state";
import { Panel } from "./panel";
import { openThread, type Thread } from "./thread-state";
import { channelIcon, channelWord, guestWord } from "./words";

const CONVERSATIONS_WRITE = "conversations:write";

export function ThreadView({ id }: { id: string }) {
  const thread = useMemo(() => openThread(id), [id]);
  useEffect(() => thread.follow(), [thread]);
  useEffect(() => {
    presence.lookAt(id);
    return () => presence.lookAt(null);
  }, [id]);
  const conversation = thread.conversation.value;
  // The list knows the names at once; of what is not on it the conversation itself tells them.
  const known = conversation ?? list.lines.value.get(id);
  const name = known ? guestWord(known.guestName, id) : "…";
  const ownerName = known?.assignedName ?? null;
  const isPanel = parts.value[2] === "guest";

  if (thread.problem.value)
    return (
      <section class="thread nothing" aria-label={t("thread.failed")}>
        <Empty
          icon="offline"
          title={t("thread.failed")}
          action={<Button onClick={() => void thread.refresh()}>{t("retry")}</Button>}
        >
          {inWords(thread.problem.value)}
        </Empty>
      </section>
    );
  return (
    <>
      <section class="thread" aria-label={t("thread.label", { name })}>
        <Head name={name} ownerName={ownerName} thread={thread} />
        {conversation ? (
          <Entries thread={thread} name={name} />
        ) : (
          <div class="entries">
            <Skeleton rows={5} kind="bubble" label={t("thread.loading")} />
          </div>
        )}
        <Nearby id={id} name={name} />
        {conversation && may(CONVERSATIONS_WRITE) && (
          <Composer thread={thread} conversation={conversation} name={name} ownerName={ownerName} />
        )}
      </section>
      {conversation && (settings.value.showGuest || isPanel) && (
        <Panel thread={thread} conversation={conversation} name={name} />
      )}
    </>
  );
}

function Head({
  name,
  ownerName,
  thread,
}: {
  name: string;
  ownerName: string | null;
  thread: Thread;
}) {
  const conversation = thread.conversation.value;
  return (
    <header class="thread-head">
      <span class="only-phone">
        <IconButton icon="back" label={t("thread.back")} onClick={() => go("/inbox")} />
      </span>
      <Avatar name={name} />
      <div class="thread-who">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        {conversation && (
          <p>
            <span title={channelWord(conversation.channel)}>
              <Icon name={channelIcon(conversation.channel)} size={14} />
            </span>
            <span aria-live="polite">{standing(conversation, ownerName)}</span>
          </p>
        )}
      </div>
      {conversation && may(CONVERSATIONS_WRITE) && (
        <Actions conversation={conversation} thread={thread} />
      )}
      <IconButton
        icon="info"
        label={t("thread.panel")}
        {...(isWide.value ? { pressed: settings.value.showGuest } : {})}
        onClick={() => {
          if (!isWide.value) go(`/inbox/${thread.id}/guest`);
          else change({ showGuest: !settings.value.showGuest });
        }}
      />
    </header>
  );
}

/** Who writes at this moment, else which colleagues have this conversation open too. */
function Nearby({ id, name }: { id: string; name: string }) {
  const who = presence.writing.value[id];
  const words = { guest: name, ai: t("sender.ai"), staff: who?.name ?? t("sender.staff") };
  return (
    <p class="nearby" role="status">
      {who ? t("presence.writing", { name: words[who.sender] }) : othersIn(id)}
    </p>
  );
}

function othersIn(id: string): string {
  const others = (presence.present.value[id] ?? []).filter((one) => one.id !== person()?.id);
  if (!others.length) return "";
  const names = [...new Set(others.map(({ name }) => name))].join(", ");
  const isAnswering = others.some(({ doing }) => doing === "answering");
  return t(isAnswering ? "presence.answering" : "presence.viewing", { names });
}

/** Who answers here, in one line. */
function standing(conversation: Conversation, ownerName: string | null): string {
  const { assignedTo, state } = conversation;
  if (assignedTo && assignedTo === person()?.id) return t("thread.withYou");
  if (assignedTo) return t("thread.withOther", { name: ownerName ?? t("sender.staff") });
  if (state === "escalated") return t("thread.waiting");
  if (state === "resolved") return t("thread.resolved");
  return t(state === "closed" ? "thread.closed" : "thread.withJack");
}

/** What the signed-in person can do with the conversation as it is now. */
function Actions({ conversation, thread }: { conversation: Conversation; thread: Thread }) {
  const [busy, setBusy] = useState("");
  const [open, setOpen] = useState<"transfer" | "escalate" | null>(null);
  const { id, assignedTo, state } = conversation;
  const isOpen = state !== "resolved" && state !== "closed";
  const isMine = assignedTo === person()?.id;
  const canRelease = assignedTo !== null && (isMine || may("staff:manage"));
  const canClaim = assignedTo === null && state !== "closed";
  const canResolve = isOpen && (assignedTo === null || canRelease);

  const act = async (name: string, work: (id: string) => Promise<unknown>, done: string) => {
    setBusy(name);
    try {
      await work(id);
      toast(done);
    } catch (error) {
      report(error);
    } finally {
      setBusy("");
      void thread.refresh();
      void list.refresh();
    }
  };
  const claim = () => act("claim", data.claim, t("thread.claimed"));
  const release = () => act("release", data.release, t("thread.released"));
  const resolve = () => act("resolve", data.resolve, t("thread.doneNow"));

  useShortcuts([
    ...(canClaim || canRelease
      ? [
          {
            keys: "c",
            name: "keys.claim" as const,
            run: () => void (canClaim ? claim() : release()),
          },
        ]
      : []),
    ...(canResolve
      ? [{ keys: "e", name: "keys.resolve" as const, run: () => void resolve() }]
      : []),
  ]);

  const more: Item[] = [
    ...(canResolve
      ? [
          {
            label: t("thread.transfer"),
            icon: "transfer" as const,
            run: () => setOpen("transfer"),
          },
        ]
      : []),
    ...(isOpen
      ? [{ label: t("thread.escalate"), icon: "alert" as const, run: () => setOpen("escalate") }]
      : [
          {
            label: t("thread.reopen"),
            icon: "retry" as const,
            run: () => void act("reopen", data.reopen, t("thread.reopened")),
          },
        ]),
  ];

  return (
    <div class="thread-actions">
      {canClaim && (
        <Button kind="primary" icon="hand" busy={busy === "claim"} onClick={claim}>
          {t("thread.claim")}
        </Button>
      )}
      {canRelease && (
        <Button icon="handBack" busy={busy === "release"} onClick={release}>
          {t("thread.release")}
        </Button>
      )}
      {canResolve && (
        <Button icon="check" busy={busy === "resolve"} onClick={resolve}>
          {t("thread.resolve")}
        </Button>
      )}
      <Menu label={t("thread.more")} items={more} />
      {open === "transfer" && <Transfer thread={thread} onClose={() => setOpen(null)} />}
      {open === "escalate" && <Escalate thread={thread} onClose={() => setOpen(null)} />}
    </div>
  );
}

const NEAR_PX = 120;

function isNearEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
}

/** The thread itself: opens at its end, stays there while somebody reads it, grows upwards. */
function Entries({ thread, name }: { thread: Thread; name: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const topBefore = useRef(0);
  const heightBefore = useRef(0);
  const [showJump, setShowJump] = useState(false);
  const entries = thread.entries.value;
  const oldest = entries[0]?.key;
  const newest = entries[entries.length - 1]?.key;
  const shownOldest = useRef(oldest);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what came to either end moves the view
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const grewAbove = shownOldest.current !== oldest && shownOldest.current !== undefined;
    if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    else if (grewAbove) element.scrollTop += element.scrollHeight - heightBefore.current;
    else setShowJump(true);
    shownOldest.current = oldest;
    heightBefore.current = element.scrollHeight;
  }, [oldest, newest, entries.length]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // The keyboard of a phone, a growing composer, a message drawn in full: the end stays in sight.
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    if (content.current) observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  const wanted = query.value.get("message");
  useEffect(() => {
    if (!wanted) return;
    void thread.reach(wanted).then(() => {
      requestAnimationFrame(() => {
        // Told once: the address goes back to that of the thread.
        go(`/inbox/${thread.id}`, { replace: true });
        const found = document.getElementById(`message-${wanted}`);
        const element = scroller.current;
        if (!found || !element) return;
        found.focus({ preventScroll: true });
        found.scrollIntoView({ block: "center" });
        isAtEnd.current = isNearEnd(element);
        setShowJump(!isAtEnd.current);
      });
    });
  }, [thread, wanted]);

  const scrolled = () => {
    const element = scroller.current;
    if (!element) return;
    heightBefore.current = element.scrollHeight;
    // Messages that are drawn in full push the end away without anybody scrolling.
    const isNear = isNearEnd(element);
    if (isNear || element.scrollTop < topBefore.current) isAtEnd.current = isNear;
    topBefore.current = element.scrollTop;
    if (isAtEnd.current) setShowJump(false);
    if (element.scrollTop < element.clientHeight && thread.hasOlder.value) void thread.older();
  };

  return (
    <div class="entries-frame">
      <div
        class="entries"
        ref={scroller}
        onScroll={scrolled}
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        aria-label={t("thread.label", { name })}
      >
        <div ref={content}>
          {thread.loadingOlder.value && (
            <Skeleton rows={1} kind="bubble" label={t("thread.older")} />
          )}
          {withDays(entries).map(({ day, entry }) => (
            <Day key={entry.key} day={day}>
              <EntryView entry={entry} thread={thread} />
            </Day>
          ))}
        </div>
      </div>
      {showJump && (
        <Button
          kind="plain"
          icon="down"
          onClick={() => {
            const element = scroller.current;
            if (element) element.scrollTop = element.scrollHeight;
          }}
        >
          {t("thread.newest")}
        </Button>
      )}
    </div>
  );
}

function Day({ day, children }: { day: string | null; children: ComponentChildren }) {
  return (
    <>
      {day && (
        <h3 class="day">
          <span>{day}</span>
        </h3>
      )}
      {children}
    </>
  );
}

/** Each entry with the day's name where a day begins. */
function withDays(entries: readonly data.Entry[]): { day: string | null; entry: data.Entry }[] {
  let before = "";
  return entries.map((entry) => {
    const that = format.dayOf(new Date(entry.at));
    const day = that === before ? null : format.day(entry.at, new Date(now.value));
    before = that;
    return { day, entry };
  });
}
