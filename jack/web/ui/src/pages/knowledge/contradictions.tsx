/** Entries that state different things for one matter, side by side, for a person to settle. */

import type { Contradiction } from "../../api/types";
import { useActing } from "../../app/acting";
import { type Loaded, Show } from "../../app/loaded";
import { t } from "../../i18n";
import { Badge, Empty } from "../../ui/bits";
import { Button } from "../../ui/button";
import * as data from "./data";

export function Contradictions(props: { loaded: Loaded<Contradiction[]>; onChanged: () => void }) {
  const { loaded, onChanged } = props;
  const { busy, act } = useActing(onChanged);
  return (
    <div class="page-body">
      <div class="narrow">
        <Show loaded={loaded}>
          {(found) =>
            found.length === 0 ? (
              <Empty icon="check" title={t("contradictions.empty")}>
                {t("contradictions.emptyMore")}
              </Empty>
            ) : (
              <ul class="cards" aria-label={t("knowledge.contradictions")}>
                {found.map((each) => (
                  <li key={each.key}>
                    <header>
                      <h2>{t(`contradictions.${each.matter}`)}</h2>
                      <Badge tone="warn">{t("contradictions.differ")}</Badge>
                    </header>
                    <div class="entry-two">
                      <Side said={each.one} />
                      <Side said={each.other} />
                    </div>
                    <div class="actions">
                      <Button
                        disabled={busy}
                        onClick={() =>
                          void act(
                            () => data.acceptContradiction(each.key),
                            t("contradictions.accepted"),
                          )
                        }
                      >
                        {t("contradictions.accept")}
                      </Button>
                    </div>
                  </li>
                ))}
              </ul>
            )
          }
        </Show>
      </div>
    </div>
  );
}

function Side({ said }: { said: Contradiction["one"] }) {
  return (
    <div class="said">
      {said.entryId ? (
        <a href={`/knowledge/${said.entryId}`} dir="auto">
          {said.title}
        </a>
      ) : (
        <a href="/settings/hotel">{t("contradictions.settings")}</a>
      )}
      <p dir="auto">{said.text}</p>
    </div>
  );
}
