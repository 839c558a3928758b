/** The inbox: the list, one thread, and the guest beside it. */

import { useEffect } from "preact/hooks";
import { go, parts } from "../../app/router";
import { change, settings } from "../../app/settings";
import { useShortcuts } from "../../app/shortcuts";
import { t } from "../../i18n";
import { Empty } from "../../ui/bits";
import "./inbox.css";
import { List } from "./list";
import * as list from "./list-state";
import { ThreadView } from "./thread";

export default function Inbox() {
  const [, id, deeper] = parts.value;
  useEffect(list.follow, []);

  const step = (by: 1 | -1) => {
    const all = list.sorted.value;
    const at = all.findIndex((line) => line.id === id);
    const next = all[at < 0 ? 0 : at + by];
    if (next) go(`/inbox/${next.id}`, { replace: at >= 0 });
  };
  useShortcuts([
    { keys: "j", name: "keys.next", run: () => step(1) },
    { keys: "k", name: "keys.previous", run: () => step(-1) },
    {
      keys: "/",
      name: "keys.search",
      run: () => document.querySelector<HTMLInputElement>("#inbox-search")?.focus(),
    },
    {
      keys: "i",
      name: "keys.panel",
      run: () => change({ showGuest: !settings.value.showGuest }),
    },
    ...(id
      ? [
          {
            keys: "Escape",
            name: "keys.back" as const,
            run: () => go(deeper ? `/inbox/${id}` : "/inbox"),
          },
        ]
      : []),
  ]);

  return (
    <div class="inbox" data-shows={deeper ? "guest" : id ? "thread" : "list"}>
      <List chosen={id} />
      {id && /^\d+$/.test(id) ? (
        <ThreadView key={id} id={id} />
      ) : (
        <section class="thread nothing" aria-label={t("inbox.pick")}>
          <Empty icon="inbox" title={t("inbox.pick")}>
            {t("inbox.pickMore")}
          </Empty>
        </section>
      )}
    </div>
  );
}
