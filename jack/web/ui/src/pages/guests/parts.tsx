/** What is known of a guest, part by part; on the guest's page and beside a conversation. */

import { useState } from "preact/hooks";
import { may } from "../../api/auth";
import type { Guest, Preference, Stay } from "../../api/types";
import { useActing } from "../../app/acting";
import { now } from "../../app/clock";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import * as format from "../../i18n/format";
import { Badge } from "../../ui/bits";
import { Button, IconButton } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Area, Field, Select } from "../../ui/field";
import { Icon } from "../../ui/icons";
import { Part } from "../../ui/page";
import { channelIcon, channelWord, statusWord, taskTone } from "../inbox/words";
import * as data from "./data";
import "./parts.css";
import { stayTone, word } from "./words";

const mayWrite = () => may("guests:write");

export function Marks({ guest }: { guest: Guest }) {
  return (
    <div class="badges">
      {guest.isVip && (
        <Badge tone="accent" icon="star">
          {t("line.vip")}
        </Badge>
      )}
      {guest.inRecovery && (
        <Badge tone="danger" icon="alert">
          {t("guests.recovery")}
        </Badge>
      )}
      {guest.loyalty && <Badge>{guest.loyalty}</Badge>}
      {guest.tags.map((tag) => (
        <Badge key={tag}>
          <bdi>{tag}</bdi>
        </Badge>
      ))}
    </div>
  );
}

/** Where and when they stay, and how that stands. */
export function StayLine({ stay }: { stay: Stay }) {
  return (
    <div class="stay">
      <p class="stay-top">
        <strong>{stay.room ? t("line.room", { room: stay.room }) : t("stay.noRoom")}</strong>
        <Badge tone={stayTone(stay.status)}>{word("stay", stay.status)}</Badge>
        {stay.inRecovery && <Badge tone="danger">{t("guests.recovery")}</Badge>}
      </p>
      <p>
        {format.date(stay.arrival)} – {format.date(stay.departure)}
      </p>
      <p class="quiet">
        <bdi>{[stay.roomType, stay.confirmation].filter(Boolean).join(" · ")}</bdi>
        {stay.balance && ` · ${format.money(stay.balance)}`}
      </p>
    </div>
  );
}

export function Stays({ id }: { id: string }) {
  const found = useLoaded(`stays ${id}`, () => data.readStays(id));
  return (
    <Part title={t("guests.stays")}>
      <Show loaded={found} kind="line" rows={3}>
        {(stays) =>
          stays.length === 0 ? (
            <p class="quiet">{t("guests.noStays")}</p>
          ) : (
            <ul class="part-list">
              {stays.map((stay) => (
                <li key={stay.id}>
                  <StayLine stay={stay} />
                </li>
              ))}
            </ul>
          )
        }
      </Show>
    </Part>
  );
}

