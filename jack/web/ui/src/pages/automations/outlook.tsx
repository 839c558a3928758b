/** A rule as it is written, tried on one real stay: when, by which way and in which words, or why not. */

import { useEffect, useState } from "preact/hooks";
import * as auth from "../../api/auth";
import type { Definition, Foreseen, Reservation } from "../../api/types";
import { inWords } from "../../app/problems";
import { t } from "../../i18n";
import { moment } from "../../i18n/format";
import { w } from "../../i18n/rules";
import { Badge, Notice, Skeleton } from "../../ui/bits";
import { Select } from "../../ui/field";
import { channelWord } from "../inbox/words";
import { CHANNELS, type Channel, type Draft, foresee } from "./data";
import { Seen } from "./seen";
import { StayPicker } from "./stay";
import { codeWord, stateTone } from "./words";

const TYPING_MS = 500;

export function Outlook({ draft }: { draft: Draft }) {
  const [stay, setStay] = useState<Reservation | null>(null);
  if (!auth.may("guests:read")) return null;
  return (
    <section class="card outlook" aria-label={w("outlook.title")}>
      <header>
        <h2>{w("outlook.title")}</h2>
      </header>
      {!stay && <p class="quiet">{w("outlook.hint")}</p>}
      <StayPicker stay={stay} onPick={setStay} />
      {stay && <For draft={draft} stay={stay} />}
    </section>
  );
}

function For({ draft, stay }: { draft: Draft; stay: Reservation }) {
  const [lines, setLines] = useState<readonly Foreseen[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const key = JSON.stringify([draft.definition, stay.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds both
  useEffect(() => {
    let isOver = false;
    const wait = setTimeout(() => {
      foresee(draft, stay).then(
        (found) => {
          if (isOver) return;
          setLines(found);
          setProblem(null);
        },
        (error: unknown) => !isOver && setProblem(error),
      );
    }, TYPING_MS);
    return () => {
      isOver = true;
      clearTimeout(wait);
    };
  }, [key]);
  if (problem !== null)
    return (
      <Notice tone="warn" icon="info">
        {w("outlook.unfinished", { problem: inWords(problem) })}
      </Notice>
    );
  if (lines === null) return <Skeleton rows={2} kind="line" label={t("loading")} />;
  return (
    <div aria-live="polite" class="outlook-lines">
      {lines.map((line, index) => (
        <Line key={index} line={line} />
      ))}
      {!lines.some(({ text }) => text) && (
        <>
          {lines.length === 0 && (
            <p class="quiet">
              {w(draft.definition.trigger.kind === "event" ? "outlook.event" : "outlook.none")}
            </p>
          )}
          <Texts definition={draft.definition} stay={stay} />
        </>
      )}
    </div>
  );
}

function Line({ line }: { line: Foreseen }) {
  const time = moment(line.at);
  const channel = line.channel && channelWord(line.channel);
  return (
    <article class="outlook-line">
      <h3>
        {line.state !== "done"
          ? w("outlook.held", { time })
          : channel
            ? w("outlook.sent", { time, channel })
            : w("outlook.done", { time })}
      </h3>
      <p class="badges">
        {line.state !== "done" && (
          <Badge tone={stateTone(line.state)}>{codeWord("state", line.state)}</Badge>
        )}
        {line.kinds.map((kind) => (
          <Badge key={kind}>{codeWord("action", kind)}</Badge>
        ))}
      </p>
      {line.reason && <p>{codeWord("why", line.reason)}</p>}
      {line.detail && (
        <p class="quiet" dir="auto">
          {line.detail}
        </p>
      )}
      {line.waited && (
        <p class="quiet">{w("outlook.waited", { what: codeWord("why", line.waited) })}</p>
      )}
      {line.text && (
        <p class="preview-bubble" dir="auto">
          {line.text}
        </p>
      )}
    </article>
  );
}

/** What its messages say, where nothing of it is due. */
function Texts({ definition, stay }: { definition: Definition; stay: Reservation }) {
  const messages = definition.actions.filter((action) => action.kind === "send_message");
  const [channel, setChannel] = useState<Channel>("whatsapp");
  if (messages.length === 0) return null;
  return (
    <>
      <Select<Channel>
        label={w("seen.channel")}
        value={channel}
        options={CHANNELS.map((value) => ({ value, label: channelWord(value) }))}
        onChange={setChannel}
      />
      {messages.map(({ template }) => (
        <Seen key={template} asked={{ channel, name: template }} stay={stay} />
      ))}
    </>
  );
}
