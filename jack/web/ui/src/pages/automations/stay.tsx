/** Choosing a real stay to try something on. */

import { useState } from "preact/hooks";
import type { Reservation } from "../../api/types";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { date } from "../../i18n/format";
import { w } from "../../i18n/rules";
import { Badge } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Search } from "../../ui/page";
import { stayTone, word } from "../guests/words";
import { findStays } from "./data";

export function StayPicker(props: {
  stay: Reservation | null;
  onPick: (stay: Reservation | null) => void;
}) {
  const { stay, onPick } = props;
  if (stay)
    return (
      <div class="picked">
        <Line stay={stay} />
        <Button kind="quiet" onClick={() => onPick(null)}>
          {w("seen.other")}
        </Button>
      </div>
    );
  return <Choice onPick={onPick} />;
}

function Choice({ onPick }: { onPick: (stay: Reservation) => void }) {
  const [q, setQ] = useState("");
  const found = useLoaded(`stays to try ${q}`, () => findStays(q));
  return (
    <div class="picking">
      <Search id="try-stay" label={w("seen.search")} value={q} onSearch={setQ} />
      <Show loaded={found} rows={3} kind="line">
        {(stays) =>
          stays.length === 0 ? (
            <p class="quiet">{w("seen.none")}</p>
          ) : (
            <ul class="rows" aria-label={w("seen.pick")}>
              {stays.map((stay) => (
                <li key={stay.id}>
                  <button type="button" class="row-line" onClick={() => onPick(stay)}>
                    <Line stay={stay} />
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Show>
    </div>
  );
}

function Line({ stay }: { stay: Reservation }) {
  return (
    <>
      <span class="row-main">
        <bdi class="row-title">{stay.guestName || t("guest.unnamed", { id: stay.guestId })}</bdi>
        <span class="quiet">
          {date(stay.arrival)} – {date(stay.departure)}
          {stay.room && <> · {t("line.room", { room: stay.room })}</>}
        </span>
      </span>
      <Badge tone={stayTone(stay.status)}>{word("stay", stay.status)}</Badge>
    </>
  );
}
