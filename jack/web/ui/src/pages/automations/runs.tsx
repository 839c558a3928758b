/** What rules have planned, did, and did not do, with the reason in words. */

import { useEffect, useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { get, post } from "../../api/client";
import type { LiveEvent } from "../../api/live";
import type { Rule, Run } from "../../api/types";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { go, query } from "../../app/router";
import { t } from "../../i18n";
import { moment, zone } from "../../i18n/format";
import { w } from "../../i18n/rules";
import { fromField } from "../../i18n/zoned";
import { Badge, Empty } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Field, Select } from "../../ui/field";
import { channelWord, guestWord } from "../inbox/words";
import { readRules, STATES } from "./data";
import { codeWord, nameWord, ruleName, stateTone } from "./words";

const PAGE = 50;
const AGAIN_MS = 10_000;

interface Asked {
  state: string;
  rule: string;
  since: string;
  until: string;
}

function asked(): Asked {
  const of = (name: string) => query.value.get(name) ?? "";
  return { state: of("state"), rule: of("rule"), since: of("since"), until: of("until") };
}

/** The filters are in the address: a link shows the same. */
function choose(changes: Partial<Asked>): void {
  const wanted = new URLSearchParams(
    Object.entries({ ...asked(), ...changes }).filter(([, value]) => value),
  );
  go(`/automations/runs${wanted.size ? `?${wanted}` : ""}`, { replace: true });
}

async function readRuns(wanted: Asked, pages: number) {
  const runs: Run[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pages; page += 1) {
    const since = wanted.since && fromField(`${wanted.since}T00:00`, zone.value);
    const until = wanted.until && fromField(`${wanted.until}T23:59`, zone.value);
    const isNext = wanted.state === "planned" || wanted.state === "ask_staff";
    const found: { runs: Run[]; cursor: string | null } = await get("/api/v1/automations/runs", {
      query: {
        limit: PAGE,
        order: isNext ? "next" : "latest",
        ...(wanted.state ? { state: wanted.state as Run["state"] } : {}),
        ...(wanted.rule ? { ruleId: wanted.rule } : {}),
        ...(since ? { since } : {}),
        ...(until ? { until } : {}),
        ...(cursor ? { cursor } : {}),
      },
    });
    runs.push(...found.runs);
    cursor = found.cursor;
    if (!cursor) break;
  }
  return { runs, hasMore: cursor !== null };
}

/** What rules do shows in messages and tasks; of the rest the page hears when it is read again. */
const isSomethingDone = ({ type }: LiveEvent) => type === "message.new" || type === "task.created";

export function Runs() {
  const wanted = asked();
  const key = JSON.stringify(wanted);
  const [pages, setPages] = useState<Record<string, number>>({});
  const count = pages[key] ?? 1;
  const found = useLoaded(`runs ${key}`, () => readRuns(wanted, count), isSomethingDone);
  const rules = useLoaded("rules of runs", readRules);
  const { refresh } = found;
  useEffect(() => {
    // What is planned or put off is not told as an event.
    const again = setInterval(() => !document.hidden && void refresh(), AGAIN_MS);
    return () => clearInterval(again);
  }, [refresh]);
  const more = async () => {
    pages[key] = count + 1;
    setPages({ ...pages });
    await found.refresh();
  };
  return (
    <>
      <Filters wanted={wanted} rules={rules.value ?? []} />
      <Show loaded={found}>
        {({ runs, hasMore }) =>
          runs.length === 0 ? (
            <Empty icon="clock" title={w("runs.none")}>
              {w("runs.noneMore")}
            </Empty>
          ) : (
            <>
              <ul class="rows runs">
                {runs.map((run) => (
                  <li key={run.id}>
                    <Line run={run} refresh={found.refresh} />
                  </li>
                ))}
              </ul>
              {hasMore && <Button onClick={() => void more()}>{w("runs.more")}</Button>}
            </>
          )
        }
      </Show>
    </>
  );
}

function Filters({ wanted, rules }: { wanted: Asked; rules: readonly Rule[] }) {
  return (
    <div class="filters">
      <Select
        label={w("runs.state")}
        value={wanted.state}
        options={[
          { value: "", label: w("runs.anyState") },
          ...STATES.map((value) => ({ value, label: w(`state.${value}`) })),
        ]}
        onChange={(state) => choose({ state })}
      />
      <Select
        label={w("runs.rule")}
        value={wanted.rule}
        options={[
          { value: "", label: w("runs.anyRule") },
          ...rules.map((rule) => ({ value: rule.id, label: ruleName(rule) })),
        ]}
        onChange={(rule) => choose({ rule })}
      />
      <Field
        type="date"
        label={w("runs.since")}
        value={wanted.since}
        onInput={(since) => choose({ since })}
      />
      <Field
        type="date"
        label={w("runs.until")}
        value={wanted.until}
        onInput={(until) => choose({ until })}
      />
    </div>
  );
}

function Line({ run, refresh }: { run: Run; refresh: () => Promise<void> }) {
  const { busy, act } = useActing(refresh);
  const path = { id: run.id };
  const isOpen = run.state === "planned" || run.state === "ask_staff";
  const failed = run.outcomes.filter(({ state }) => state !== "done");
  return (
    <div class="row-line run">
      <time dateTime={run.dueAt}>{moment(run.dueAt)}</time>
      <span class="row-main">
        <span>
          {run.guestId ? (
            <a href={`/guests/${run.guestId}`}>
              <bdi>{guestWord(run.guestName, run.guestId)}</bdi>
            </a>
          ) : (
            w("runs.house")
          )}
          {run.room && <> · {t("line.room", { room: run.room })}</>}
          {run.ruleName && (
            <>
              {" · "}
              <a href={`/automations/${run.ruleId}`}>
                <bdi>{nameWord(run.ruleKey, run.ruleName)}</bdi>
              </a>
            </>
          )}
        </span>
        {run.reason && (
          <span>
            {codeWord("why", run.reason)} <bdi class="quiet">{run.detail}</bdi>
          </span>
        )}
        {run.outlook && (
          <span class="quiet">{w("runs.outlook", { what: codeWord("why", run.outlook) })}</span>
        )}
        {failed.map(({ kind, state, reason, detail }, index) => (
          <span key={index}>
            {codeWord("action", kind)}: {codeWord("state", state)}
            {reason && <> – {codeWord("why", reason)}</>} <bdi class="quiet">{detail}</bdi>
          </span>
        ))}
        {run.conversationId && <a href={`/inbox/${run.conversationId}`}>{w("runs.thread")}</a>}
      </span>
      <span class="badges">
        {run.isLate && <Badge tone="warn">{w("runs.late")}</Badge>}
        {run.outcomes
          .filter(({ channel }) => channel)
          .map(({ channel }) => (
            <Badge key={channel}>{channelWord(channel ?? "")}</Badge>
          ))}
        <Badge tone={stateTone(run.state)}>{codeWord("state", run.state)}</Badge>
      </span>
      {isOpen && auth.may("conversations:write") && (
        <span class="actions">
          {run.state === "ask_staff" && (
            <Button
              kind="primary"
              busy={busy}
              onClick={() =>
                void act(() => post("/api/v1/automations/runs/{id}/send", { path }), w("runs.sent"))
              }
            >
              {w("runs.send")}
            </Button>
          )}
          <Button
            kind="quiet"
            busy={busy}
            onClick={() =>
              void act(
                () => post("/api/v1/automations/runs/{id}/skip", { path }),
                w("runs.skipped"),
              )
            }
          >
            {w("runs.skip")}
          </Button>
        </span>
      )}
    </div>
  );
}
