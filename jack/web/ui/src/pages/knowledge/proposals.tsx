/** What colleagues answered where Jack had no answer: knowledge, once somebody says so. */

import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { KnowledgeEntry, Proposal } from "../../api/types";
import { useActing } from "../../app/acting";
import { now } from "../../app/clock";
import { type Loaded, Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { w } from "../../i18n/learning";
import { Empty } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Select } from "../../ui/field";
import { PageBody } from "../../ui/page";
import * as data from "./data";
import { wordsOf } from "./entry";
import { EMPTY, EntryDialog } from "./writing";

export function Proposals(props: {
  loaded: Loaded<Proposal[]>;
  entries: readonly KnowledgeEntry[];
  onChanged: () => void;
}) {
  const { loaded, entries, onChanged } = props;
  const [taken, setTaken] = useState<Proposal | null>(null);
  const { busy, act } = useActing(onChanged);
  return (
    <PageBody>
      <div class="narrow">
        <Show loaded={loaded}>
          {(proposals) =>
            proposals.length === 0 ? (
              <Empty icon="check" title={w("proposals.empty")}>
                {w("proposals.emptyMore")}
              </Empty>
            ) : (
              <ul class="cards" aria-label={t("knowledge.proposals")}>
                {proposals.map((one) => (
                  <li key={one.id}>
                    <h2 dir="auto">{one.question}</h2>
                    <p class="entry-text" dir="auto">
                      {one.body || one.answer}
                    </p>
                    {one.leftOut.length > 0 && (
                      <div class="left-out">
                        <p class="quiet">{w("proposals.leftOut")}</p>
                        <ul>
                          {one.leftOut.map((sentence, index) => (
                            <li key={index} dir="auto">
                              {sentence}
                            </li>
                          ))}
                        </ul>
                      </div>
                    )}
                    <p class="quiet">
                      <bdi>{one.staffName ?? t("sender.staff")}</bdi> ·{" "}
                      {format.short(one.createdAt, new Date(now.value))}
                    </p>
                    <div class="actions">
                      <Button kind="primary" icon="check" onClick={() => setTaken(one)}>
                        {w("proposals.approve")}
                      </Button>
                      <Button
                        disabled={busy}
                        onClick={() => void act(() => data.reject(one.id), w("proposals.rejected"))}
                      >
                        {w("proposals.reject")}
                      </Button>
                      {may("conversations:read") && (
                        <a class="button quiet" href={`/inbox/${one.conversationId}`}>
                          {t("tasks.conversation")}
                        </a>
                      )}
                    </div>
                  </li>
                ))}
              </ul>
            )
          }
        </Show>
      </div>
      {taken && (
        <Taking
          proposal={taken}
          entries={entries}
          onClose={() => setTaken(null)}
          onSaved={() => {
            setTaken(null);
            onChanged();
          }}
        />
      )}
    </PageBody>
  );
}

/** A proposal on its way to an entry of its own, or into one there is. */
function Taking(props: {
  proposal: Proposal;
  entries: readonly KnowledgeEntry[];
  onClose: () => void;
  onSaved: () => void;
}) {
  const { proposal, entries } = props;
  const title = (proposal.title || proposal.question).slice(0, 300);
  const alone: data.Words = {
    ...EMPTY,
    title,
    body: proposal.body,
    language: proposal.language as data.Language | null,
  };
  const [intoId, setIntoId] = useState("");
  const into = entries.find(({ id }) => id === intoId);
  const near = useLoaded(`near ${proposal.id}`, async () =>
    (await data.search(title, "guest")).passages.map(({ entryId }) => entryId),
  );
  return (
    <EntryDialog
      title={w("proposals.title")}
      hint={w("proposals.hint")}
      words={alone}
      action={w(into ? "proposals.change" : "proposals.approve")}
      save={(words) => data.approve(proposal.id, words, into)}
      done={w("gaps.answered")}
      onClose={props.onClose}
      onSaved={props.onSaved}
    >
      {(put) => (
        <Select
          label={w("proposals.into")}
          value={intoId}
          options={[
            { value: "", label: w("proposals.intoNew") },
            ...nearestFirst(entries, near.value ?? []).map(({ id, title }) => ({
              value: id,
              label: id === near.value?.[0] ? w("proposals.nearest", { title }) : title,
            })),
          ]}
          {...(into ? { hint: w("proposals.intoHint") } : {})}
          onChange={(id) => {
            const known = entries.find((entry) => entry.id === id);
            setIntoId(id);
            put(known ? joined(known, proposal) : alone);
          }}
        />
      )}
    </EntryDialog>
  );
}

/** What stands there with the proposal below it, for a person to make one text of. */
function joined(entry: KnowledgeEntry, { body }: Proposal): data.Words {
  return { ...wordsOf(entry), body: `${entry.body}\n\n${body}`.trim() };
}

/** Those that a search found in its order, then the others by their titles. */
function nearestFirst(
  entries: readonly KnowledgeEntry[],
  near: readonly string[],
): KnowledgeEntry[] {
  const place = ({ id }: KnowledgeEntry) => (near.includes(id) ? near.indexOf(id) : near.length);
  return [...entries].sort(
    (one, other) => place(one) - place(other) || one.title.localeCompare(other.title),
  );
}
