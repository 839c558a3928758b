import { flushSync } from "preact/compat";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { person } from "../../api/auth";
import { newKey } from "../../api/client";
import * as presence from "../../api/presence";
import type { Conversation } from "../../api/types";
import { now } from "../../app/clock";
import { report } from "../../app/problems";
import { change, settings } from "../../app/settings";
import { useShortcuts } from "../../app/shortcuts";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Button, IconButton } from "../../ui/button";
import { Switch } from "../../ui/field";
import { Icon } from "../../ui/icons";
import { Tabs } from "../../ui/tabs";
import { toast } from "../../ui/toast";
import { Attach, Attached, filesOf } from "./attached";
import * as attachments from "./attachments";
import { attach } from "./attachments";
import { CannedList, LIST_ID, optionId, useCanned } from "./canned";
import {
  focusReply,
  leftAfter,
  type Mode,
  modes,
  originalOf,
  putIn,
  replace,
  replacedIn,
  setMode,
  setOriginal,
  textOf,
  write,
} from "./composer-state";
import * as data from "./data";
import { useLate } from "./late";
import * as list from "./list-state";
import type { Thread } from "./thread-state";
import { isForeign, reasonWords } from "./words";

const LONGEST = 4000;
const COUNT_FROM = 3800;
const MOD = navigator.platform.startsWith("Mac") ? "⌘ Enter" : "Ctrl Enter";

interface ComposerProps {
  thread: Thread;
  conversation: Conversation;
  name: string;
  ownerName: string | null;
}

