/** Pages over plain settings: the hotel, models, work, and everything there is. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ChannelState, Check } from "../../api/types";
import { Show, useLoaded } from "../../app/loaded";
import { inWords } from "../../app/problems";
import { isKey, locale, t } from "../../i18n";
import { dollars } from "../../i18n/format";
import { Badge, Empty, Notice, type Tone } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Part, Search } from "../../ui/page";
import { channelWord } from "../inbox/words";
import * as data from "./data";
import { type Group, labelOf, SettingsForm } from "./form";
import { ModelTrial } from "./trial";

const useSettings = () => useLoaded("settings", data.readSettings);

function Form(props: {
  groups: readonly Group[];
  children?: (settings: data.Settings) => ComponentChildren;
}) {
  const found = useSettings();
  return (
    <Show loaded={found}>
      {(settings) => (
        <>
          <SettingsForm settings={settings} groups={props.groups} refresh={found.refresh} />
          {props.children?.(settings)}
        </>
      )}
    </Show>
  );
}

export function Hotel() {
  return (
    <Form
      groups={[
        {
          title: t("settings.hotel.profile"),
          keys: [
            "hotel.name",
            "hotel.timezone",
            "hotel.language",
            "hotel.country",
            "hotel.address",
            "hotel.phone",
            "hotel.duty_phone",
            "hotel.emergency_number",
          ],
        },
        {
          title: t("settings.hotel.stay"),
          keys: [
            "hotel.checkin_time",
            "hotel.checkout_time",
            "hotel.wifi_network",
            "hotel.wifi_password",
          ],
        },
        {
          title: t("settings.hotel.links"),
          hint: t("settings.hotel.linksHint"),
          keys: ["hotel.links"],
        },
      ]}
    />
  );
}

export function Work() {
  return (
    <Form
      groups={[
        {
          title: t("settings.work.quiet"),
          hint: t("settings.work.quietHint"),
          keys: ["tasks.quiet_from", "tasks.quiet_until", "tasks.notice_batch_s"],
        },
        {
          title: t("settings.work.talks"),
          keys: ["conversation.idle_close_hours", "push.enabled"],
        },
        {
          title: t("settings.work.report"),
          hint: t("settings.work.reportHint"),
          keys: ["reports.handover_times", "reports.handover_to"],
        },
      ]}
    />
  );
}

const CHANNEL_KEYS: Record<string, readonly string[]> = {
  whatsapp: ["enabled", "phone_number_id", "access_token", "app_secret", "verify_token"],
  sms: ["enabled", "account_sid", "auth_token", "from_number", "messaging_service_sid"],
  webchat: ["enabled", "allowed_origins"],
};

export function Channels() {
  const settings = useSettings();
  const channels = useLoaded("channels", data.readChannels);
  const refresh = async () => {
    await Promise.all([settings.refresh(), channels.refresh()]);
  };
  return (
    <Show loaded={channels}>
      {({ channels: found }) => (
        <Show loaded={settings}>
          {(all) => (
            <>
              {found.map(({ name, state, waiting, failed }) => (
                <section class="card" key={name} aria-label={channelWord(name)}>
                  <header>
                    <h3>{channelWord(name)}</h3>
                    <Badge tone={CHANNEL_TONES[state]}>{t(`channels.${state}`)}</Badge>
                    {waiting > 0 && <Badge>{t("channels.waiting", { count: waiting })}</Badge>}
                    {failed > 0 && (
                      <Badge tone="danger">{t("channels.failed", { count: failed })}</Badge>
                    )}
                  </header>
                  <SettingsForm
                    settings={all}
                    refresh={refresh}
                    groups={[{ title: t("channels.settings"), keys: keysOf(name, all) }]}
                  />
                  {state === "off" ? (
                    <p class="quiet">{t("channels.testOff")}</p>
                  ) : (
                    <Test
                      label={t("channels.test")}
                      run={async () => (await data.testChannel(name)).checks}
                    />
                  )}
                </section>
              ))}
            </>
          )}
        </Show>
      )}
    </Show>
  );
}

const CHANNEL_TONES: Record<ChannelState["state"], Tone> = {
  on: "good",
  off: "plain",
  restart: "warn",
};

/** The usual ones of a channel that this page knows; else all that it has. */
function keysOf(channel: string, settings: data.Settings): string[] {
  const prefix = `channels.${channel}.`;
  const usual = CHANNEL_KEYS[channel]?.map((key) => prefix + key);
  return usual ?? [...settings.keys()].filter((key) => key.startsWith(prefix));
}

/** A button that asks for real, and what was found with the one thing to do about it. */
export function Test({ label, run }: { label: string; run: () => Promise<Check[]> }) {
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Check[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const test = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setFound(await run());
    } catch (error) {
      setFound(null);
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="test">
      <Button icon="retry" busy={busy} onClick={() => void test()}>
        {label}
      </Button>
      <div role="status">
        {busy && <p class="quiet">{t("checks.running")}</p>}
        {!busy && found && <Checks found={found} />}
        {!busy && problem !== null && (
          <Notice tone="warn" icon="info">
            {isGone(problem) ? t("channels.notTested") : inWords(problem)}
          </Notice>
        )}
      </div>
    </div>
  );
}

