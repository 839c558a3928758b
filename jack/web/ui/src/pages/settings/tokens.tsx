/** Tokens of scripts: made once, seen once, stopped at once. */

import { useState } from "preact/hooks";
import { get, post, remove } from "../../api/client";
import type { Permission, Token } from "../../api/types";
import { useActing } from "../../app/acting";
import { Show, useLoaded } from "../../app/loaded";
import { t } from "../../i18n";
import { day, moment } from "../../i18n/format";
import { Badge, Empty, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { CheckGroup } from "../../ui/checks";
import { Copy } from "../../ui/copy";
import { Dialog } from "../../ui/dialog";
import { Field, Select } from "../../ui/field";
import { Refused } from "./form";
import { permissionWord } from "./people";
import { readPeople, readRoles } from "./people-data";

/** A script may not manage accounts and tokens, whoever made it. */
const NOT_FOR_SCRIPTS = new Set<string>(["staff:manage", "tokens:manage"]);
const DAY_MS = 86_400_000;
const LIVES = ["30", "90", "365", ""] as const;

export function Tokens() {
  const found = useLoaded("tokens", () => get("/api/v1/tokens", { query: { limit: 100 } }));
  const people = useLoaded("people", readPeople);
  const [isNew, setNew] = useState(false);
  const [ending, setEnding] = useState<Token | null>(null);
  const { busy, act } = useActing(found.refresh);
  const nameOf = (id: string) => people.value?.find((person) => person.id === id)?.name ?? "";
  return (
    <>
      <p class="quiet">{t("tokens.text")}</p>
      <div class="actions">
        <Button kind="primary" icon="plus" onClick={() => setNew(true)}>
          {t("tokens.new")}
        </Button>
      </div>
      <Show loaded={found} rows={3}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <Empty icon="key" title={t("tokens.none")}>
              {t("tokens.noneMore")}
            </Empty>
          ) : (
            <ul class="rows">
              {tokens.map((token) => (
                <li key={token.id} class="row-line">
                  <span class="row-main">
                    <bdi class="row-title">{token.name}</bdi>
                    <span class="quiet">
                      <code dir="ltr">…{token.hint}</code>
                      {" · "}
                      {t("tokens.by", { name: nameOf(token.staffId) || "–" })}
                      {" · "}
                      {token.lastUsedAt
                        ? t("tokens.used", { when: moment(token.lastUsedAt) })
                        : t("tokens.neverUsed")}
                    </span>
                    <span class="badges">
                      {token.scopes.map((scope) => (
                        <Badge key={scope}>{permissionWord(scope)}</Badge>
                      ))}
                    </span>
                  </span>
                  <Ends at={token.expiresAt} />
                  <Button onClick={() => setEnding(token)}>{t("tokens.revoke")}</Button>
                </li>
              ))}
            </ul>
          )
        }
      </Show>
      {isNew && <NewToken refresh={found.refresh} onClose={() => setNew(false)} />}
      {ending && (
        <Dialog
          title={t("tokens.revoke")}
          onClose={() => setEnding(null)}
          actions={
            <>
              <Button onClick={() => setEnding(null)}>{t("cancel")}</Button>
              <Button
                kind="danger"
                busy={busy}
                onClick={() =>
                  void act(
                    () => remove("/api/v1/tokens/{id}", { path: { id: ending.id } }),
                    t("tokens.revoked"),
                  ).then((done) => done && setEnding(null))
                }
              >
                {t("tokens.revoke")}
              </Button>
            </>
          }
        >
          <p>{t("tokens.revokeSure", { name: ending.name })}</p>
        </Dialog>
      )}
    </>
  );
}

function Ends({ at }: { at: string | null }) {
  if (!at) return <Badge>{t("tokens.noEnd")}</Badge>;
  if (Date.parse(at) < Date.now()) return <Badge tone="danger">{t("tokens.ended")}</Badge>;
  return <Badge>{t("tokens.ends", { when: day(at) })}</Badge>;
}

function NewToken(props: { refresh: () => Promise<void>; onClose: () => void }) {
  const roles = useLoaded("roles", readRoles);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Permission[]>([]);
  const [life, setLife] = useState<(typeof LIVES)[number]>("90");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const isReady = name.trim() !== "" && scopes.length > 0;
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const ends = life ? new Date(Date.now() + Number(life) * DAY_MS).toISOString() : null;
      const made = await post("/api/v1/tokens", {
        body: { name: name.trim(), scopes, expiresAt: ends },
      });
      setSecret(made.secret);
      await props.refresh();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  if (secret)
    return (
      <Dialog
        title={t("tokens.made", { name })}
        onClose={props.onClose}
        actions={
          <Button kind="primary" onClick={props.onClose}>
            {t("tokens.taken")}
          </Button>
        }
      >
        <Copy label={t("tokens.secret")} text={secret} />
        <Notice tone="warn" icon="info">
          {t("tokens.once")}
        </Notice>
      </Dialog>
    );
  return (
    <Dialog title={t("tokens.new")} onClose={props.onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void submit();
        }}
      >
        <Field
          label={t("tokens.name")}
          hint={t("tokens.nameHint")}
          value={name}
          maxLength={100}
          autofocus
          onInput={setName}
        />
        <Show loaded={roles} rows={3} kind="line">
          {({ permissions }) => (
            <CheckGroup<Permission>
              label={t("tokens.scopes")}
              value={scopes}
              options={permissions
                .filter((permission) => !NOT_FOR_SCRIPTS.has(permission))
                .map((value) => ({ value, label: permissionWord(value) }))}
              onChange={setScopes}
            />
          )}
        </Show>
        <Select
          label={t("tokens.life")}
          value={life}
          options={LIVES.map((value) => ({
            value,
            label: value ? t("tokens.days", { count: Number(value) }) : t("tokens.noEnd"),
          }))}
          onChange={setLife}
        />
        {problem !== null && <Refused problem={problem} />}
        {!isReady && <p class="quiet">{t("tokens.needs")}</p>}
        <div class="actions end">
          <Button kind="primary" type="submit" busy={busy} disabled={!isReady}>
            {t("tokens.create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
