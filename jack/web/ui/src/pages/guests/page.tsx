/** Guests: who they are, where they stay, what they like, and which two of them are one. */

import { useEffect, useRef, useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { Guest } from "../../api/types";
import { readAll, Show, useLoaded } from "../../app/loaded";
import { go, parts } from "../../app/router";
import { useShortcuts } from "../../app/shortcuts";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Avatar, Badge, Empty } from "../../ui/bits";
import { Button, IconButton } from "../../ui/button";
import { Fact, Facts, PageHead, Search } from "../../ui/page";
import { VirtualList } from "../../ui/virtual";
import * as data from "./data";
import { GuestForm } from "./form";
import "./guests.css";
import { Merges, Suggestions } from "./merges";
import { Consents, Contacts, History, Marks, Notes, Preferences, StayLine, Stays } from "./parts";
import { Ratings } from "./ratings";
import { nameOf, stayTone, word } from "./words";

const ROW_REM = 4.5;
const STEP = 50;

export { ready } from "../../i18n/rules";

export default function Guests() {
  const [q, setQ] = useState("");
  const [most, setMost] = useState(STEP);
  const [isNew, setIsNew] = useState(false);
  const found = useLoaded(`guests ${q} ${most}`, async () => {
    const guests = await readAll((cursor) => data.readGuests(q, cursor), most);
    return { guests, isAll: guests.length < most };
  });
  const shown = useRef(found.value);
  if (found.value) shown.current = found.value;
  const [, id] = parts.value;
  const openId = id && /^\d+$/.test(id) ? id : null;

  const step = (by: 1 | -1) => {
    const guests = found.value?.guests ?? [];
    const at = guests.findIndex((guest) => guest.id === openId);
    const next = guests[at < 0 ? 0 : at + by];
    if (next) go(`/guests/${next.id}`, { replace: at >= 0 });
  };
  useShortcuts([
    { keys: "j", name: "keys.nextGuest", run: () => step(1) },
    { keys: "k", name: "keys.previousGuest", run: () => step(-1) },
    {
      keys: "/",
      name: "keys.search",
      run: () => document.querySelector<HTMLInputElement>("#guest-search")?.focus(),
    },
    ...(openId ? [{ keys: "Escape", name: "keys.back" as const, run: () => go("/guests") }] : []),
  ]);

  // While more of the same list is read, what is known stays.
  const list = found.value || most === STEP ? found : { ...found, value: shown.current };
  return (
    <div class="split" data-open={openId !== null}>
      <section class="split-list" aria-label={t("guests.title")}>
        <PageHead
          title={t("guests.title")}
          actions={
            may("guests:write") && (
              <IconButton icon="plus" label={t("guests.new")} onClick={() => setIsNew(true)} />
            )
          }
        >
          <Search
            id="guest-search"
            label={t("guests.search")}
            value={q}
            onSearch={(text) => {
              setMost(STEP);
              setQ(text);
            }}
          />
        </PageHead>
        <Show loaded={list} rows={8}>
          {({ guests, isAll }) =>
            guests.length === 0 ? (
              <Empty
                icon={q ? "search" : "guests"}
                title={t(q ? "inbox.empty.search" : "guests.empty")}
              >
                {t(q ? "inbox.empty.searchMore" : "guests.emptyMore")}
              </Empty>
            ) : (
              <VirtualList
                label={t("guests.title")}
                items={guests}
                rowRem={ROW_REM}
                keyOf={({ id: guestId }) => guestId}
                row={(guest) => <Row guest={guest} isChosen={guest.id === openId} />}
                onEnd={() => !isAll && found.value && setMost(guests.length + STEP)}
              />
            )
          }
        </Show>
      </section>
      {openId ? (
        <One key={openId} id={openId} onChanged={() => void found.refresh()} />
      ) : (
        <section class="split-rest" aria-label={t("guests.pick")}>
          <Empty icon="guests" title={t("guests.pick")}>
            {t("guests.pickMore")}
          </Empty>
        </section>
      )}
      {isNew && (
        <GuestForm
          onClose={() => setIsNew(false)}
          onSaved={(guest) => {
            setIsNew(false);
            void found.refresh();
            go(`/guests/${guest.id}`);
          }}
        />
      )}
    </div>
  );
}

