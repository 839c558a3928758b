/** Every rule with its switch, what comes next and how the last run ended. */

import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { post } from "../../api/client";
import type { Rule } from "../../api/types";
import { useActing } from "../../app/acting";
import { now } from "../../app/clock";
import { Show, useLoaded } from "../../app/loaded";
import { moment, short } from "../../i18n/format";
import { w } from "../../i18n/rules";
import { Badge, Empty } from "../../ui/bits";
import { Switch } from "../../ui/field";
import { readRules } from "./data";
import { Enable } from "./enable";
import { actionWords, codeWord, ruleName, stateTone, triggerWords } from "./words";

export function List() {
  const found = useLoaded("rules", readRules);
  const [enabling, setEnabling] = useState<Rule | null>(null);
  return (
    <Show loaded={found}>
      {(rules) =>
        rules.length === 0 ? (
          <Empty icon="spark" title={w("list.none")}>
            {w("list.noneMore")}
          </Empty>
        ) : (
          <>
            <ul class="rows">
              {rules.map((rule) => (
                <li key={rule.id}>
                  <Line rule={rule} refresh={found.refresh} onEnable={() => setEnabling(rule)} />
                </li>
              ))}
            </ul>
            {enabling && (
              <Enable rule={enabling} refresh={found.refresh} onClose={() => setEnabling(null)} />
            )}
          </>
        )
      }
    </Show>
  );
}

function Line(props: { rule: Rule; refresh: () => Promise<void>; onEnable: () => void }) {
  const { rule } = props;
  const { busy, act } = useActing(props.refresh);
  const name = ruleName(rule);
  const toggle = (on: boolean) => {
    if (on) props.onEnable();
    else
      void act(
        () => post("/api/v1/automations/{id}/disable", { path: { id: rule.id } }),
        w("disable.done", { name }),
      );
  };
  return (
    <div class="row-line rule-line" aria-busy={busy}>
      <a class="row-main" href={`/automations/${rule.id}`}>
        <bdi class="row-title">{name}</bdi>
        <span>{triggerWords(rule.definition.trigger)}</span>
        <span class="quiet">{actionWords(rule.definition.actions)}</span>
      </a>
      <span class="rule-state">
        {rule.isEnabled && (
          <span class="quiet">
            {rule.nextAt ? w("list.next", { time: moment(rule.nextAt) }) : w("list.nothing")}
            {rule.planned > 0 && <> · {w("list.planned", { count: rule.planned })}</>}
          </span>
        )}
        <span class="badges">
          {rule.isShipped && <Badge>{w("list.shipped")}</Badge>}
          {rule.asking > 0 && (
            <a href={`/automations/runs?state=ask_staff&rule=${rule.id}`}>
              <Badge tone="warn">{w("list.asking", { count: rule.asking })}</Badge>
            </a>
          )}
          {rule.last && (
            <a href={`/automations/runs?rule=${rule.id}`}>
              <Badge
                tone={stateTone(rule.last.state)}
                {...(rule.last.reason ? { title: codeWord("why", rule.last.reason) } : {})}
              >
                {w("list.last", {
                  time: short(rule.last.at, new Date(now.value)),
                  what: codeWord("state", rule.last.state),
                })}
              </Badge>
            </a>
          )}
        </span>
      </span>
      {auth.may("automations:manage") ? (
        <Switch label={w("list.turnOn", { name })} checked={rule.isEnabled} onChange={toggle} />
      ) : (
        <Badge tone={rule.isEnabled ? "good" : "plain"}>
          {w(rule.isEnabled ? "list.on" : "list.off")}
        </Badge>
      )}
    </div>
  );
}
