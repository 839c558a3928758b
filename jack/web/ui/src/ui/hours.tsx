/** Weekly hours: shifts by day, in the hotel's time. */

import { useState } from "preact/hooks";
import type { Shift } from "../api/types";
import { t } from "../i18n";
import { dayName } from "../i18n/format";
import { Button, IconButton } from "./button";
import "./hours.css";

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const USUAL = { starts: "08:00", ends: "16:00" };

export function Hours(props: {
  hours: readonly Shift[];
  busy: boolean;
  onSave: (hours: Shift[]) => Promise<unknown>;
}) {
  const [edited, setEdited] = useState<readonly Shift[] | null>(null);
  const hours = edited ?? props.hours;
  const replace = (old: Shift, now: Shift | null) =>
    setEdited(hours.flatMap((shift) => (shift === old ? (now ? [now] : []) : [shift])));
  const isUnfinished = hours.some(({ starts, ends }) => !starts || !ends);
  return (
    <form
      class="hours"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isUnfinished) void props.onSave([...hours]).then(() => setEdited(null));
      }}
    >
      <ul>
        {DAYS.map((day) => {
          const shifts = hours.filter((shift) => shift.day === day);
          return (
            <li key={day}>
              <span class="hours-day">{dayName(day)}</span>
              <div class="hours-shifts">
                {shifts.length === 0 && <span class="quiet">{t("hours.none")}</span>}
                {shifts.map((shift, index) => (
                  <span class="hours-shift" key={index}>
                    <input
                      type="time"
                      required
                      aria-label={t("hours.from", { day: dayName(day) })}
                      value={shift.starts}
                      onInput={(event) =>
                        replace(shift, { ...shift, starts: event.currentTarget.value })
                      }
                    />
                    <span aria-hidden="true">–</span>
                    <input
                      type="time"
                      required
                      aria-label={t("hours.to", { day: dayName(day) })}
                      value={shift.ends}
                      onInput={(event) =>
                        replace(shift, { ...shift, ends: event.currentTarget.value })
                      }
                    />
                    {shift.ends && shift.ends <= shift.starts && (
                      <span class="quiet">{t("hours.nextDay")}</span>
                    )}
                    <IconButton
                      icon="close"
                      label={t("hours.remove", { day: dayName(day) })}
                      onClick={() => replace(shift, null)}
                    />
                  </span>
                ))}
              </div>
              <IconButton
                icon="plus"
                label={t("hours.add", { day: dayName(day) })}
                onClick={() => setEdited([...hours, { day, ...USUAL }])}
              />
            </li>
          );
        })}
      </ul>
      {edited && (
        <div class="actions">
          <Button kind="primary" type="submit" busy={props.busy}>
            {t("hours.save")}
          </Button>
          <Button kind="quiet" onClick={() => setEdited(null)}>
            {t("settings.undo")}
          </Button>
        </div>
      )}
    </form>
  );
}
