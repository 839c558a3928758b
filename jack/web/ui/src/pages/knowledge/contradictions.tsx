/** Entries that state different things for one matter, side by side, for a person to settle. */

import type { Contradiction } from "../../api/types";
import { useActing } from "../../app/acting";
import { type Loaded, Show } from "../../app/loaded";
import { t } from "../../i18n";
import { w } from "../../i18n/learning";
import { Badge, Empty } from "../../ui/bits";
import { Button } from "../../ui/button";
import { PageBody } from "../../ui/page";
import * as data from "./data";

export function Contradictions(props: { loaded: Loaded<Contradiction[]>; onChanged: () => void }) {
  const { loaded, onChanged } = props;
  const { busy, act } = useActing(onChanged);
  return (
    <PageBody>
      <div class="narrow">
        <Show loaded={loaded}>
          {(found) =>
            found.length === 0 ? (
              <Empty icon="check" title={w("contradictions.empty")}>
                {w("contradictions.emptyMore")}
              </Empty>
            ) : (
              <ul class="cards" aria-label={t("knowledge.contradictions")}>
                {found.map((each) => (
                  <li key={each.key}>
                    <header>
                      <h2>{w(`contradictions.${each.matter}`)}</h2>
                      <Badge tone="warn">{w("contradictions.differ")}</Badge>
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
                            w("contradictions.accepted"),
                          )
                        }
                      >
                        {w("contradictions.accept")}
                      </Button>
                    </div>
                  </li>
                ))}
              </ul>
            )
          }
        </Show>
      </div>
    </PageBody>
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
        <a href="/settings/hotel">{w("contradictions.settings")}</a>
      )}
      <p dir="auto">{said.text}</p>
    </div>
  );
}
