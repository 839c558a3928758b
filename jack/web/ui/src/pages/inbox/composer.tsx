import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { person } from "../../api/auth";
import type { Conversation } from "../../api/types";
import { report } from "../../app/problems";
import { change, settings } from "../../app/settings";
import { useShortcuts } from "../../app/shortcuts";
import { t } from "../../i18n";
import { Button } from "../../ui/button";
import { Switch } from "../../ui/field";
import { focusReply, texts, write } from "./composer-state";
import * as data from "./data";
import * as list from "./list-state";
import type { Thread } from "./thread-state";

const LONGEST = 4000;
const COUNT_FROM = 3800;
const MOD = navigator.platform.startsWith("Mac") ? "⌘ Enter" : "Ctrl Enter";

interface ComposerProps {
  thread: Thread;
  conversation: Conversation;
  name: string;
  ownerName: string | null;
}

export function Composer(props: ComposerProps) {
  const { assignedTo, state } = props.conversation;
  if (state === "closed") return <p class="composer-off">{t("composer.closed")}</p>;
  if (assignedTo && assignedTo !== person()?.id)
    return (
      <p class="composer-off">
        {t("composer.other", { name: props.ownerName ?? t("sender.staff") })}
      </p>
    );
  return <Writing {...props} />;
}

function Writing({ thread, conversation, name }: ComposerProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [busy, setBusy] = useState(false);
  const text = texts.value[thread.id] ?? "";
  const tooMany = text.length - LONGEST;
  const canSend = text.trim() !== "" && tooMany <= 0 && !busy;
  const { enterSends } = settings.value;

  const send = async () => {
    if (!canSend) return;
    setBusy(true);
    try {
      thread.put(await data.reply(thread.id, text.trim()));
      write(thread.id, "");
      void thread.refresh();
      void list.refresh();
    } catch (error) {
      // What was written stays in the field.
      report(error, send);
    } finally {
      setBusy(false);
      area.current?.focus();
    }
  };
  useShortcuts([
    { keys: "r", name: "keys.reply", run: focusReply },
    { keys: "mod+Enter", name: "keys.send", run: () => void send() },
  ]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.blockSize = "auto";
    element.style.blockSize = `${element.scrollHeight + 2}px`;
  }, [text]);

  const pressed = (event: KeyboardEvent) => {
    if (event.isComposing || event.key !== "Enter") return;
    if (!enterSends || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        id="reply"
        ref={area}
        rows={2}
        dir="auto"
        value={text}
        aria-label={t("composer.label", { name })}
        aria-invalid={tooMany > 0}
        aria-describedby="reply-help"
        placeholder={t("composer.placeholder")}
        onInput={(event) => write(thread.id, event.currentTarget.value)}
        onKeyDown={pressed}
      />
      <div class="composer-foot">
        <p id="reply-help">
          {tooMany > 0 ? (
            <span class="too-long">{t("composer.tooLong", { count: tooMany })}</span>
          ) : text.length > COUNT_FROM ? (
            `${text.length} / ${LONGEST}`
          ) : conversation.assignedTo === null ? (
            t("composer.takesOver")
          ) : null}
        </p>
        <Switch
          label={enterSends ? t("composer.enter") : t("composer.enterHint", { key: MOD })}
          checked={enterSends}
          onChange={(checked) => change({ enterSends: checked })}
        />
        <Button kind="primary" type="submit" icon="send" disabled={!canSend} busy={busy}>
          {t("composer.send")}
        </Button>
      </div>
    </form>
  );
}
