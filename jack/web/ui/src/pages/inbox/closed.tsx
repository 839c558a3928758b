/**
 * Where WhatsApp takes no free words any more: an approved template, or another channel.
 *
 * The inbox hands in all it needs: modules shared with it would make the first page heavier.
 */

import { useEffect, useRef, useState } from "preact/hooks";
import { get, newKey, post } from "../../api/client";
import type { Offer, Sendable } from "../../api/types";
import { report } from "../../app/problems";
import { t } from "../../i18n";
import { languageName } from "../../i18n/format";
import { w } from "../../i18n/whatsapp";
import { Notice, Skeleton } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Area, Field, Select } from "../../ui/field";
import { toast } from "../../ui/toast";
import "./closed.css";
import type { Thread } from "./thread-state";
import { channelWord } from "./words";

export { ready } from "../../i18n/whatsapp";

interface ClosedProps {
  thread: Thread;
  /** What somebody has begun to write. */
  text: string;
  onText: (text: string) => void;
  /** The message that did not arrive, which a template is sent in place of. */
  replaces: string | null;
  onSent: () => void;
}

export function ClosedWindow(props: ClosedProps) {
  const { thread } = props;
  const { id } = thread;
  const [found, setFound] = useState<Sendable | null>(null);
  // A message from the guest opens the window, and then this is gone.
  useEffect(() => {
    get("/api/v1/conversations/{id}/sendable", { path: { id } }).then(setFound, report);
  }, [id]);
  useEffect(() => thread.findReaches(), [thread]);
  return (
    <div class="closed">
      <Notice tone="warn" icon="clock">
        {w("closed.text")}
      </Notice>
      {found === null ? (
        <Skeleton rows={2} kind="row" label={t("loading")} />
      ) : found.offers.length ? (
        <Templates {...props} offers={found.offers} />
      ) : (
        <p class="quiet">
          {w("closed.none")} {w("closed.noneMore")}
        </p>
      )}
      <Elsewhere {...props} />
    </div>
  );
}

const called = ({ name, ownName, language, category }: Offer) =>
  [
    ownName ?? name,
    languageName(language.split("_")[0] ?? language),
    ...(category === "marketing" ? [w("closed.marketing")] : []),
  ].join(" · ");

interface TemplatesProps extends ClosedProps {
  offers: readonly Offer[];
}

function Templates({ thread, offers, replaces, onSent }: TemplatesProps) {
  const form = useRef<HTMLFormElement>(null);
  // Whoever asked for it from the thread before it was there.
  useEffect(() => {
    if (replaces) form.current?.querySelector("select")?.focus();
  }, [replaces]);
  const [chosen, setChosen] = useState(offers[0]?.templateId ?? "");
  const [written, setWritten] = useState<Readonly<Record<string, readonly string[]>>>({});
  const offer = offers.find(({ templateId }) => templateId === chosen) ?? offers[0];
  const sending = useSending(thread);
  if (!offer) return null;
  const values = written[offer.templateId] ?? offer.values;
  const isWhole = values.every((value) => value.trim() !== "");
  const fill = (at: number, value: string) =>
    setWritten({ ...written, [offer.templateId]: values.map((v, i) => (i === at ? value : v)) });
  const send = async () => {
    const done = await sending.run(
      [offer.templateId, replaces, ...values].join("\n"),
      (key) =>
        post("/api/v1/conversations/{id}/templates", {
          path: { id: thread.id },
          body: { templateId: offer.templateId, values: [...values], replaces },
          key,
        }),
      w("closed.sent"),
    );
    if (done) onSent();
  };
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) void send();
      }}
    >
      <Select
        label={w("closed.template")}
        value={offer.templateId}
        options={offers.map((one) => ({ value: one.templateId, label: called(one) }))}
        onChange={setChosen}
      />
      {offer.gaps.length > 0 && (
        <div class="closed-gaps">
          {offer.gaps.map((gap, at) => (
            <Field
              key={`${offer.templateId} ${at}`}
              label={`{{${gap}}}`}
              value={values[at] ?? ""}
              onInput={(value) => fill(at, value)}
            />
          ))}
        </div>
      )}
      <p class="field-label" id="closed-preview">
        {w("closed.preview")}
      </p>
      <blockquote class="closed-preview" dir="auto" aria-labelledby="closed-preview">
        {shown(offer, values)}
      </blockquote>
      <div class="actions end">
        {!isWhole && <span class="quiet">{w("closed.missing")}</span>}
        <Button kind="primary" type="submit" icon="send" busy={sending.busy} disabled={!isWhole}>
          {w("closed.send")}
        </Button>
      </div>
    </form>
  );
}

/** The template as the guest will read it; gaps without words stay to be seen. */
export function shown(offer: Offer, values: readonly string[]): string {
  const inHeader = new Set(gapsOf(offer.header)).size;
  const filled = (text: string, from: number) => {
    const gaps = [...new Set(gapsOf(text))];
    const order = gaps.every((gap) => /^\d+$/.test(gap))
      ? gaps.sort((one, other) => Number(one) - Number(other))
      : gaps;
    return text.replace(GAP, (hole, gap: string) => {
      const value = values[from + order.indexOf(gap)];
      return value?.trim() ? value : hole;
    });
  };
  return [filled(offer.header, 0), filled(offer.body, inHeader), offer.footer]
    .filter((part) => part !== "")
    .join("\n\n");
}

const GAP = /\{\{\s*(\w+)\s*\}\}/g;
const gapsOf = (text: string) => [...text.matchAll(GAP)].map(([, gap]) => gap ?? "");

/** Somebody who chats on the website sees nothing there before they come back. */
const NOT_SENT = new Set(["whatsapp", "webchat"]);

function Elsewhere({ thread, text, onText }: ClosedProps) {
  const others = (thread.reaches.value ?? []).filter(
    ({ channel, isStopped }) => !NOT_SENT.has(channel) && !isStopped,
  );
  const channels = [...new Set(others.map(({ channel }) => channel))];
  const sending = useSending(thread);
  if (!channels.length) return null;
  const send = async (channel: string) => {
    const words = text.trim();
    const done = await sending.run(
      `${channel}\n${words}`,
      (key) =>
        post("/api/v1/conversations/{id}/messages", {
          path: { id: thread.id },
          body: { content: words, channel },
          key,
        }),
      w("closed.byDone", { channel: channelWord(channel) }),
    );
    if (done) onText("");
  };
  return (
    <details open={text !== ""}>
      <summary>{w("closed.other")}</summary>
      <Area label={w("closed.words")} rows={2} value={text} maxLength={4000} onInput={onText} />
      <div class="actions end">
        {channels.map((channel) => (
          <Button
            key={channel}
            icon="send"
            busy={sending.busy}
            disabled={text.trim() === ""}
            onClick={() => void send(channel)}
          >
            {w("closed.by", { channel: channelWord(channel) })}
          </Button>
        ))}
      </div>
    </details>
  );
}

/** Sends under a key that stays the same while what is sent does. */
function useSending(thread: Thread) {
  const [busy, setBusy] = useState(false);
  const last = useRef({ what: "", key: "" });
  const run = async (what: string, send: (key: string) => Promise<unknown>, done: string) => {
    if (last.current.what !== what) last.current = { what, key: newKey() };
    setBusy(true);
    try {
      await send(last.current.key);
      last.current = { what: "", key: "" };
      toast(done);
      void thread.refresh();
      return true;
    } catch (error) {
      report(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}
