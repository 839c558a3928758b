/** What one-time links lead to: the first account, and a new password. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import * as auth from "../../api/auth";
import { post } from "../../api/client";
import { ApiError } from "../../api/errors";
import { inWords } from "../../app/problems";
import { go } from "../../app/router";
import { change } from "../../app/settings";
import { LANGUAGES, type Language, language, t } from "../../i18n";
import { Notice } from "../../ui/bits";
import { Button } from "../../ui/button";
import { Field, Select } from "../../ui/field";
import { Bell } from "../../ui/icons";
import "./setup.css";

const MIN_PASSWORD = 10;
const MAX_PASSWORD = 200;

interface Typed {
  name: string;
  email: string;
  password: string;
}
type Problems = Partial<Record<keyof Typed, string>>;

/** What can be said about a field before the server is asked. */
export function problemsOf(typed: Typed, fields: readonly (keyof Typed)[]): Problems {
  const found: Problems = {};
  const length = [...typed.password].length;
  if (!typed.name.trim()) found.name = t("setup.nameMissing");
  if (!/^[^@\s]+@[^@\s]+$/.test(typed.email.trim())) found.email = t("setup.emailWrong");
  if (length < MIN_PASSWORD)
    found.password = t("setup.passwordShort", { least: MIN_PASSWORD, count: length });
  if (length > MAX_PASSWORD)
    found.password = t("setup.passwordLong", { most: MAX_PASSWORD, count: length });
  return Object.fromEntries(
    Object.entries(found).filter(([field]) => fields.includes(field as keyof Typed)),
  );
}

/** The token is the address's fragment: browsers never send that part to a server or its logs. */
export function linkToken(): string {
  return location.hash.slice(1);
}

export function OneCard(props: { title: string; text?: string; children?: ComponentChildren }) {
  return (
    <main class="one-card">
      <div class="card">
        <Bell size={48} />
        <h1>{props.title}</h1>
        {props.text && <p class="quiet">{props.text}</p>}
        {props.children}
        <Select
          label={t("language")}
          value={language.value}
          options={Object.entries(LANGUAGES).map(([value, label]) => ({
            value: value as Language,
            label,
          }))}
          onChange={(code) => change({ language: code })}
        />
      </div>
    </main>
  );
}

/** The form behind a link; the person is signed in when it is done. */
export function LinkForm(props: {
  fields: readonly (keyof Typed)[];
  submit: string;
  /** Where a new link comes from when this one is used up. */
  newLink: string;
  /** Uses the link, and answers whose account it was. */
  use: (typed: Typed) => Promise<{ email: string }>;
  onDone: () => void;
}) {
  const [typed, setTyped] = useState<Typed>({ name: "", email: "", password: "" });
  const [problems, setProblems] = useState<Problems>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [isShown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);

  const type = (field: keyof Typed) => (value: string) => {
    setTyped({ ...typed, [field]: value });
    const { [field]: _, ...others } = problems;
    setProblems(others);
  };
  const refuse = (found: Problems) => {
    setProblems(found);
    const first = props.fields.find((field) => found[field]);
    document.querySelector<HTMLInputElement>(`.one-card [name=${first}]`)?.focus();
  };
  const failed = (error: unknown) => {
    const field = fieldOf(error);
    if (field && props.fields.includes(field)) refuse({ [field]: (error as ApiError).message });
    else if (error instanceof ApiError && error.status === 401) setFailure(props.newLink);
    else setFailure(inWords(error));
  };
  const submit = async () => {
    setFailure(null);
    const found = problemsOf(typed, props.fields);
    if (Object.keys(found).length > 0) {
      refuse(found);
      return;
    }
    setBusy(true);
    try {
      const { email } = await props.use(typed);
      // The link is used up: it need not stay in the browser's history.
      history.replaceState(null, "", location.pathname);
      await enter(email, typed.password);
      props.onDone();
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {props.fields.includes("name") && (
        <Field
          label={t("setup.name")}
          hint={t("setup.nameHint")}
          name="name"
          autocomplete="name"
          value={typed.name}
          maxLength={200}
          error={problems.name}
          autofocus
          onInput={type("name")}
        />
      )}
      {props.fields.includes("email") && (
        <Field
          label={t("login.email")}
          hint={t("setup.emailHint")}
          type="email"
          name="email"
          autocomplete="username"
          value={typed.email}
          maxLength={254}
          error={problems.email}
          onInput={type("email")}
        />
      )}
      <Field
        label={t(props.fields.length > 1 ? "login.password" : "setup.newPassword")}
        hint={t("setup.passwordHint")}
        type={isShown ? "text" : "password"}
        name="password"
        autocomplete="new-password"
        value={typed.password}
        error={problems.password}
        autofocus={props.fields.length === 1}
        onInput={type("password")}
      />
      <label class="show-password">
        <input
          type="checkbox"
          checked={isShown}
          onChange={(event) => setShown(event.currentTarget.checked)}
        />
        {t("setup.showPassword")}
      </label>
      {failure && (
        <Notice tone="danger" icon="alert">
          {failure}
        </Notice>
      )}
      <Button kind="primary" type="submit" busy={busy}>
        {props.submit}
      </Button>
    </form>
  );
}

/** Signs in; where a second factor is on, the sign-in page asks for its code. */
async function enter(email: string, password: string): Promise<void> {
  try {
    await auth.login({ email, password });
  } catch {
    go("/login");
  }
}

function fieldOf(error: unknown): keyof Typed | null {
  if (!(error instanceof ApiError)) return null;
  const { field, problems } = error.details as {
    field?: string;
    problems?: { field?: string }[];
  };
  return (field ?? problems?.[0]?.field ?? null) as keyof Typed | null;
}

export function FirstAccount({ onDone }: { onDone: () => void }) {
  return (
    <OneCard title={t("setup.welcome")} text={t("setup.welcomeText")}>
      <LinkForm
        fields={["name", "email", "password"]}
        submit={t("setup.makeAccount")}
        newLink={t("setup.linkOver")}
        use={({ name, email, password }) =>
          post("/api/v1/setup", {
            body: { token: linkToken(), name: name.trim(), email: email.trim(), password },
          })
        }
        onDone={onDone}
      />
    </OneCard>
  );
}
