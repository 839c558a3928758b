/** Who comes, who is here and who leaves today, as the PMS tells it, and how fresh that is. */

import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import { get, patch, post } from "../../api/client";
import type { Reservation } from "../../api/types";
import { useActing } from "../../app/acting";
import { now } from "../../app/clock";
import { readAll, Show, useLoaded } from "../../app/loaded";
import { useShortcuts } from "../../app/shortcuts";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Badge, Empty, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { PageBody, PageHead, Search } from "../../ui/page";
import { Tabs } from "../../ui/tabs";
import { stayTone, word } from "../guests/words";
import "./arrivals.css";

const VIEWS = ["arriving", "here", "leaving"] as const;
type View = (typeof VIEWS)[number];
const MOST = 1_000;
const GONE = new Set(["cancelled", "no_show"]);
const SOON_MS = 1_500;
const LOOKS = 8;

/** The stays of a view on a day of the hotel, by room. */
async function readStays(view: View, day: string, q: string): Promise<Reservation[]> {
  const found = await readAll(async (cursor) => {
    const page = await get("/api/v1/reservations", {
      query: {
        limit: 100,
        ...(view === "arriving" ? { arrivalFrom: day, arrivalTo: day } : {}),
        ...(view === "leaving" ? { departureFrom: day, departureTo: day } : {}),
        ...(view === "here" ? { status: "checked_in" as const } : {}),
        ...(q ? { q } : {}),
        ...(cursor ? { cursor } : {}),
      },
    });
    return { items: page.reservations, cursor: page.cursor };
  }, MOST);
  const wanted = view === "leaving" ? found.filter(({ status }) => !GONE.has(status)) : found;
  return wanted.sort(byRoom);
}

function byRoom(one: Reservation, other: Reservation): number {
  const [gone, otherGone] = [GONE.has(one.status), GONE.has(other.status)];
  if (gone !== otherGone) return gone ? 1 : -1;
  const [room, otherRoom] = [one.room ?? "\uffff", other.room ?? "\uffff"];
  return (
    room.localeCompare(otherRoom, undefined, { numeric: true }) ||
    one.guestName.localeCompare(other.guestName)
  );
}

export default function Arrivals() {
  const [view, setView] = useState<View>("arriving");
  const [picked, setPicked] = useState("");
  const [q, setQ] = useState("");
  const today = format.dayOf(new Date(now.value));
  const day = picked || today;
  const stays = useLoaded(`stays ${view} ${day} ${q}`, () => readStays(view, day, q));
  useShortcuts([
    {
      keys: "/",
      name: "keys.search",
      run: () => document.querySelector<HTMLInputElement>("#stay-search")?.focus(),
    },
  ]);
  return (
    <div class="page">
      <PageHead title={t("arrivals.title")} actions={<Pms onRead={stays.refresh} />}>
        <div class="page-tools">
          <Search id="stay-search" label={t("arrivals.search")} value={q} onSearch={setQ} />
          {view !== "here" && (
            <Field type="date" label={t("arrivals.day")} value={day} onInput={setPicked} />
          )}
          {view !== "here" && day !== today && (
            <Button kind="quiet" onClick={() => setPicked("")}>
              {t("time.today")}
            </Button>
          )}
        </div>
        <Tabs
          label={t("arrivals.views")}
          value={view}
          options={VIEWS.map((value) => ({ value, label: t(`arrivals.${value}`) }))}
          onChange={setView}
        />
      </PageHead>
      <PageBody>
        <Show loaded={stays}>
          {(found) =>
            found.length === 0 ? (
              <Empty
                icon={q ? "search" : "bed"}
                title={t(q ? "inbox.empty.search" : `arrivals.empty.${view}`)}
              >
                {t(q ? "inbox.empty.searchMore" : "arrivals.emptyMore")}
              </Empty>
            ) : (
              <Table stays={found} refresh={stays.refresh} />
            )
          }
        </Show>
      </PageBody>
    </div>
  );
}