function isGone(problem: unknown): boolean {
  return (problem as { code?: string }).code === "NOT_FOUND";
}

const LEVELS: Record<Check["level"], Tone> = { OK: "good", WARN: "warn", FAIL: "danger" };

export function Checks({ found }: { found: readonly Check[] }) {
  if (found.length === 0) return <p class="quiet">{t("checks.none")}</p>;
  return (
    <ul class="checks">
      {found.map(({ code, level, text, fix }) => (
        <li key={code}>
          <Badge
            tone={LEVELS[level]}
            icon={level === "OK" ? "check" : level === "WARN" ? "info" : "alert"}
          >
            {t(`checks.${level}`)}
          </Badge>
          <div lang="en" dir="ltr">
            <p>{text}</p>
            {fix && (
              <p class="fix">
                <Badge>{t("checks.fix")}</Badge> {fix}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

export function Models() {
  const system = useLoaded("system", data.readSystem);
  return (
    <>
      <Notice tone="accent" icon="info">
        {t("models.local")}
      </Notice>
      <Part title={t("models.now")}>
        <Show loaded={system} rows={1} kind="line">
          {({ models }) => (
            <ul class="badges">
              {Object.entries(models).map(([name, state]) => (
                <li key={name}>
                  <Badge tone={state === "closed" ? "good" : "warn"}>
                    {`${modelWord(name)}: ${modelState(state)}`}
                  </Badge>
                </li>
              ))}
            </ul>
          )}
        </Show>
      </Part>
      <Month />
      <Form
        groups={[
          {
            title: t("models.choice"),
            keys: [
              "llm.order",
              "llm.anthropic.api_key",
              "llm.anthropic.model",
              "llm.openai.base_url",
              "llm.openai.model",
              "llm.openai.api_key",
              "llm.read_photos",
              "llm.monthly_cost_limit_usd",
            ],
          },
        ]}
      >
        {(settings) => <ModelTrial settings={settings} />}
      </Form>
      <Test
        label={t("models.test")}
        run={async () =>
          (await data.checkUp()).findings.filter(({ code }) => code.startsWith("MODEL_"))
        }
      />
    </>
  );
}

function Month() {
  const spending = useLoaded("spending", data.readSpending);
  return (
    <Part title={t("models.month")}>
      <Show loaded={spending} rows={1} kind="line">
        {({ spentMicroUsd, limitMicroUsd, isNearlySpent, isSpent, byPurpose }) => (
          <>
            <p>
              {limitMicroUsd === null
                ? t("models.month.spent", { spent: dollars(spentMicroUsd) })
                : t("models.month.of", {
                    spent: dollars(spentMicroUsd),
                    limit: dollars(limitMicroUsd),
                  })}
            </p>
            {isNearlySpent && (
              <Notice tone="warn" icon="alert">
                {t(isSpent ? "models.month.over" : "models.month.near")}
              </Notice>
            )}
            <ul class="badges">
              {byPurpose.map(({ name, calls, costMicroUsd }) => (
                <li key={name}>
                  <Badge>{`${purposeWord(name)}: ${calls.toLocaleString(locale.value)} · ${dollars(costMicroUsd)}`}</Badge>
                </li>
              ))}
            </ul>
          </>
        )}
      </Show>
    </Part>
  );
}

function purposeWord(name: string): string {
  const key = `models.for.${name}`;
  return isKey(key) ? t(key) : name;
}

function modelWord(name: string): string {
  if (name === "anthropic") return "Claude";
  const key = `model.${name}`;
  return isKey(key) ? t(key) : name;
}

function modelState(state: string): string {
  const key = `model.state.${state}`;
  return isKey(key) ? t(key) : state;
}

export function Everything() {
  const found = useSettings();
  const [q, setQ] = useState("");
  return (
    <>
      <p class="quiet">{t("settings.all.hint")}</p>
      <Search id="setting-search" label={t("settings.all.search")} value={q} onSearch={setQ} />
      <Show loaded={found}>
        {(settings) => {
          const groups = grouped(settings, q);
          return groups.length > 0 ? (
            <SettingsForm settings={settings} groups={groups} refresh={found.refresh} />
          ) : (
            <Empty icon="search" title={t("inbox.empty.search")}>
              {t("inbox.empty.searchMore")}
            </Empty>
          );
        }}
      </Show>
    </>
  );
}

export function grouped(settings: data.Settings, q: string): Group[] {
  const groups = new Map<string, string[]>();
  const wanted = q.toLowerCase();
  for (const [key, { doc }] of settings) {
    const text = `${key} ${doc} ${labelOf(key)}`.toLowerCase();
    if (!text.includes(wanted)) continue;
    const section = key.slice(0, key.lastIndexOf("."));
    groups.set(section, [...(groups.get(section) ?? []), key]);
  }
  return [...groups].map(([title, keys]) => ({ title, keys }));
}
