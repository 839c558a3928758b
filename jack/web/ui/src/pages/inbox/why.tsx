/** Why Jack said that: who decided, on what, by which rules, how long it took, what it cost (R13). */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import { get, post } from "../../api/client";
import type { Message } from "../../api/types";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { isKey, t } from "../../i18n";
import { w } from "../../i18n/learning";
import { Badge } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import "./why.css";

export { ready } from "../../i18n/learning";

interface Trace {
  provider?: string;
  model?: string;
  promptVersion?: string;
  confidence?: number;
  question?: string | null;
  rules?: string[];
  intents?: { name: string; confidence: number }[];
  passages?: {
    entryId: string;
    version: number;
    versionNow: number | null;
    title: string;
    text: string | null;
    score: number;
    used: boolean;
  }[];
  sentences?: { text: string; entryId: string | null; quote: string | null }[];
  steps?: { step: string; ms: number }[];
  usage?: { inputTokens: number; outputTokens: number; costMicroUsd: number };
}

const read = async (messageId: string) =>
  (await get("/api/v1/ai/explain", { query: { messageId } })).trace as Trace;
const mark = (messageId: string) => post("/api/v1/evaluations/mark", { body: { messageId } });

export default function Why({ message, onClose }: { message: Message; onClose: () => void }) {
  const found = useLoaded(message.id, () => read(message.id));
  const [isGolden, setIsGolden] = useState(false);
  const { busy, act } = useActing();
  const keep = async () => {
    if (await act(() => mark(message.id), w("why.marked"))) setIsGolden(true);
  };
  return (
    <Dialog
      wide
      title={w("why.title")}
      onClose={onClose}
      actions={
        may("knowledge:write") && (
          <Button busy={busy} disabled={isGolden} onClick={() => void keep()}>
            {w("why.mark")}
          </Button>
        )
      }
    >
      <Show loaded={found} kind="line">
        {(trace) => <Told trace={trace} />}
      </Show>
    </Dialog>
  );
}

function Told({ trace }: { trace: Trace }) {
  const used = (trace.passages ?? []).filter(({ used: isUsed }) => isUsed);
  const others = (trace.passages ?? []).filter(({ used: isUsed }) => !isUsed);
  const { usage } = trace;
  return (
    <div class="why">
      {trace.question && (
        <blockquote dir="auto">
          <p>{trace.question}</p>
        </blockquote>
      )}
      <dl class="explained">
        <Fact name={w("why.decided")}>
          {[trace.provider ?? "rules", trace.model].filter(Boolean).join(", ")}
          {trace.confidence !== undefined && ` · ${percent(trace.confidence)}`}
        </Fact>
        {trace.rules && trace.rules.length > 0 && (
          <Fact name={w("why.rules")}>{trace.rules.map(ruleWord).join(" · ")}</Fact>
        )}
        {trace.intents && trace.intents.length > 0 && (
          <Fact name={w("why.about")}>
            {trace.intents.map((each) => `${each.name} ${percent(each.confidence)}`).join(", ")}
          </Fact>
        )}
        {trace.steps && trace.steps.length > 0 && (
          <Fact name={w("why.steps")}>
            {trace.steps.map(({ step, ms }) => `${step} ${ms} ms`).join(", ")}
          </Fact>
        )}
        {usage && usage.inputTokens + usage.outputTokens > 0 && (
          <Fact name={w("why.cost")}>
            {w("why.tokens", {
              cost: (usage.costMicroUsd / 1_000_000).toFixed(4),
              count: usage.inputTokens + usage.outputTokens,
            })}
          </Fact>
        )}
      </dl>
      {used.length > 0 && (
        <section>
          <h3>{w("why.rests")}</h3>
          {used.map((each) => (
            <article class="source" key={each.entryId}>
              <p>
                <a href={`/knowledge/${each.entryId}`} dir="auto">
                  {each.title}
                </a>{" "}
                <Badge>{t("source.version", { version: each.version })}</Badge>{" "}
                {each.versionNow !== each.version && <Badge tone="warn">{w("why.changed")}</Badge>}
              </p>
              {each.text && (
                <p class="content" dir="auto">
                  {each.text}
                </p>
              )}
            </article>
          ))}
        </section>
      )}
      {trace.sentences?.some(({ quote }) => quote) && (
        <section>
          <h3>{w("why.sentences")}</h3>
          <ul class="why-sentences">
            {trace.sentences.map(({ text, quote }, index) => (
              <li key={index}>
                <p dir="auto">{text}</p>
                <p class="quiet" dir="auto">
                  {quote ?? w("why.nothing")}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {others.length > 0 && (
        <details>
          <summary>{w("why.others")}</summary>
          <ul>
            {others.map(({ entryId, title, score }) => (
              <li key={entryId} dir="auto">
                {title} · {percent(score)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A rule in words, where it has some: many only say which step took place. */
const ruleWord = (rule: string): string => {
  const key = `reason.${rule}`;
  return isKey(key) ? t(key) : rule;
};
