/** From nothing to the first answer: the account, then what the hotel is and knows. */

import { useEffect, useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { get, post } from "../../api/client";
import type { Setting, SetupStep } from "../../api/types";
import { Show, useLoaded } from "../../app/loaded";
import { inWords, report } from "../../app/problems";
import { go, parts } from "../../app/router";
import { language, t } from "../../i18n";
import { Empty, Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Bell, Icon } from "../../ui/icons";
import { READABLE } from "../knowledge/data";
import { Website } from "../knowledge/website";
import * as data from "../settings/data";
import { Input, Locked, labelOf, Refused } from "../settings/form";
import { readSteps, skipStep } from "../settings/steps";
import { GUEST_LANGUAGES, kindOf, readBack, written } from "../settings/values";
import { FirstAccount, linkToken, OneCard } from "./account";
import "../../ui/admin.css";
import "./setup.css";

type Step = SetupStep["step"];
type PageOf = "hotel" | "place" | "model" | "knowledge" | "channels" | "done";

const PAGES: readonly PageOf[] = ["hotel", "place", "model", "knowledge", "channels", "done"];
/** The steps of the server that a page is about. */
const STEPS: Record<PageOf, readonly Step[]> = {
  hotel: ["hotel"],
  place: ["timezone", "language"],
  model: ["model"],
  knowledge: ["knowledge"],
  channels: ["channels"],
  done: [],
};

export { ready } from "../../i18n/learning";

export default function Setup() {
  const state = auth.state.value;
  if (state.is === "in") {
    if (auth.may("settings:manage")) return <Wizard />;
    return (
      <OneCard title={t("setup.notYours")} text={t("setup.notYoursText")}>
        <a class="button primary" href="/">
          {t("error.home")}
        </a>
      </OneCard>
    );
  }
  if (state.is === "unknown") return null;
  return <SignedOut />;
}

function SignedOut() {
  const found = useLoaded("setup", () => get("/api/v1/setup"));
  if (found.problem !== null && found.value === null)
    return (
      <main>
        <Empty
          icon="offline"
          title={t("error.noServer")}
          action={<Button onClick={() => void found.refresh()}>{t("retry")}</Button>}
        >
          {inWords(found.problem)}
        </Empty>
      </main>
    );
  if (found.value === null) return null;
  if (!found.value.needsAccount)
    return (
      <OneCard title={t("setup.already")} text={t("setup.alreadyText")}>
        <a class="button primary" href="/">
          {t("login.submit")}
        </a>
      </OneCard>
    );
  if (!linkToken()) return <OneCard title={t("setup.incomplete")} text={t("setup.linkWhole")} />;
  return <FirstAccount onDone={() => go("/setup/hotel", { replace: true })} />;
}

function pageOf(name: string | undefined): PageOf | undefined {
  return PAGES.find((page) => page === name || STEPS[page].includes(name as Step));
}

function Wizard() {
  const steps = useLoaded("steps", readSteps);
  const page = pageOf(parts.value[1]) ?? "hotel";
  const next = PAGES[PAGES.indexOf(page) + 1] ?? "done";
  const stateOf = (one: PageOf) => {
    const states = (steps.value?.steps ?? [])
      .filter(({ step }) => STEPS[one].includes(step))
      .map(({ state }) => state);
    if (states.length > 0 && states.every((state) => state === "done")) return "done";
    return states.includes("skipped") ? "skipped" : "open";
  };
  const onward = () => {
    void steps.refresh();
    go(`/setup/${next}`);
  };
  const skip = async () => {
    try {
      for (const step of STEPS[page]) await skipStep(step, true);
      onward();
    } catch (error) {
      report(error, () => void skip());
    }
  };
  useEffect(() => {
    document.title = `${t("setup.title")} · Jack`;
    document.getElementById("setup-step")?.focus();
  });
  const way = { onward, skip };

  return (
    <main class="setup">
      <header>
        <Bell size={40} />
        <h1>{t("setup.title")}</h1>
        <a class="button quiet" href="/">
          {t("setup.leave")}
        </a>
      </header>
      <nav aria-label={t("settings.steps")}>
        <ol>
          {PAGES.filter((one) => one !== "done").map((one) => (
            <li key={one}>
              <a
                href={`/setup/${one}`}
                aria-current={one === page ? "step" : undefined}
                data-state={stateOf(one)}
              >
                <span class="setup-mark">
                  {stateOf(one) === "done" ? (
                    <Icon name="check" size={16} />
                  ) : (
                    PAGES.indexOf(one) + 1
                  )}
                </span>
                {t(`setup.page.${one}`)}
                {stateOf(one) !== "open" && (
                  <span class="only-read-out">{t(`steps.${stateOf(one)}`)}</span>
                )}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <section class="card" aria-labelledby="setup-step" key={page}>
        <h2 id="setup-step" tabIndex={-1}>
          {t(`setup.page.${page}`)}
        </h2>
        <p class="quiet">{t(`setup.page.${page}.text`)}</p>
        {page === "hotel" && (
          <Fields
            {...way}
            keys={[
              "hotel.name",
              "hotel.address",
              "hotel.phone",
              "hotel.checkin_time",
              "hotel.checkout_time",
            ]}
          />
        )}
        {page === "place" && (
          <Fields
            {...way}
            keys={["hotel.timezone", "hotel.language", "hotel.country"]}
            guess={guessed}
          />
        )}
        {page === "model" && <Model {...way} />}
        {page === "knowledge" && <Knowledge {...way} />}
        {page === "channels" && <Channels {...way} />}
        {page === "done" && <Done />}
      </section>
    </main>
  );
}

interface Way {
  onward: () => void;
  skip: () => Promise<void>;
}

/** What this browser says about where it stands; only for what nobody has set. */
export function guessed({ key, source }: Pick<Setting, "key" | "source">): string | null {
  if (source.kind !== "default") return null;
  if (key === "hotel.timezone") return Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (key !== "hotel.language") return null;
  return (GUEST_LANGUAGES as readonly string[]).includes(language.value) ? language.value : null;
}

function Fields(
  props: Way & { keys: readonly string[]; guess?: (setting: Setting) => string | null },
) {
  const found = useLoaded("settings", data.readSettings);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const { busy, problem, run } = useStep();
  const textOf = (setting: Setting) =>
    texts[setting.key] ?? props.guess?.(setting) ?? written(setting);
  return (
    <Show loaded={found} rows={3} kind="line">
      {(settings) => {
        const shown = props.keys.flatMap((key) => settings.get(key) ?? []);
        const save = () =>
          run(async () => {
            const open = shown.filter(({ locked }) => !locked);
            const changes = open.map((setting) => [
              setting.key,
              readBack(textOf(setting), kindOf(setting), setting.key),
            ]);
            if (changes.length > 0) await data.changeSettings(Object.fromEntries(changes));
            props.onward();
          });
        return (
          <form
            class="form"
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            {shown.map((setting) => {
              const label = labelOf(setting.key);
              return setting.locked ? (
                <div key={setting.key}>
                  <Locked setting={setting} label={label} />
                  <p class="quiet" lang="en">
                    {setting.locked}
                  </p>
                </div>
              ) : (
                <Input
                  key={setting.key}
                  setting={setting}
                  label={label}
                  text={textOf(setting)}
                  onInput={(text) => setTexts({ ...texts, [setting.key]: text })}
                />
              );
            })}
            {problem !== null && <Refused problem={problem} />}
            <Onward skip={props.skip} busy={busy} />
          </form>
        );
      }}
    </Show>
  );
}

function useStep() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run };
}

function Onward({ skip, busy, label }: { skip: Way["skip"]; busy: boolean; label?: string }) {
  return (
    <div class="actions end">
      <Button kind="quiet" onClick={() => void skip()}>
        {t("steps.skip")}
      </Button>
      <Button kind="primary" type="submit" busy={busy}>
        {label ?? t("setup.next")}
      </Button>
    </div>
  );
}

type ModelChoice = "local" | "claude";

function Model({ onward, skip }: Way) {
  const [choice, setChoice] = useState<ModelChoice>("local");
  const [key, setKey] = useState("");
  const { busy, problem, run } = useStep();
  const save = () =>
    run(async () => {
      await data.changeSettings(
        choice === "local"
          ? { "llm.order": ["local"] }
          : { "llm.order": ["anthropic", "local"], "llm.anthropic.api_key": key.trim() },
      );
      onward();
    });
  const isReady = choice === "local" || key.trim() !== "";
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void save();
      }}
    >
      <fieldset class="choices">
        <legend class="only-read-out">{t("setup.page.model")}</legend>
        {(["local", "claude"] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="model"
              checked={choice === one}
              onChange={() => setChoice(one)}
            />
            <span>
              <strong>{t(`setup.model.${one}`)}</strong>
              <span class="quiet">{t(`setup.model.${one}.more`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {choice === "claude" && (
        <>
          <Field
            label={labelOf("llm.anthropic.api_key")}
            type="password"
            autocomplete="off"
            value={key}
            hint={t("setup.model.restart")}
            onInput={setKey}
          />
          {!isReady && <p class="quiet">{t("setup.model.needsKey")}</p>}
        </>
      )}
      {problem !== null && <Refused problem={problem} />}
      <Onward skip={skip} busy={busy} />
    </form>
  );
}

interface Read {
  name: string;
  total: number;
  problems: readonly string[];
  error: unknown;
}

async function readFile(file: File): Promise<Read> {
  try {
    const read = await post("/api/v1/knowledge/import", { query: { name: file.name }, body: file });
    const problems = read.problems.map(({ line, message }) =>
      line ? `${line}: ${message}` : message,
    );
    return { name: file.name, total: read.total, problems, error: null };
  } catch (error) {
    return { name: file.name, total: 0, problems: [], error };
  }
}

function Knowledge({ onward, skip }: Way) {
  const [files, setFiles] = useState<Read[]>([]);
  const [hasSite, setHasSite] = useState(false);
  const [busy, setBusy] = useState(false);
  const take = async (chosen: FileList | null) => {
    setBusy(true);
    for (const file of chosen ?? []) {
      const read = await readFile(file);
      setFiles((known) => [...known.filter(({ name }) => name !== read.name), read]);
    }
    setBusy(false);
  };
  const hasSome = hasSite || files.some(({ total }) => total > 0);
  return (
    <div class="form">
      <label class="drop">
        <Icon name="upload" size={28} />
        <strong>{t("setup.files")}</strong>
        <span class="quiet">{t("setup.filesHint")}</span>
        <input
          type="file"
          multiple
          accept={READABLE}
          onChange={(event) => void take(event.currentTarget.files)}
        />
      </label>
      <div role="status" class="form">
        {busy && <p class="quiet">{t("loading")}</p>}
        {files.map(({ name, total, problems, error }) => (
          <Notice
            key={name}
            tone={error !== null || total === 0 ? "warn" : "good"}
            icon={error !== null || total === 0 ? "alert" : "check"}
          >
            <p>
              <bdi>{name}</bdi>: {error === null ? t("setup.read", { count: total }) : null}
            </p>
            {error !== null && <Exactly error={error} />}
            {problems.slice(0, 5).map((problem) => (
              <p key={problem} lang="en" dir="ltr">
                {problem}
              </p>
            ))}
          </Notice>
        ))}
      </div>
      <Website onDone={(count) => setHasSite(count > 0)} />
      <div class="actions end">
        {hasSome ? (
          <Button kind="primary" onClick={onward}>
            {t("setup.next")}
          </Button>
        ) : (
          <Button onClick={() => void skip()}>{t("steps.skip")}</Button>
        )}
      </div>
    </div>
  );
}

function Exactly({ error }: { error: unknown }) {
  const said = (error as { message?: string }).message;
  return said ? (
    <p lang="en" dir="ltr">
      {said}
    </p>
  ) : (
    <p>{inWords(error)}</p>
  );
}

function Channels({ onward, skip }: Way) {
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        onward();
      }}
    >
      <p>
        <a href="/chat" target="_blank" rel="noopener">
          {t("setup.chatLink")}
        </a>
      </p>
      <p>
        <a href="/settings/channels">{t("setup.channelsLink")}</a>
      </p>
      <div class="actions end">
        <Button kind="primary" onClick={() => void skip()}>
          {t("setup.later")}
        </Button>
      </div>
    </form>
  );
}

function Done() {
  return (
    <ul class="rows">
      {(
        [
          ["/chat", "setup.done.ask", "webchat"],
          ["/settings/people", "setup.done.invite", "guests"],
          ["/settings/steps", "setup.done.steps", "checks"],
          ["/", "setup.done.home", "inbox"],
        ] as const
      ).map(([href, name, icon]) => (
        <li key={href}>
          <a
            class="row-line"
            href={href}
            {...(href === "/chat" ? { target: "_blank", rel: "noopener" } : {})}
          >
            <Icon name={icon} />
            <span class="row-main">{t(name)}</span>
            <Icon name="forward" size={18} />
          </a>
        </li>
      ))}
    </ul>
  );
}
