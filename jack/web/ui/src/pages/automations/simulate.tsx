/** What the rules would do in the next days, guest by guest, and what would hold them back. */

import { useState } from "preact/hooks";
import { post } from "../../api/client";
import type { Foreseen, Rule, Simulation } from "../../api/types";
import { now } from "../../app/clock";
import { Show, useLoaded } from "../../app/loaded";
import { query } from "../../app/router";
import { day, dayOf, time, zone } from "../../i18n/format";
import { w } from "../../i18n/rules";
import { Badge, Empty, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { CheckGroup } from "../../ui/checks";
import { Field } from "../../ui/field";
import { Tabs } from "../../ui/tabs";
import { channelWord, guestWord } from "../inbox/words";
import { Refused } from "../settings/form";
import { readRules } from "./data";
import { NumberField } from "./number";
import { codeWord, nameWord, ruleName, stateTone } from "./words";

const MOST_LINES = 2_000;
const SHOWS = ["all", "acts", "held"] as const;
type Shows = (typeof SHOWS)[number];

export function Simulate() {
  const rules = useLoaded("rules to try", readRules);
  return <Show loaded={rules}>{(found) => <Form rules={found} />}</Show>;
}

function Form({ rules }: { rules: readonly Rule[] }) {
  const asked = query.value.get("rule");
  const off = rules.filter(({ isEnabled }) => !isEnabled);
  const [days, setDays] = useState(14);
  const [begin, setBegin] = useState("");
  const [chosen, setChosen] = useState<string[]>(
    off.some(({ id }) => id === asked) ? [asked as string] : [],
  );
  const [found, setFound] = useState<Simulation | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const isNothing = chosen.length === 0 && off.length === rules.length;
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const body = { days, ruleIds: chosen, limit: MOST_LINES, ...(begin ? { begin } : {}) };
      setFound(await post("/api/v1/automations/simulate", { body }));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <p class="quiet">{w("try.text")}</p>
        <div class="fields">
          <NumberField label={w("try.days")} value={days} least={1} most={60} onInput={setDays} />
          <Field
            type="date"
            label={w("try.begin")}
            value={begin || dayOf(new Date(now.value))}
            onInput={setBegin}
          />
        </div>
        {off.length > 0 && (
          <CheckGroup
            label={w("try.rules")}
            value={chosen}
            options={off.map((rule) => ({ value: rule.id, label: ruleName(rule) }))}
            onChange={setChosen}
          />
        )}
        {isNothing && (
          <Notice tone="plain" icon="info">
            {w("try.noRules")}
          </Notice>
        )}
        <div class="actions">
          <Button kind="primary" icon="play" type="submit" busy={busy} disabled={isNothing}>
            {w("try.run")}
          </Button>
        </div>
      </form>
      {problem !== null && <Refused problem={problem} />}
      {found && <Found found={found} />}
    </>
  );
}

function Found({ found }: { found: Simulation }) {
  const [shows, setShows] = useState<Shows>("all");
  const acts = found.lines.filter(({ state }) => state === "done");
  const held = found.lines.filter(({ state }) => state !== "done");
  const lines = { all: found.lines, acts, held }[shows];
  if (found.lines.length === 0)
    return (
      <Empty icon="calendar" title={w("try.none")}>
        {w("try.zone", { zone: zone.value })}
      </Empty>
    );
  return (
    <section class="card" aria-label={w("page.try")}>
      <p>
        <strong>{w("try.next", { count: found.guestsNextDay })}</strong>
      </p>
      <p class="badges" role="status">
        {found.counts.map(({ state, reason, count }) => (
          <Badge key={`${state} ${reason}`} tone={stateTone(state)}>
            {foreseenWord(state)}
            {reason && <> – {codeWord("why", reason)}</>} {count}
          </Badge>
        ))}
      </p>
      <Tabs<Shows>
        label={w("page.views")}
        value={shows}
        options={[
          { value: "all", label: w("try.all"), count: found.lines.length },
          { value: "acts", label: w("try.acts"), count: acts.length },
          { value: "held", label: w("try.held"), count: held.length },
        ]}
        onChange={setShows}
      />
      {byDay(lines).map(([key, those]) => (
        <section key={key} class="try-day" aria-label={day(those[0]?.at ?? "")}>
          <h3>{day(those[0]?.at ?? "")}</h3>
          <ol class="rows">
            {those.map((line, index) => (
              <Line key={index} line={line} />
            ))}
          </ol>
        </section>
      ))}
      {found.leftOff > 0 && <p class="quiet">{w("try.left", { count: found.leftOff })}</p>}
      <p class="quiet">{w("try.zone", { zone: zone.value })}</p>
    </section>
  );
}

/** Nothing of a trial is done: it would happen. */
function foreseenWord(state: Foreseen["state"]): string {
  return state === "done" ? w("try.acts") : codeWord("state", state);
}

function byDay(lines: readonly Foreseen[]): [string, Foreseen[]][] {
  const days = new Map<string, Foreseen[]>();
  for (const line of lines) {
    const key = dayOf(new Date(line.at));
    days.set(key, [...(days.get(key) ?? []), line]);
  }
  return [...days];
}

function Line({ line }: { line: Foreseen }) {
  return (
    <li class="row-line">
      <time dateTime={line.at}>{time(line.at)}</time>
      <span class="row-main">
        <span>
          {line.guestId ? (
            <a href={`/guests/${line.guestId}`}>
              <bdi>{guestWord(line.guestName, line.guestId)}</bdi>
            </a>
          ) : (
            w("runs.house")
          )}
          {line.room && <> · {line.room}</>} ·{" "}
          <bdi class="quiet">{nameWord(line.ruleKey, line.ruleName)}</bdi>
        </span>
        {line.reason && <span class="quiet">{codeWord("why", line.reason)}</span>}
        {line.waited && (
          <span class="quiet">{w("outlook.waited", { what: codeWord("why", line.waited) })}</span>
        )}
        {line.text && (
          <details>
            <summary>{w("try.words")}</summary>
            <p class="preview-bubble" dir="auto">
              {line.text}
            </p>
          </details>
        )}
      </span>
      {line.channel && <Badge>{channelWord(line.channel)}</Badge>}
      <Badge tone={stateTone(line.state)}>{foreseenWord(line.state)}</Badge>
    </li>
  );
}
