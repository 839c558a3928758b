/** One's own account: name, password, duty, second factor, notices, sessions, looks. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import type { Duty } from "../../api/types";
import { useActing } from "../../app/acting";
import { noticesAre, ring } from "../../app/alarms";
import { Show, useLoaded } from "../../app/loaded";
import { change, settings, type Theme } from "../../app/settings";
import { LANGUAGES, type Language, language, t } from "../../i18n";
import { moment } from "../../i18n/format";
import { Badge, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Field, Select, Switch } from "../../ui/field";
import { Hours } from "../../ui/hours";
import { PageBody, PageHead } from "../../ui/page";
import { Tabs } from "../../ui/tabs";
import { toast } from "../../ui/toast";
import { Refused } from "../settings/form";
import { roleWord } from "../settings/people";
import * as data from "./data";
import { SecondFactor } from "./factor";
import "../../ui/admin.css";
import "./me.css";

export default function Me() {
  const person = auth.person();
  if (!person) return null;
  return (
    <div class="page">
      <PageHead title={t("nav.me")} />
      <PageBody>
        <div class="me">
          <Card title={t("me.profile")}>
            <Profile />
          </Card>
          <Card title={t("me.duty")}>
            <OnDuty />
          </Card>
          <Card title={t("me.notices")}>
            <Notices />
          </Card>
          <Card title={t("me.looks")}>
            <Looks />
          </Card>
          <Card title={t("login.password")}>
            <Password />
          </Card>
          <Card title={t("people.secondFactor")}>
            <SecondFactor />
          </Card>
          <Card title={t("me.sessions")}>
            <Sessions />
          </Card>
        </div>
      </PageBody>
    </div>
  );
}

function Card(props: { title: string; children: ComponentChildren }) {
  return (
    <section class="card" aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
      </header>
      {props.children}
    </section>
  );
}

function Profile() {
  const person = auth.person();
  const [name, setName] = useState(person?.name ?? "");
  const { busy, act } = useActing(auth.restore);
  if (!person) return null;
  const isChanged = name.trim() !== "" && name.trim() !== person.name;
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) void act(() => data.rename(name.trim()), t("settings.saved"));
      }}
    >
      <p class="quiet">
        <bdi>{person.email}</bdi> <Badge tone="accent">{roleWord(person.role)}</Badge>
      </p>
      <Field
        label={t("setup.name")}
        hint={t("setup.nameHint")}
        autocomplete="name"
        value={name}
        maxLength={200}
        onInput={setName}
      />
      {isChanged && (
        <div class="actions">
          <Button kind="primary" type="submit" busy={busy}>
            {t("save")}
          </Button>
        </div>
      )}
    </form>
  );
}

const SWITCHES: readonly Duty["switch"][] = ["hours", "on", "off"];

function OnDuty() {
  const found = useLoaded("duty", data.readDuty);
  const { busy, act } = useActing(found.refresh);
  return (
    <Show loaded={found} rows={4} kind="line">
      {(duty) => (
        <>
          <div class="badges">
            <Badge tone={duty.isOnDuty ? "good" : "plain"}>
              {t(duty.isOnDuty ? "me.isOn" : "me.isOff")}
            </Badge>
          </div>
          <Tabs
            label={t("me.duty")}
            value={duty.switch}
            options={SWITCHES.map((value) => ({ value, label: t(`me.switch.${value}`) }))}
            onChange={(value) =>
              void act(() => data.setDuty({ switch: value }), t("settings.saved"))
            }
          />
          <p class="quiet">{t("me.dutyText")}</p>
          <Hours
            hours={duty.hours}
            busy={busy}
            onSave={(hours) =>
              act(async () => {
                await data.setDuty({ hours });
                await found.refresh();
              }, t("hours.saved"))
            }
          />
        </>
      )}
    </Show>
  );
}

function Notices() {
  const found = useLoaded("push", async () => ({
    push: await data.readPush(),
    mine: await data.subscription(),
  }));
  const { busy, act } = useActing(found.refresh);
  const [refused, setRefused] = useState(false);
  const { sound, desktop } = settings.value;
  const allow = async (wanted: boolean) => {
    setRefused(false);
    if (wanted && noticesAre() === "default") await Notification.requestPermission();
    const allowed = !wanted || noticesAre() === "granted";
    setRefused(!allowed);
    if (allowed) change({ desktop: wanted });
  };
  return (
    <>
      <p class="quiet">{t("me.noticesText")}</p>
      <div>
        <Switch
          label={t("me.sound")}
          checked={sound}
          onChange={(wanted) => {
            change({ sound: wanted });
            if (wanted) ring();
          }}
        />
        {noticesAre() !== "missing" && (
          <Switch
            label={t("me.desktop")}
            checked={desktop && noticesAre() === "granted"}
            onChange={(wanted) => void allow(wanted)}
          />
        )}
      </div>
      <Show loaded={found} rows={1} kind="line">
        {({ push, mine }) => {
          if (!push.isEnabled) return <p class="quiet">{t("me.pushOff")}</p>;
          if (!data.canPush()) return <Notice tone="plain">{t("me.pushMissing")}</Notice>;
          return (
            <>
              <div class="actions">
                {mine ? (
                  <>
                    <Button
                      icon="send"
                      busy={busy}
                      onClick={() => void act(data.testPush, t("me.pushTested"))}
                    >
                      {t("me.pushTest")}
                    </Button>
                    <Button
                      kind="quiet"
                      busy={busy}
                      onClick={() => void act(data.unsubscribe, t("me.pushEnded"))}
                    >
                      {t("me.pushEnd")}
                    </Button>
                  </>
                ) : (
                  <Button
                    icon="bell"
                    busy={busy}
                    onClick={() =>
                      void act(async () => {
                        const done = await data.subscribe(push.publicKey);
                        setRefused(!done);
                        if (done) toast(t("me.pushBegun"));
                      })
                    }
                  >
                    {t("me.pushBegin")}
                  </Button>
                )}
              </div>
              {push.browsers > 0 && (
                <p class="quiet">{t("me.pushBrowsers", { count: push.browsers })}</p>
              )}
            </>
          );
        }}
      </Show>
      {refused && (
        <Notice tone="warn" icon="info">
          {t("me.noticesRefused")}
        </Notice>
      )}
    </>
  );
}

const THEMES: readonly Theme[] = ["system", "light", "dark"];

function Looks() {
  const { theme, enterSends } = settings.value;
  return (
    <>
      <Select<Language>
        label={t("language")}
        value={language.value}
        options={Object.entries(LANGUAGES).map(([value, label]) => ({
          value: value as Language,
          label,
        }))}
        onChange={(code) => change({ language: code })}
      />
      <Select<Theme>
        label={t("me.theme")}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        onChange={(value) => change({ theme: value })}
      />
      <Switch
        label={t("composer.enter")}
        checked={enterSends}
        onChange={(wanted) => change({ enterSends: wanted })}
      />
    </>
  );
}

function Password() {
  const [old, setOld] = useState("");
  const [wanted, setWanted] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const isReady = old !== "" && wanted !== "";
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await data.setPassword(old, wanted);
      toast(t("me.passwordSaved"));
      setOld("");
      setWanted("");
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void submit();
      }}
    >
      <Field
        label={t("me.oldPassword")}
        type="password"
        autocomplete="current-password"
        value={old}
        onInput={setOld}
      />
      <Field
        label={t("setup.newPassword")}
        hint={t("setup.passwordHint")}
        type="password"
        autocomplete="new-password"
        value={wanted}
        onInput={setWanted}
      />
      {problem !== null && <Refused problem={problem} />}
      {isReady && (
        <>
          <p class="quiet">{t("me.passwordEnds")}</p>
          <div class="actions">
            <Button kind="primary" type="submit" busy={busy}>
              {t("setup.savePassword")}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}

function Sessions() {
  const found = useLoaded("sessions", data.readSessions);
  const { busy, act } = useActing(found.refresh);
  return (
    <Show loaded={found} rows={2}>
      {(sessions) => (
        <>
          <ul class="rows">
            {sessions.map((session) => (
              <li key={session.id} class="row-line">
                <span class="row-main">
                  <bdi class="row-title" title={session.userAgent}>
                    {data.deviceOf(session.userAgent) || t("me.program")}
                  </bdi>
                  <span class="quiet">
                    <bdi>{session.address}</bdi> ·{" "}
                    {t("me.seen", { when: moment(session.lastSeenAt) })}
                  </span>
                </span>
                {session.isThis ? (
                  <Badge tone="good">{t("me.thisSession")}</Badge>
                ) : (
                  <Button
                    busy={busy}
                    onClick={() => void act(() => data.endSession(session.id), t("me.ended"))}
                  >
                    {t("me.end")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {sessions.length > 1 && (
            <div class="actions">
              <Button busy={busy} onClick={() => void act(data.endOthers, t("me.ended"))}>
                {t("me.endOthers")}
              </Button>
            </div>
          )}
        </>
      )}
    </Show>
  );
}