export function Preferences({ id }: { id: string }) {
  const found = useLoaded(`preferences ${id}`, () => data.readPreferences(id), isOf);
  const [edited, setEdited] = useState<Preference | "new" | null>(null);
  const { busy, act } = useActing(found.refresh);
  return (
    <Part
      title={t("guests.preferences")}
      actions={
        mayWrite() && (
          <IconButton
            icon="plus"
            label={t("guests.preferenceAdd")}
            onClick={() => setEdited("new")}
          />
        )
      }
    >
      <Show loaded={found} kind="line" rows={3}>
        {(likes) =>
          likes.length === 0 ? (
            <p class="quiet">{t("guests.noPreferences")}</p>
          ) : (
            <ul class="part-list">
              {likes.map((liked) => (
                <li key={liked.id} class="part-row">
                  <div>
                    <span class="quiet">{word("preference", liked.name)}</span>
                    <p>
                      <bdi>{liked.value}</bdi>
                    </p>
                    <span class="quiet">
                      {word("preferenceBy", liked.source)}
                      {liked.source === "learned" &&
                        ` · ${t("guests.sure", { percent: Math.round(liked.confidence * 100) })}`}
                    </span>
                  </div>
                  {mayWrite() && (
                    <span class="part-acts">
                      <IconButton
                        icon="edit"
                        label={t("guests.preferenceEdit", { value: liked.value })}
                        onClick={() => setEdited(liked)}
                      />
                      <IconButton
                        icon="trash"
                        label={t("guests.preferenceRemove", { value: liked.value })}
                        busy={busy}
                        onClick={() => void act(() => data.removePreference(id, liked.id))}
                      />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Show>
      {edited && (
        <PreferenceForm
          guestId={id}
          liked={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            void found.refresh();
          }}
        />
      )}
    </Part>
  );
}

/** What may have changed when something happens in a conversation: Jack learns from them. */
function isOf({ type }: { type: string }): boolean {
  return type === "message.new" || type === "conversation.updated";
}

function PreferenceForm(props: {
  guestId: string;
  liked: Preference | null;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { guestId, liked } = props;
  const [name, setName] = useState((liked?.name ?? "other") as data.PreferenceName);
  const [value, setValue] = useState(liked?.value ?? "");
  const [isTried, setIsTried] = useState(false);
  const { busy, act } = useActing();
  const save = async () => {
    setIsTried(true);
    const body = { name, value: value.trim() };
    if (!body.value) return;
    const isSaved = await act(
      () => (liked ? data.changePreference(guestId, liked.id, body) : data.prefer(guestId, body)),
      t("tasks.saved"),
    );
    if (isSaved) props.onSaved();
  };
  return (
    <Dialog
      title={t(liked ? "guests.preferenceChange" : "guests.preferenceAdd")}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Select
        label={t("guests.preferenceKind")}
        value={name}
        options={data.PREFERENCES.map((code) => ({ value: code, label: word("preference", code) }))}
        onChange={setName}
      />
      <Field
        label={t("guests.preferenceValue")}
        value={value}
        onInput={setValue}
        error={isTried && !value.trim() ? t("tasks.say.missing") : undefined}
        maxLength={200}
        autofocus
      />
    </Dialog>
  );
}

export function Notes({ id }: { id: string }) {
  const found = useLoaded(`notes ${id}`, () => data.readNotes(id));
  const [text, setText] = useState("");
  const { busy, act } = useActing(found.refresh);
  const save = async () => {
    if (text.trim() && (await act(() => data.addNote(id, text.trim())))) setText("");
  };
  return (
    <Part title={t("guests.notes")}>
      <Show loaded={found} kind="line" rows={2}>
        {(notes) => (
          <ul class="part-list">
            {notes.map((note) => (
              <li key={note.id} class="part-row">
                <div>
                  <p class="guest-note" dir="auto">
                    {note.text}
                  </p>
                  <span class="quiet">
                    <bdi>{note.staffName ?? t("sender.staff")}</bdi> · {ago(note.createdAt)}
                  </span>
                </div>
                {mayWrite() && (
                  <IconButton
                    icon="trash"
                    label={t("guests.noteRemove")}
                    busy={busy}
                    onClick={() => void act(() => data.removeNote(id, note.id))}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
      </Show>
      {mayWrite() && (
        <form
          class="part-form"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <Area
            label={t("guests.noteNew")}
            hint={t("note.hint")}
            value={text}
            onInput={setText}
            rows={2}
            maxLength={2000}
          />
          <Button type="submit" busy={busy} disabled={!text.trim()}>
            {t("composer.noteSave")}
          </Button>
        </form>
      )}
    </Part>
  );
}

/** The newest yes or no of every channel and purpose counts. */
export function Consents({ id }: { id: string }) {
  const found = useLoaded(`consents ${id}`, () => data.readConsents(id), isOf);
  const { busy, act } = useActing(found.refresh);
  return (
    <Part title={t("guests.consents")}>
      <Show loaded={found} kind="line" rows={3}>
        {(consents) => (
          <ul class="part-list">
            {data.CHANNELS.flatMap((channel) =>
              data.PURPOSES.map((purpose) => {
                const said = consents.find(
                  (one) => one.channel === channel && one.purpose === purpose,
                );
                // Unless they said no, guests are told of what they asked for; offers need a yes.
                const isOn = said?.isGiven ?? purpose === "messages";
                return (
                  <li key={`${channel} ${purpose}`} class="part-row">
                    <div>
                      <p>
                        {t("guests.consentFor", {
                          channel: channelWord(channel),
                          purpose: word("purpose", purpose),
                        })}
                      </p>
                      <span class="quiet">
                        {said
                          ? `${t(said.isGiven ? "guests.yes" : "guests.no")} · ${ago(said.createdAt)}`
                          : t("guests.notAsked")}
                      </span>
                    </div>
                    {mayWrite() && (
                      <Button
                        kind="quiet"
                        disabled={busy}
                        onClick={() => void act(() => data.consent(id, channel, purpose, !isOn))}
                      >
                        {t(isOn ? "guests.setNo" : "guests.setYes")}
                      </Button>
                    )}
                  </li>
                );
              }),
            )}
          </ul>
        )}
      </Show>
    </Part>
  );
}

/** Where they write from, and whether that proves who they are. */
export function Contacts({ id }: { id: string }) {
  const found = useLoaded(`contacts ${id}`, () => data.readContacts(id), isOf);
  return (
    <Part title={t("guests.contacts")}>
      <Show loaded={found} kind="line" rows={3}>
        {({ identities, verifications }) => (
          <ul class="part-list">
            {identities.length === 0 && <li class="quiet">{t("guests.noContacts")}</li>}
            {identities.map((one) => (
              <li key={one.id}>
                <p class="with-icon">
                  <Icon name={channelIcon(one.channel)} size={16} />
                  {channelWord(one.channel)}
                  <Badge tone={one.isProven ? "good" : "plain"}>
                    {t(one.isProven ? "guests.proven" : "guests.unproven")}
                  </Badge>
                </p>
                {one.channel !== "webchat" && (
                  <span class="quiet">
                    <bdi>{one.phone ?? one.address}</bdi>
                  </span>
                )}
              </li>
            ))}
            {verifications.map((one, index) => (
              <li key={`proof ${index}`}>
                <p>{word("proof", one.outcome)}</p>
                <span class="quiet">
                  {channelWord(one.channel)} · {ago(one.createdAt)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Show>
    </Part>
  );
}

/** Earlier conversations and tasks. */
export function History({ id, without }: { id: string; without?: string }) {
  const found = useLoaded(
    `history ${id}`,
    () => data.readHistory(id),
    ({ type }) => type.startsWith("task.") || type.startsWith("conversation."),
  );
  return (
    <Part title={t("guests.history")}>
      <Show loaded={found} kind="line" rows={3}>
        {({ conversations, tasks }) => {
          const talks = conversations.filter((one) => one.id !== without);
          if (!talks.length && !tasks.length) return <p class="quiet">{t("guests.noHistory")}</p>;
          return (
            <ul class="part-list">
              {talks.map((one) => (
                <li key={`talk ${one.id}`}>
                  <a class="part-link" href={`/inbox/${one.id}`}>
                    <span class="with-icon">
                      <Icon name={channelIcon(one.channel)} size={16} />
                      <bdi class="one-line">{one.lastMessage || channelWord(one.channel)}</bdi>
                    </span>
                  </a>
                  <span class="quiet">{ago(one.lastMessageAt)}</span>
                </li>
              ))}
              {tasks.map((one) => (
                <li key={`task ${one.id}`}>
                  <a class="part-link" href={`/tasks/${one.id}`}>
                    <span class="with-icon">
                      <Icon name="tasks" size={16} />
                      <bdi class="one-line">{one.title}</bdi>
                    </span>
                  </a>
                  <span class="with-icon">
                    <Badge tone={taskTone(one.status, one.isOverdue)}>
                      {one.isOverdue ? t("task.overdue") : statusWord(one.status)}
                    </Badge>
                    <span class="quiet">{ago(one.createdAt)}</span>
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Show>
    </Part>
  );
}

export function ago(iso: string) {
  return (
    <time dateTime={iso} title={format.full(iso)}>
      {format.short(iso, new Date(now.value))}
    </time>
  );
}
