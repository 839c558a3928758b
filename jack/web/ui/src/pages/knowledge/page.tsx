/** What the hotel has written down, what Jack would find in it, and what is missing. */

import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { KnowledgeEntry } from "../../api/types";
import { Show, useAgainWhile, useLoaded } from "../../app/loaded";
import { go, parts } from "../../app/router";
import { useShortcuts } from "../../app/shortcuts";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Empty } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Select } from "../../ui/field";
import { PageHead, Search } from "../../ui/page";
import { Tabs } from "../../ui/tabs";
import { VirtualList } from "../../ui/virtual";
import { word } from "../guests/words";
import { Ask } from "./ask";
import { Contradictions } from "./contradictions";
import * as data from "./data";
import { Entry, Marks, NewEntry } from "./entry";
import { Gaps } from "./gaps";
import { GoldenAnswers } from "./golden";
import { Import } from "./import";
import "./knowledge.css";
import { Proposals } from "./proposals";

export { ready } from "../../i18n/learning";

const ROW_REM = 5.25;
const VIEWS = [
  "entries",
  "ask",
  "gaps",
  "proposals",
  "contradictions",
  "golden",
  "import",
] as const;
type View = (typeof VIEWS)[number];
const READERS: readonly View[] = ["entries", "ask"];

export default function Knowledge() {
  const [, deeper] = parts.value;
  const mayWrite = may("knowledge:write");
  const views = mayWrite ? VIEWS : READERS;
  const view = views.find((one) => one === deeper) ?? "entries";
  const openId = deeper && /^\d+$/.test(deeper) ? deeper : null;
  const isNew = deeper === "new" && mayWrite;
  const found = useLoaded("entries", data.readEntries);
  useAgainWhile(found.value?.some(({ isIndexed }) => !isIndexed) ?? false, found.refresh);
  const gaps = useLoaded("gaps", async () => (mayWrite ? data.readGaps() : []));
  const proposals = useLoaded("proposals", async () => (mayWrite ? data.readProposals() : []));
  const contradictions = useLoaded("contradictions", async () =>
    mayWrite ? data.readContradictions() : [],
  );
  const golden = useLoaded("golden", async () => (mayWrite ? data.readGolden() : []));
  const counts: Partial<Record<View, number | undefined>> = {
    gaps: gaps.value?.length,
    proposals: proposals.value?.length,
    contradictions: contradictions.value?.length,
  };
  const refresh = () => {
    void found.refresh();
    void gaps.refresh();
    void proposals.refresh();
    void contradictions.refresh();
    void golden.refresh();
  };
  useShortcuts([
    {
      keys: "/",
      name: "keys.search",
      run: () => document.querySelector<HTMLInputElement>("main input[type=search]")?.focus(),
    },
    ...(mayWrite
      ? [{ keys: "n", name: "keys.newEntry" as const, run: () => go("/knowledge/new") }]
      : []),
    ...(openId || isNew
      ? [{ keys: "Escape", name: "keys.back" as const, run: () => go("/knowledge") }]
      : []),
  ]);
  return (
    <div class="page" data-open={openId !== null || isNew}>
      <PageHead
        title={t("knowledge.title")}
        actions={
          mayWrite && (
            <Button kind="primary" icon="plus" onClick={() => go("/knowledge/new")}>
              {t("entry.new")}
            </Button>
          )
        }
      >
        <Tabs
          label={t("knowledge.views")}
          value={view}
          options={views.map((value) => ({
            value,
            label: t(`knowledge.${value}`),
            count: counts[value],
          }))}
          onChange={(value) => go(value === "entries" ? "/knowledge" : `/knowledge/${value}`)}
        />
      </PageHead>
      {view === "entries" && (
        <div class="split" data-open={openId !== null || isNew}>
          <Show loaded={found} rows={8}>
            {(entries) => <List entries={entries} openId={openId} />}
          </Show>
          {isNew ? (
            <NewEntry onChanged={refresh} />
          ) : openId ? (
            <Entry key={openId} id={openId} onChanged={refresh} />
          ) : (
            <section class="split-rest" aria-label={t("entry.pick")}>
              <Empty icon="knowledge" title={t("entry.pick")}>
                {t(mayWrite ? "entry.pickMore" : "entry.pickRead")}
              </Empty>
            </section>
          )}
        </div>
      )}
      {view === "ask" && <Ask />}
      {view === "gaps" && <Gaps loaded={gaps} onChanged={refresh} />}
      {view === "proposals" && (
        <Proposals loaded={proposals} entries={found.value ?? []} onChanged={refresh} />
      )}
      {view === "contradictions" && <Contradictions loaded={contradictions} onChanged={refresh} />}
      {view === "golden" && <GoldenAnswers loaded={golden} onChanged={refresh} />}
      {view === "import" && <Import onDone={refresh} hasGolden={(golden.value?.length ?? 0) > 0} />}
    </div>
  );
}

function List({ entries, openId }: { entries: readonly KnowledgeEntry[]; openId: string | null }) {
  const [q, setQ] = useState("");
  const [category, setCategory] = useState("");
  const [language, setLanguage] = useState("");
  const wanted = q.toLocaleLowerCase();
  const found = entries.filter(
    (entry) =>
      (!category || entry.category === category) &&
      (!language || entry.language === language) &&
      (!wanted || `${entry.title}\n${entry.body}`.toLocaleLowerCase().includes(wanted)),
  );
  const languages = [...new Set(entries.map((entry) => entry.language))].sort();
  return (
    <section class="split-list" aria-label={t("knowledge.entries")}>
      <div class="entry-filters">
        <Search id="entry-search" label={t("knowledge.search")} value={q} onSearch={setQ} />
        <div class="entry-two">
          <Select
            label={t("entry.category")}
            value={category}
            options={[
              { value: "", label: t("knowledge.anyCategory") },
              ...data.CATEGORIES.map((value) => ({
                value: value as string,
                label: word("category", value),
              })),
            ]}
            onChange={setCategory}
          />
          {languages.length > 1 && (
            <Select
              label={t("panel.language")}
              value={language}
              options={[
                { value: "", label: t("knowledge.anyLanguage") },
                ...languages.map((value) => ({ value, label: format.languageName(value) })),
              ]}
              onChange={setLanguage}
            />
          )}
        </div>
      </div>
      {found.length === 0 ? (
        <Empty
          icon={entries.length ? "search" : "knowledge"}
          title={t(entries.length ? "inbox.empty.search" : "knowledge.empty")}
        >
          {t(entries.length ? "inbox.empty.searchMore" : "knowledge.emptyMore")}
        </Empty>
      ) : (
        <VirtualList
          label={t("knowledge.entries")}
          items={found}
          rowRem={ROW_REM}
          keyOf={({ id }) => id}
          row={(entry) => (
            <a
              class="entry-row"
              href={`/knowledge/${entry.id}`}
              aria-current={entry.id === openId ? "true" : undefined}
            >
              <span class="entry-row-title one-line" dir="auto">
                {entry.title}
              </span>
              <span class="quiet one-line" dir="auto">
                {entry.body.slice(0, 200)}
              </span>
              <Marks entry={entry} />
            </a>
          )}
        />
      )}
    </section>
  );
}
