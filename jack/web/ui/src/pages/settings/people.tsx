/** Who works here, what they may do, and when they are on duty. */

import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { ApiError } from "../../api/errors";
import type { Account, Department, OneTimeLink, Role, Roles } from "../../api/types";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { go } from "../../app/router";
import { isKey, t } from "../../i18n";
import { full } from "../../i18n/format";
import { Avatar, Badge, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { CheckGroup } from "../../ui/checks";
import { Copy } from "../../ui/copy";
import { Dialog } from "../../ui/dialog";
import { Field, Select } from "../../ui/field";
import { Hours } from "../../ui/hours";
import { Icon } from "../../ui/icons";
import { Part } from "../../ui/page";
import { departmentWord } from "../inbox/words";
import { Refused } from "./form";
import * as data from "./people-data";

export function roleWord(role: string): string {
  const key = `role.${role}`;
  return isKey(key) ? t(key) : role;
}

export function People({ id }: { id: string | undefined }) {
  const found = useLoaded("people", data.readPeople);
  const roles = useLoaded("roles", data.readRoles);
  const [isInviting, setInviting] = useState(false);
  return (
    <>
      <div class="actions">
        <Button kind="primary" icon="plus" onClick={() => setInviting(true)}>
          {t("people.invite")}
        </Button>
        <a class="button quiet" href="/settings/roles">
          {t("people.whoMay")}
        </a>
      </div>
      <Show loaded={found}>
        {(people) => (
          <>
            <ul class="rows">
              {people.map((person) => (
                <li key={person.id}>
                  <a class="row-line" href={`/settings/people/${person.id}`}>
                    <Avatar name={person.name} />
                    <span class="row-main">
                      <bdi class="row-title">{person.name}</bdi>
                      <bdi class="quiet">{person.email}</bdi>
                    </span>
                    <span class="badges">
                      <Badge tone="accent">{roleWord(person.role)}</Badge>
                      {person.isOnDuty && <Badge tone="good">{t("people.onDuty")}</Badge>}
                      {person.isDisabled && <Badge tone="danger">{t("people.disabled")}</Badge>}
                      {!person.hasPassword && <Badge tone="warn">{t("people.invited")}</Badge>}
                      {person.hasSecondFactor && (
                        <Badge icon="key">{t("people.secondFactor")}</Badge>
                      )}
                    </span>
                    <Icon name="forward" size={18} />
                  </a>
                </li>
              ))}
            </ul>
            {people.length === 1 && <p class="quiet">{t("people.alone")}</p>}
            {id &&
              people
                .filter((person) => person.id === id)
                .map((person) => (
                  <OneOf
                    key={person.id}
                    person={person}
                    roles={roles.value}
                    refresh={found.refresh}
                  />
                ))}
          </>
        )}
      </Show>
      {isInviting && roles.value && (
        <Invite roles={roles.value} refresh={found.refresh} onClose={() => setInviting(false)} />
      )}
    </>
  );
}

function mayManage(role: Role): boolean {
  return role !== "admin" || auth.person()?.role === "admin";
}

function ProfileFields(props: {
  roles: Roles;
  profile: data.Profile;
  onChange: (profile: data.Profile) => void;
}) {
  const { roles, profile, onChange } = props;
  return (
    <>
      <Field
        label={t("people.name")}
        value={profile.name}
        maxLength={200}
        onInput={(name) => onChange({ ...profile, name })}
      />
      <Select<Role>
        label={t("people.role")}
        value={profile.role}
        hint={t(`role.${profile.role}.more`)}
        options={roles.roles
          .filter(({ role }) => mayManage(role))
          .map(({ role }) => ({ value: role, label: roleWord(role) }))}
        onChange={(role) => onChange({ ...profile, role })}
      />
      <CheckGroup<Department>
        label={t("people.departments")}
        hint={t("people.departmentsHint")}
        value={profile.departments}
        options={roles.departments.map((value) => ({ value, label: departmentWord(value) }))}
        onChange={(departments) => onChange({ ...profile, departments })}
      />
    </>
  );
}

/** The whole link: where Jack's public address is not set, the one this page came from. */
export function whole({ link, path }: OneTimeLink): string {
  return link ?? `${location.origin}${path}`;
}

function LinkOnce({ link, name }: { link: OneTimeLink; name: string }) {
  return (
    <>
      <p>{t("people.linkText", { name })}</p>
      <Copy label={t("people.link")} text={whole(link)} />
      <Notice tone="warn" icon="clock">
        {t("people.linkOnce", { until: full(link.expiresAt) })}
      </Notice>
    </>
  );
}

const NEWCOMER: data.Profile = { name: "", role: "front_desk", departments: [] };

function Invite(props: { roles: Roles; refresh: () => Promise<void>; onClose: () => void }) {
  const [email, setEmail] = useState("");
  const [profile, setProfile] = useState(NEWCOMER);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [made, setMade] = useState<{ name: string; link: OneTimeLink } | null>(null);
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { staff, link } = await data.invite(email.trim(), profile);
      setMade({ name: staff.name, link });
      await props.refresh();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  if (made)
    return (
      <Dialog
        title={t("people.invitedTitle", { name: made.name })}
        onClose={props.onClose}
        actions={
          <Button kind="primary" onClick={props.onClose}>
            {t("people.linkTaken")}
          </Button>
        }
      >
        <LinkOnce {...made} />
      </Dialog>
    );
  const isTaken = problem instanceof ApiError && problem.code === "CONFLICT";
  return (
    <Dialog title={t("people.invite")} onClose={props.onClose}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          label={t("login.email")}
          type="email"
          autocomplete="off"
          value={email}
          maxLength={254}
          error={isTaken ? t("people.taken") : undefined}
          autofocus
          onInput={setEmail}
        />
        <ProfileFields roles={props.roles} profile={profile} onChange={setProfile} />
        {problem !== null && !isTaken && <Refused problem={problem} />}
        <div class="actions end">
          <Button kind="primary" type="submit" busy={busy} disabled={!email.includes("@")}>
            {t("people.makeLink")}
          </Button>
        </div>
        {!email.includes("@") && <p class="quiet">{t("people.needsEmail")}</p>}
      </form>
    </Dialog>
  );
}

function OneOf(props: { person: Account; roles: Roles | null; refresh: () => Promise<void> }) {
  const { person, roles } = props;
  const [profile, setProfile] = useState<data.Profile>({
    name: person.name,
    role: person.role,
    departments: person.departments as Department[],
  });
  const [link, setLink] = useState<OneTimeLink | null>(null);
  const [asks, setAsks] = useState<"reset" | "factor" | "disable" | null>(null);
  const { busy, act } = useActing(props.refresh);
  const hours = useLoaded(`hours ${person.id}`, () => data.readHours(person.id));
  const close = () => go("/settings/people");
  const isMe = person.id === auth.person()?.id;
  const isOurs = mayManage(person.role);

  if (link)
    return (
      <Dialog
        title={t("people.reset")}
        onClose={() => setLink(null)}
        actions={
          <Button kind="primary" onClick={() => setLink(null)}>
            {t("people.linkTaken")}
          </Button>
        }
      >
        <LinkOnce link={link} name={person.name} />
      </Dialog>
    );
  if (asks)
    return (
      <Dialog
        title={t(`people.${asks}`)}
        onClose={() => setAsks(null)}
        actions={
          <>
            <Button onClick={() => setAsks(null)}>{t("cancel")}</Button>
            <Button
              kind="danger"
              busy={busy}
              onClick={() =>
                void act(
                  async () => {
                    if (asks === "reset") setLink(await data.reset(person));
                    else if (asks === "factor") await data.dropSecondFactor(person);
                    else await data.edit(person, { isDisabled: true });
                    setAsks(null);
                  },
                  asks === "reset" ? undefined : t("settings.saved"),
                )
              }
            >
              {t(`people.${asks}`)}
            </Button>
          </>
        }
      >
        <p>{t(`people.${asks}.sure`, { name: person.name })}</p>
      </Dialog>
    );
  return (
    <Dialog title={person.name} onClose={close} wide>
      <p class="quiet">
        <bdi>{person.email}</bdi>
      </p>
      {!isOurs && <Notice tone="plain">{t("people.adminsOnly")}</Notice>}
      {isOurs && roles && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            void act(() => data.edit(person, profile), t("settings.saved"));
          }}
        >
          <ProfileFields roles={roles} profile={profile} onChange={setProfile} />
          <div class="actions">
            <Button kind="primary" type="submit" busy={busy}>
              {t("save")}
            </Button>
          </div>
        </form>
      )}
      <Part title={t("people.hours")}>
        <Show loaded={hours} rows={3} kind="line">
          {({ hours: shifts }) => (
            <Hours
              hours={shifts}
              busy={busy}
              onSave={(wanted) =>
                act(async () => {
                  await data.setHours(person.id, wanted);
                  await hours.refresh();
                }, t("hours.saved"))
              }
            />
          )}
        </Show>
      </Part>
      {isOurs && (
        <Part title={t("people.access")}>
          <div class="actions">
            {!person.isDisabled && (
              <Button icon="key" onClick={() => setAsks("reset")}>
                {t("people.reset")}
              </Button>
            )}
            {person.hasSecondFactor && (
              <Button onClick={() => setAsks("factor")}>{t("people.factor")}</Button>
            )}
            {person.isDisabled ? (
              <Button
                busy={busy}
                onClick={() =>
                  void act(() => data.edit(person, { isDisabled: false }), t("settings.saved"))
                }
              >
                {t("people.enable")}
              </Button>
            ) : (
              !isMe && (
                <Button icon="offline" onClick={() => setAsks("disable")}>
                  {t("people.disable")}
                </Button>
              )
            )}
          </div>
        </Part>
      )}
    </Dialog>
  );
}

export function permissionWord(permission: string): string {
  const key = `may.${permission}`;
  return isKey(key) ? t(key) : permission;
}

export function RoleTable() {
  const found = useLoaded("roles", data.readRoles);
  return (
    <Show loaded={found} kind="line">
      {({ roles, permissions }) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a phone, by keyboard too
        <section class="table-scroll" tabIndex={0} aria-label={t("settings.roles")}>
          <table class="table roles">
            <thead>
              <tr>
                <th scope="col">{t("people.permission")}</th>
                {roles.map(({ role }) => (
                  <th scope="col" key={role}>
                    {roleWord(role)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {permissions.map((permission) => (
                <tr key={permission}>
                  <th scope="row">{permissionWord(permission)}</th>
                  {roles.map(({ role, permissions: held }) => (
                    <td key={role}>
                      {held.includes(permission) ? (
                        <>
                          <Icon name="check" size={18} />
                          <span class="only-read-out">{t("yes")}</span>
                        </>
                      ) : (
                        <span class="only-read-out">{t("no")}</span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Show>
  );
}
