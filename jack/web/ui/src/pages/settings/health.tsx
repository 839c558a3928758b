/** Whether Jack is well, in words, and what to do where he is not. */

import type { SystemState } from "../../api/types";
import { Show, useLoaded } from "../../app/loaded";
import { isKey, t } from "../../i18n";
import { bytes, moment, span } from "../../i18n/format";
import { Badge, Notice, type Tone } from "../../ui/bits";
import { Fact, Facts, Part } from "../../ui/page";
import * as data from "./data";
import { Test } from "./places";

const STATES: Record<string, Tone> = {
  ok: "good",
  starting: "warn",
  degraded: "warn",
  down: "danger",
};

export function Health() {
  const found = useLoaded("system", data.readSystem);
  return (
    <>
      <Show loaded={found}>{(system) => <State system={system} />}</Show>
      <Part title={t("health.checkup")}>
        <p class="quiet">{t("health.checkupText")}</p>
        <Test
          label={t("health.check")}
          run={async () => (await data.checkUp()).findings.sort(bySeverity)}
        />
      </Part>
    </>
  );
}

const ORDER = ["FAIL", "WARN", "OK"];
const bySeverity = (one: { level: string }, other: { level: string }) =>
  ORDER.indexOf(one.level) - ORDER.indexOf(other.level);

function State({ system }: { system: SystemState }) {
  const { queues, disk, versions } = system;
  const isReady = system.status === "ready";
  const used = disk.totalBytes - disk.freeBytes;
  return (
    <>
      <Notice tone={isReady ? "good" : "danger"} icon={isReady ? "check" : "alert"}>
        {t(isReady ? "health.ready" : "health.notReady")}
      </Notice>
      <Part title={t("health.parts")}>
        <ul class="badges">
          {Object.entries(system.checks).map(([name, state]) => (
            <li key={name}>
              <Badge tone={STATES[state] ?? "plain"}>
                {word("health.part", name)}: {word("health.state", state)}
              </Badge>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t("health.queues")}>
        <Facts>
          <Fact name={t("health.inbox")}>{queues.inboxWaiting}</Fact>
          <Fact name={t("health.outbox")}>{queues.outboxWaiting}</Fact>
          <Fact name={t("health.oldest")}>
            {queues.oldestUnansweredSeconds > 0
              ? span(queues.oldestUnansweredSeconds * 1000)
              : t("health.nobody")}
          </Fact>
          <Fact name={t("health.failed")}>{queues.failed}</Fact>
          <Fact name={t("health.uncertain")}>{queues.uncertain}</Fact>
          <Fact name={t("health.overdue")}>{queues.overdue}</Fact>
        </Facts>
      </Part>
      <Part title={t("health.machine")}>
        <Facts>
          <Fact name="Jack">{versions.jack}</Fact>
          <Fact name="Python">{versions.python}</Fact>
          <Fact name={t("health.system")}>
            <bdi>{versions.machine}</bdi>
          </Fact>
          <Fact name={t("health.since")}>{moment(system.startedAt)}</Fact>
          <Fact name={t("health.database")}>{bytes(disk.databaseBytes)}</Fact>
          <Fact name={t("health.disk")}>
            {t("health.free", { free: bytes(disk.freeBytes), total: bytes(disk.totalBytes) })}
            <meter
              min={0}
              max={disk.totalBytes}
              high={disk.totalBytes * 0.9}
              value={used}
              aria-label={t("health.disk")}
            />
          </Fact>
        </Facts>
      </Part>
      <Part title={t("health.errors")}>
        {system.errors.length === 0 ? (
          <p class="quiet">{t("health.noErrors")}</p>
        ) : (
          <ul class="rows audit">
            {system.errors.map((line, index) => (
              <li key={index} class="row-line">
                <time dateTime={line.at}>{moment(line.at)}</time>
                <span class="row-main" lang="en" dir="ltr">
                  <span>{line.event}</span>
                  <code class="quiet">{line.logger}</code>
                </span>
                {Object.keys(line.fields).length > 0 && (
                  <details>
                    <summary>{t("audit.details")}</summary>
                    <pre dir="ltr">{JSON.stringify(line.fields, null, 2)}</pre>
                  </details>
                )}
              </li>
            ))}
          </ul>
        )}
      </Part>
    </>
  );
}

function word(kind: string, name: string): string {
  const key = `${kind}.${name}`;
  return isKey(key) ? t(key) : name;
}
