/** Who did what, newest first. */

import { useEffect, useState } from "preact/hooks";
import { get } from "../../api/client";
import type { AuditEntry } from "../../api/types";
import { useLoaded } from "../../app/loaded";
import { inWords } from "../../app/problems";
import { isKey, t } from "../../i18n";
import { moment, zone } from "../../i18n/format";
import { fromField } from "../../i18n/zoned";
import { Empty, Skeleton } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Field, Select } from "../../ui/field";
import { readColleagues } from "./audit-data";

/** What actions begin with. */
const KINDS = [
  "conversation.",
  "message.",
  "guest.",
  "task.",
  "knowledge.",
  "staff.",
  "session.",
  "settings.",
  "token.",
  "totp.",
] as const;

interface Filters {
  actor: string;
  action: string;
  first: string;
  last: string;
}

const ALL: Filters = { actor: "", action: "", first: "", last: "" };

export function Audit() {
  const colleagues = useLoaded("colleagues", readColleagues);
  const [filters, setFilters] = useState(ALL);
  const [entries, setEntries] = useState<AuditEntry[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  const read = async (wanted: Filters, after: string | null, isStale = () => false) => {
    setBusy(true);
    setProblem(null);
    try {
      const page = await get("/api/v1/audit", {
        query: { ...asQuery(wanted, zone.value), cursor: after },
      });
      if (isStale()) return;
      setEntries((known) => [...(after ? (known ?? []) : []), ...page.entries]);
      setCursor(page.cursor);
    } catch (error) {
      if (!isStale()) setProblem(error);
    } finally {
      if (!isStale()) setBusy(false);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice reads anew, nothing else
  useEffect(() => {
    let isOver = false;
    setEntries(null);
    void read(filters, null, () => isOver);
    return () => {
      isOver = true;
    };
  }, [filters]);
  const change = (changes: Partial<Filters>) => setFilters({ ...filters, ...changes });

  return (
    <>
      <div class="filters">
        <Select
          label={t("audit.who")}
          value={filters.actor}
          options={[
            { value: "", label: t("audit.everybody") },
            ...(colleagues.value ?? []).map(({ id, name }) => ({
              value: `staff:${id}`,
              label: name,
            })),
            { value: "system", label: "Jack" },
            { value: "cli", label: t("audit.cli") },
            { value: "guest", label: t("sender.guest") },
          ]}
          onChange={(actor) => change({ actor })}
        />
        <Select
          label={t("audit.what")}
          value={filters.action}
          options={[
            { value: "", label: t("audit.anything") },
            ...KINDS.map((value) => ({ value, label: kindWord(value) })),
          ]}
          onChange={(action) => change({ action })}
        />
        <Field
          label={t("analytics.first")}
          type="date"
          value={filters.first}
          onInput={(first) => change({ first })}
        />
        <Field
          label={t("analytics.last")}
          type="date"
          value={filters.last}
          onInput={(last) => change({ last })}
        />
      </div>
      {problem !== null && (
        <Empty
          icon="offline"
          title={t("loaded.failed")}
          action={
            <Button onClick={() => void read(filters, entries ? cursor : null)}>
              {t("retry")}
            </Button>
          }
        >
          {inWords(problem)}
        </Empty>
      )}
      {entries === null && problem === null && (
        <Skeleton rows={6} kind="row" label={t("loading")} />
      )}
      {entries?.length === 0 && (
        <Empty icon="search" title={t("audit.none")}>
          {t("audit.noneMore")}
        </Empty>
      )}
      {entries && entries.length > 0 && (
        <ul class="rows audit">
          {entries.map((entry) => (
            <li key={entry.id} class="row-line">
              <time dateTime={entry.at}>{moment(entry.at)}</time>
              <span class="row-main">
                <span>
                  <bdi class="row-title">{actorWord(entry)}</bdi>{" "}
                  <code dir="ltr">{entry.action}</code>
                </span>
                <code class="quiet" dir="ltr">
                  {entry.subject}
                </code>
              </span>
              {Object.keys(entry.data).length > 0 && (
                <details>
                  <summary>{t("audit.details")}</summary>
                  <pre dir="ltr">{JSON.stringify(entry.data, null, 2)}</pre>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
      {cursor && (
        <div class="actions">
          <Button busy={busy} onClick={() => void read(filters, cursor)}>
            {t("audit.more")}
          </Button>
        </div>
      )}
    </>
  );
}

/** Whole days of the hotel. */
export function asQuery({ actor, action, first, last }: Filters, hotelZone: string) {
  return {
    actor: actor || null,
    action: action || null,
    since: fromField(`${first}T00:00`, hotelZone),
    until: fromField(`${last}T23:59:59.999`, hotelZone),
  };
}

function actorWord({ actor, actorName }: AuditEntry): string {
  if (actorName) return actorName;
  if (actor === "system") return "Jack";
  if (actor === "cli") return t("audit.cli");
  return actor === "guest" ? t("sender.guest") : actor;
}

function kindWord(kind: string): string {
  const key = `audit.kind.${kind.slice(0, -1)}`;
  return isKey(key) ? t(key) : kind;
}