/** Where staff write: to the guest, or a note to each other. */
export function Composer({ thread, conversation, name, ownerName }: ComposerProps) {
  const { assignedTo, state } = conversation;
  const isOthers = assignedTo !== null && assignedTo !== person()?.id;
  const whyNot =
    state === "closed"
      ? t("composer.closed")
      : isOthers
        ? t("composer.other", { name: ownerName ?? t("sender.staff") })
        : null;
  const mode: Mode = modes.value[thread.id] ?? "reply";
  const [isDragged, setIsDragged] = useState(false);
  const limits = thread.takesFiles.value;
  const takesFiles = mode === "reply" && whyNot === null && limits.length > 0;
  const dragged = (event: DragEvent) => {
    if (!takesFiles || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setIsDragged(event.type === "dragover");
    if (event.type === "drop")
      attach(thread.id, filesOf(event.dataTransfer), limits, conversation.channel);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut for the button
    <div
      class="composer"
      data-mode={mode}
      data-over={isDragged}
      onDragOver={dragged}
      onDrop={dragged}
      onDragLeave={() => setIsDragged(false)}
    >
      <div class="composer-head">
        <Tabs
          label={t("composer.mode")}
          value={mode}
          options={[
            { value: "reply", label: t("composer.reply") },
            { value: "note", label: t("composer.note") },
          ]}
          onChange={(value) => setMode(thread.id, value)}
        />
        {mode === "reply" && whyNot === null && <Suggest thread={thread} />}
        {mode === "reply" && <Window endsAt={thread.windowEndsAt.value} />}
      </div>
      {mode === "reply" && whyNot !== null ? (
        <p class="composer-off">{whyNot}</p>
      ) : mode === "reply" && isOver(thread.windowEndsAt.value) ? (
        <Closed thread={thread} />
      ) : (
        <Writing key={mode} mode={mode} thread={thread} conversation={conversation} name={name} />
      )}
    </div>
  );
}

interface WritingProps {
  mode: Mode;
  thread: Thread;
  conversation: Conversation;
  name: string;
}

function Writing({ mode, thread, conversation, name }: WritingProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [busy, setBusy] = useState(false);
  const { enterSends } = settings.value;
  const isNote = mode === "note";
  const text = textOf(thread.id, mode);
  const tooMany = text.length - LONGEST;
  const [before, setBefore] = useState("");
  const canned = useCanned({
    conversationId: thread.id,
    language: conversation.language,
    before: isNote ? "" : before,
    put: (asked, words) => {
      const written = textOf(thread.id, mode);
      const filled = putIn(written, before, asked, words);
      const cursor = (area.current?.selectionStart ?? written.length) - written.length;
      setBefore("");
      flushSync(() => write(thread.id, mode, filled));
      focusReply(filled.length + cursor);
    },
  });
  // Words that may have been sent already are sent under the same key again.
  const sending = useRef({ text: "", key: "" });
  const files = isNote ? [] : attachments.of(thread.id);
  const original = isNote || !text.trim() ? null : originalOf(thread.id);
  const spoken = conversation.language;
  const translate = useLate(!isNote && isForeign(spoken), () => import("./translate"));
  const place = { id: thread.id, channel: conversation.channel, limits: thread.takesFiles.value };
  const areReady = files.every(
    (file) => file.media && !attachments.problemOf(file, place.limits, place.channel),
  );
  const hasWords = text.trim() !== "" || files.length > 0;
  const canSend = hasWords && areReady && tooMany <= 0 && !busy;

  const send = async () => {
    if (!canSend) return;
    setBusy(true);
    try {
      const words = textOf(thread.id, mode).trim();
      const media = files.flatMap(({ media }) => media?.id ?? []);
      const what = [words, ...media].join("\n");
      if (sending.current.text !== what) sending.current = { text: what, key: newKey() };
      if (isNote) await data.note(thread.id, words);
      else await data.reply(thread.id, words, media, sending.current.key, original);
      sending.current = { text: "", key: "" };
      if (!isNote) setOriginal(thread.id, null);
      if (!isNote)
        attachments.sent(
          thread.id,
          files.map(({ key }) => key),
        );
      write(thread.id, mode, leftAfter(textOf(thread.id, mode), words));
      void thread.refresh();
      void list.refresh();
    } catch (error) {
      // What was written stays in the field.
      report(error, () => void send());
    } finally {
      setBusy(false);
      // Who went on to something else meanwhile stays there.
      if (document.activeElement?.matches("body, :disabled")) area.current?.focus();
    }
  };
  useShortcuts([
    { keys: "r", name: "keys.reply", run: () => focusReply() },
    { keys: "mod+Enter", name: "keys.send", run: () => void send() },
  ]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.blockSize = "auto";
    element.style.blockSize = `${element.scrollHeight}px`;
  }, [text]);

  const pressed = (event: KeyboardEvent) => {
    if (canned.press(event) || event.isComposing || event.key !== "Enter") return;
    if (!enterSends || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <CannedList canned={canned} />
      <textarea
        id="reply"
        ref={area}
        rows={2}
        dir={text ? "auto" : undefined}
        value={text}
        aria-label={isNote ? t("composer.noteLabel") : t("composer.label", { name })}
        aria-invalid={tooMany > 0}
        aria-describedby="reply-help"
        {...(canned.open
          ? {
              "aria-autocomplete": "list" as const,
              "aria-controls": LIST_ID,
              "aria-activedescendant": optionId(canned.active),
            }
          : {})}
        placeholder={t(isNote ? "composer.notePlaceholder" : "composer.placeholder")}
        onInput={(event) => {
          const { value, selectionStart } = event.currentTarget;
          write(thread.id, mode, value);
          setBefore(value.slice(0, selectionStart));
          if (!isNote) presence.type(thread.id);
        }}
        onKeyDown={pressed}
        onPaste={(event) => {
          const pasted = filesOf(event.clipboardData);
          if (isNote || !pasted.length) return;
          event.preventDefault();
          attach(thread.id, pasted, place.limits, place.channel);
        }}
      />
      {original && translate && <translate.OwnWords id={thread.id} words={original.content} />}
      {translate && !original && isForeign(spoken) && (
        <translate.TranslateReply id={thread.id} spoken={spoken} />
      )}
      {!isNote && <Attached {...place} refocus={() => area.current?.focus()} />}
      <div class="composer-foot">
        {!isNote && <Attach {...place} />}
        <p id="reply-help">
          {tooMany > 0 ? (
            <span class="too-long">{t("composer.tooLong", { count: tooMany })}</span>
          ) : text.length > COUNT_FROM ? (
            `${text.length} / ${LONGEST}`
          ) : isNote ? (
            t("note.hint")
          ) : conversation.assignedTo === null ? (
            t("composer.takesOver")
          ) : null}
        </p>
        <Switch
          label={enterSends ? t("composer.enter") : t("composer.enterHint", { key: MOD })}
          checked={enterSends}
          onChange={(checked) => change({ enterSends: checked })}
        />
        <Button
          kind="primary"
          type="submit"
          icon={isNote ? "note" : "send"}
          disabled={!canSend}
          busy={busy}
        >
          {t(isNote ? "composer.noteSave" : "composer.send")}
        </Button>
      </div>
    </form>
  );
}

/** Asks Jack what he would answer; his words appear in the thread as a draft. */
function Suggest({ thread }: { thread: Thread }) {
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    try {
      const { message, tasks, reasons } = await data.suggest(thread.id);
      if (message) thread.proposals.value = { ...thread.proposals.value, [message.id]: tasks };
      else toast(t("draft.none", { reasons: reasonWords(reasons) }), { kind: "bad" });
      await thread.refresh();
    } catch (error) {
      report(error);
    } finally {
      setBusy(false);
    }
  };
  return <IconButton icon="spark" label={t("composer.suggest")} busy={busy} onClick={ask} />;
}

/** What can be sent where WhatsApp takes no free words any more; few ever meet it. */
function Closed({ thread }: { thread: Thread }) {
  const part = useLate(true, () => import("./closed"));
  const text = textOf(thread.id, "reply");
  const onText = (words: string) => write(thread.id, "reply", words);
  const replaces = replacedIn(thread.id);
  const onSent = () => replace(thread.id, null);
  const given = { thread, text, onText, replaces, onSent };
  return part && <part.ClosedWindow key={thread.id} {...given} />;
}

/** How long WhatsApp still takes free words. */
function Window({ endsAt }: { endsAt: string | null }) {
  if (!endsAt || isOver(endsAt)) return null;
  return (
    <span class="window">
      <Icon name="clock" size={14} />
      {t("composer.window", { span: format.span(Date.parse(endsAt) - now.value) })}
    </span>
  );
}

export function isOver(endsAt: string | null): boolean {
  return endsAt !== null && Date.parse(endsAt) <= now.value;
}