function Table({ stays, refresh }: { stays: readonly Reservation[]; refresh: () => void }) {
  const { busy, act } = useActing(refresh);
  return (
    <table class="stays">
      <thead>
        <tr>
          <th scope="col">{t("panel.room")}</th>
          <th scope="col">{t("panel.title")}</th>
          <th scope="col">{t("arrivals.status")}</th>
          <th scope="col">{t("guests.stay")}</th>
          <th scope="col">{t("arrivals.people")}</th>
          <th scope="col">{t("arrivals.asOf")}</th>
          {may("guests:write") && (
            <th scope="col">
              <span class="only-read-out">{t("thread.more")}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {stays.map((stay) => (
          <tr key={stay.id} data-gone={GONE.has(stay.status)}>
            <td class="stays-room">
              {stay.room ?? "–"} <span class="quiet">{stay.roomType}</span>
            </td>
            <th scope="row">
              <a href={`/guests/${stay.guestId}`}>
                <bdi>{stay.guestName || t("guest.unnamed", { id: stay.guestId })}</bdi>
              </a>
              <span class="quiet">
                <bdi>{stay.confirmation}</bdi>
              </span>
            </th>
            <td>
              <span class="badges">
                <Badge tone={stayTone(stay.status)}>{word("stay", stay.status)}</Badge>
                {stay.inRecovery && (
                  <Badge tone="danger" icon="alert">
                    {t("guests.recovery")}
                  </Badge>
                )}
              </span>
            </td>
            <td>
              {format.date(stay.arrival)} – {format.date(stay.departure)}
            </td>
            <td>
              {t("arrivals.adults", { count: stay.adults })}
              {stay.children > 0 && `, ${t("arrivals.children", { count: stay.children })}`}
            </td>
            <td>
              <Badge
                tone={stay.isFresh ? "plain" : "warn"}
                {...(stay.isFresh ? {} : { icon: "clock" })}
              >
                <time dateTime={stay.asOf} title={format.full(stay.asOf)}>
                  {format.short(stay.asOf, new Date(now.value))}
                </time>
              </Badge>
            </td>
            {may("guests:write") && (
              <td class="stays-act">
                <Button
                  kind="quiet"
                  disabled={busy}
                  onClick={() =>
                    void act(() =>
                      patch("/api/v1/reservations/{id}", {
                        path: { id: stay.id },
                        body: { inRecovery: !stay.inRecovery },
                      }),
                    )
                  }
                >
                  {t(stay.inRecovery ? "arrivals.calm" : "arrivals.mark")}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How fresh the PMS's facts are, and reading it now. */
function Pms({ onRead }: { onRead: () => Promise<void> }) {
  const status = useLoaded("pms", () => get("/api/v1/pms/status"));
  const [isReading, setIsReading] = useState(false);
  const { busy, act } = useActing();
  if (!status.value) return null;
  const { provider, syncedAt, failure } = status.value;
  if (!provider) return <span class="quiet">{t("arrivals.noPms")}</span>;

  const read = () =>
    act(async () => {
      const { wantedAt } = await post("/api/v1/pms/sync", { body: { full: false } });
      setIsReading(true);
      try {
        await until(async () => ((await triedAt()) ?? "") >= wantedAt);
      } finally {
        setIsReading(false);
        await Promise.all([status.refresh(), onRead()]);
      }
    });
  return (
    <>
      {failure ? (
        <Notice tone="warn" icon="alert">
          {t("arrivals.failing")}
        </Notice>
      ) : (
        <span class="quiet" role="status">
          {isReading
            ? t("arrivals.reading")
            : syncedAt
              ? t("arrivals.synced", { time: format.short(syncedAt, new Date(now.value)) })
              : t("arrivals.neverSynced")}
        </span>
      )}
      {may("conversations:write") && (
        <Button icon="retry" busy={busy} onClick={() => void read()}>
          {t("arrivals.sync")}
        </Button>
      )}
    </>
  );
}

const triedAt = async () => (await get("/api/v1/pms/status")).triedAt;

/** Looks now and then until it is so, for a few seconds at most. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, SOON_MS));
  }
}
