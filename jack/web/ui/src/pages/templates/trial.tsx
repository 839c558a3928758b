/** A text that is being written, tried on a real stay and on all that are coming. */

import { useEffect, useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { type AnswerOf, post } from "../../api/client";
import type { Reservation } from "../../api/types";
import { w } from "../../i18n/rules";
import { Notice } from "../../ui/bits";
import { Select } from "../../ui/field";
import { type Asked, Seen } from "../automations/seen";
import { StayPicker } from "../automations/stay";
import { quoted } from "../automations/words";
import { channelWord } from "../inbox/words";

const TYPING_MS = 500;
const WAYS = ["whatsapp", "sms", "email"] as const;
type Checked = AnswerOf<"post", "/api/v1/templates/check">;

export function Trial(props: { channel: Asked["channel"] | "any"; asked: Omit<Asked, "channel"> }) {
  const [stay, setStay] = useState<Reservation | null>(null);
  const [way, setWay] = useState<Asked["channel"]>("whatsapp");
  const channel = props.channel === "any" ? way : props.channel;
  const asked = { ...props.asked, channel };
  return (
    <section class="trial" aria-label={w("seen.title")}>
      <Lacks asked={asked} />
      {auth.may("guests:read") && (
        <>
          <h3>{w("seen.title")}</h3>
          <StayPicker stay={stay} onPick={setStay} />
          {stay && props.channel === "any" && (
            <Select
              label={w("seen.channel")}
              value={way}
              options={WAYS.map((value) => ({ value, label: channelWord(value) }))}
              onChange={setWay}
            />
          )}
          {stay && <Seen asked={asked} stay={stay} />}
        </>
      )}
    </section>
  );
}

function Lacks({ asked }: { asked: Asked }) {
  const [found, setFound] = useState<Checked | null>(null);
  const key = JSON.stringify(asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds it
  useEffect(() => {
    const ended = new AbortController();
    const wait = setTimeout(() => {
      post("/api/v1/templates/check", { body: asked, signal: ended.signal }).then(
        setFound,
        () => undefined, // a gap that is none is named beside the text
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(wait);
      ended.abort();
    };
  }, [key]);
  if (found === null) return null;
  const { missing, promises } = found;
  return (
    <>
      {promises.length > 0 && (
        <Notice tone="warn" icon="alert">
          <strong>{w("templates.promises")}</strong>
          <p>{w("templates.promisesMore", { words: quoted(promises) })}</p>
        </Notice>
      )}
      <Gaps missing={missing} />
    </>
  );
}

function Gaps({ missing }: { missing: Checked["missing"] }) {
  if (missing.length === 0) return <p class="quiet">{w("templates.lacksNone")}</p>;
  return (
    <Notice tone="warn" icon="alert">
      <strong>{w("templates.lacks")}</strong>
      <ul class="lacks">
        {missing.map(({ name, count, stays }) => (
          <li key={name}>
            {count === stays
              ? w("templates.lacksAlways", { name })
              : w("templates.lacksSome", { name, count, stays })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