function Row({ guest, isChosen }: { guest: Guest; isChosen: boolean }) {
  const { stay } = guest;
  return (
    <a class="guest-row" href={`/guests/${guest.id}`} aria-current={isChosen ? "true" : undefined}>
      <Avatar name={`${guest.firstName} ${guest.lastName}`} />
      <span class="guest-row-text">
        <span class="guest-row-name">
          <bdi>{nameOf(guest)}</bdi>
        </span>
        <span class="quiet one-line">
          {stay ? (
            `${format.date(stay.arrival)} – ${format.date(stay.departure)}`
          ) : (
            <bdi>{guest.phone ?? guest.email ?? t("guests.noStay")}</bdi>
          )}
        </span>
      </span>
      <span class="guest-row-marks">
        {guest.isVip && <Badge tone="accent">{t("line.vip")}</Badge>}
        {stay && (
          <Badge tone={stayTone(stay.status)}>
            {stay.room ? t("line.room", { room: stay.room }) : word("stay", stay.status)}
          </Badge>
        )}
      </span>
    </a>
  );
}

function One({ id, onChanged }: { id: string; onChanged: () => void }) {
  const [version, setVersion] = useState(0);
  const found = useLoaded(`guest ${id}`, () => data.readGuest(id));
  const heading = useRef<HTMLHeadingElement>(null);
  const [isEdited, setIsEdited] = useState(false);
  const isThere = found.value !== null;
  useEffect(() => {
    if (isThere) heading.current?.focus({ preventScroll: true });
  }, [isThere]);
  // A merge brings what belongs to both: every part is read again.
  const changed = () => {
    setVersion((before) => before + 1);
    void found.refresh();
    onChanged();
  };
  return (
    <section class="split-rest guest" aria-label={t("panel.title")}>
      <Show loaded={found}>
        {(guest) => (
          <>
            <header class="guest-head">
              <span class="split-back">
                <IconButton icon="back" label={t("back")} onClick={() => go("/guests")} />
              </span>
              <Avatar name={`${guest.firstName} ${guest.lastName}`} />
              <div class="guest-who">
                <h2 ref={heading} tabIndex={-1}>
                  <bdi>{nameOf(guest)}</bdi>
                </h2>
                <Marks guest={guest} />
              </div>
              <div class="page-actions">
                {may("guests:write") && (
                  <Button icon="edit" onClick={() => setIsEdited(true)}>
                    {t("tasks.step.edit")}
                  </Button>
                )}
                <a
                  class="button plain"
                  href={`/api/v1/guests/${guest.id}/export`}
                  download={`guest-${guest.id}.json`}
                >
                  {t("guests.export")}
                </a>
              </div>
            </header>
            <div class="guest-scroll">
              <div class="guest-parts" key={`${guest.id} ${version}`}>
                <Suggestions guest={guest} onChanged={changed} />
                {guest.stay && (
                  <section class="part" aria-label={t("guests.stay")}>
                    <header>
                      <h3>{t("guests.stay")}</h3>
                    </header>
                    <StayLine stay={guest.stay} />
                  </section>
                )}
                <section class="part" aria-label={t("guests.reach")}>
                  <header>
                    <h3>{t("guests.reach")}</h3>
                  </header>
                  <Facts>
                    <Fact name={t("guests.phone")}>
                      {guest.phone ? (
                        <a href={`tel:${guest.phone}`} dir="ltr">
                          {guest.phone}
                        </a>
                      ) : (
                        "–"
                      )}
                    </Fact>
                    <Fact name={t("login.email")}>
                      {guest.email ? <a href={`mailto:${guest.email}`}>{guest.email}</a> : "–"}
                    </Fact>
                    <Fact name={t("panel.language")}>
                      {guest.language ? format.languageName(guest.language) : "–"}
                    </Fact>
                  </Facts>
                </section>
                <Preferences id={guest.id} />
                <Notes id={guest.id} />
                <History id={guest.id} />
                <Stays id={guest.id} />
                <Ratings id={guest.id} />
                <Contacts id={guest.id} />
                <Consents id={guest.id} />
                <Merges id={guest.id} version={version} onChanged={changed} />
              </div>
            </div>
            {isEdited && (
              <GuestForm
                guest={guest}
                onClose={() => setIsEdited(false)}
                onSaved={() => {
                  setIsEdited(false);
                  void found.refresh();
                  onChanged();
                }}
              />
            )}
          </>
        )}
      </Show>
    </section>
  );
}
