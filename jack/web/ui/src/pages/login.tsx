import { useEffect, useState } from "preact/hooks";
import * as auth from "../api/auth";
import { get } from "../api/client";
import { ApiError } from "../api/errors";
import { inWords } from "../app/problems";
import { change, settings } from "../app/settings";
import { LANGUAGES, type Language, language, t } from "../i18n";
import { Notice } from "../ui/bits";
import { Button } from "../ui/button";
import { Field, Select } from "../ui/field";
import { Bell } from "../ui/icons";
import "./login.css";

export function Login({ because }: { because?: "expired" | undefined }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [needsAccount, setNeedsAccount] = useState(false);

  useEffect(() => {
    get("/api/v1/setup").then(
      (state) => setNeedsAccount(state.needsAccount),
      () => undefined,
    );
  }, []);

  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      const totp = code?.replaceAll(" ", "");
      await auth.login({ email: email.trim(), password, ...(totp ? { totp } : {}) });
    } catch (error) {
      refuse(error);
    } finally {
      setBusy(false);
    }
  };

  const refuse = (error: unknown) => {
    if (auth.needsCode(error)) {
      setProblem(code ? t("login.codeWrong") : "");
      setCode("");
      return;
    }
    const isRefused = error instanceof ApiError && error.status === 401;
    setProblem(isRefused ? t("login.refused") : inWords(error));
    setCode(null);
    setPassword("");
  };

  return (
    <main class="login">
      <form onSubmit={submit} aria-labelledby="login-title">
        <Bell size={56} />
        <h1 id="login-title">{t("login.title")}</h1>
        {because === "expired" && !problem && (
          <Notice tone="warn" icon="clock">
            {t("login.expired")}
          </Notice>
        )}
        {problem && (
          <Notice tone="danger" icon="alert">
            {problem}
          </Notice>
        )}
        <Field
          label={t("login.email")}
          type="email"
          name="email"
          autocomplete="username"
          value={email}
          onInput={setEmail}
          required
          autofocus
        />
        <Field
          label={t("login.password")}
          type="password"
          name="password"
          autocomplete="current-password"
          value={password}
          onInput={setPassword}
          required
        />
        {code !== null && (
          <Field
            label={t("login.code")}
            hint={t("login.codeHint")}
            name="totp"
            autocomplete="one-time-code"
            value={code}
            onInput={setCode}
            required
            autofocus
          />
        )}
        <Button kind="primary" type="submit" busy={busy}>
          {t("login.submit")}
        </Button>
        <p class="help">{t(needsAccount ? "login.needsAccount" : "login.help")}</p>
        <Select
          label={t("language")}
          value={language.value}
          options={Object.entries(LANGUAGES).map(([value, label]) => ({
            value: value as Language,
            label,
          }))}
          onChange={(code) => change({ ...settings.value, language: code })}
        />
      </form>
    </main>
  );
}
