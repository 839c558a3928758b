/** A text as one guest would read it: what fills its gaps, how long it is, and what is wrong with it. */

import { useEffect, useState } from "preact/hooks";
import { post } from "../../api/client";
import type { Reservation, SeenText } from "../../api/types";
import { languageName } from "../../i18n/format";
import { w } from "../../i18n/rules";
import { Badge, Notice } from "../../ui/bits";
import { Refused } from "../settings/form";

const TYPING_MS = 350;

export interface Asked {
  channel: "whatsapp" | "sms" | "email" | "webchat";
  name?: string;
  language?: SeenText["language"];
  subject?: string;
  body?: string;
}

export function Seen({ asked, stay }: { asked: Asked; stay: Reservation }) {
  const key = JSON.stringify([asked, stay.id]);
  const [found, setFound] = useState<SeenText | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds both
  useEffect(() => {
    const ended = new AbortController();
    const wait = setTimeout(() => {
      post("/api/v1/templates/preview", {
        body: { ...asked, reservationId: stay.id },
        signal: ended.signal,
      }).then(
        (seen) => {
          setFound(seen);
          setProblem(null);
        },
        (error: unknown) => !ended.signal.aborted && setProblem(error),
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(wait);
      ended.abort();
    };
  }, [key]);
  if (problem !== null) return <Refused problem={problem} />;
  return found && <Words seen={found} isMail={asked.channel === "email"} />;
}

function Words({ seen, isMail }: { seen: SeenText; isMail: boolean }) {
  const { length } = seen;
  return (
    <div class="seen" aria-live="polite">
      {isMail && seen.subject && (
        <p class="quiet">{w("seen.subject", { subject: seen.subject })}</p>
      )}
      <p class="preview-bubble" dir="auto" lang={seen.language}>
        {seen.text}
      </p>
      <p class="badges">
        <Badge>{languageName(seen.language)}</Badge>
        <Badge tone={length.fits ? "plain" : "danger"}>
          {w("seen.length", { count: length.characters, limit: length.limit })}
        </Badge>
        {length.segments !== null && (
          <Badge>
            {w("seen.segments", { count: length.segments })} · {length.alphabet}
          </Badge>
        )}
      </p>
      {!length.fits && (
        <Notice tone="danger" icon="alert">
          {w("seen.tooLong", { limit: length.limit })}
        </Notice>
      )}
      {seen.missing.length > 0 && (
        <Notice tone="danger" icon="alert">
          {w("seen.missing", { names: seen.missing.join(", ") })}
        </Notice>
      )}
      {seen.withheld.length > 0 && (
        <p class="quiet">{w("seen.withheld", { names: seen.withheld.join(", ") })}</p>
      )}
      {!seen.hasAddress && (
        <Notice tone="warn" icon="info">
          {w("seen.noAddress")}
        </Notice>
      )}
    </div>
  );
}
