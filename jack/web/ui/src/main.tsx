import "./styles/tokens.css";
import "./styles/base.css";
import { type ComponentType, render } from "preact";
import { useEffect, useState } from "preact/hooks";
import * as auth from "./api/auth";
import { Lazy } from "./app/lazy";
import { inWords } from "./app/problems";
import { follow, go, parts, takeLinks } from "./app/router";
import { followTheme } from "./app/settings";
import { Shell } from "./app/shell";
import { hearKeys, ShortcutSheet } from "./app/shortcuts";
import { followLanguage, t, withMore } from "./i18n";
import { Login } from "./pages/login";
import { Empty } from "./ui/bits";
import { Button } from "./ui/button";
import { Toasts } from "./ui/toast";

/** Pages behind one-time links, which stand alone whoever is signed in. */
const ALONE: Record<string, () => Promise<{ default: ComponentType }>> = {
  setup: () => withMore(import("./pages/setup/page")),
  password: () => withMore(import("./pages/setup/password")),
};

function App() {
  const [problem, setProblem] = useState<unknown>(null);
  const restore = () => {
    setProblem(null);
    auth.restore().catch(setProblem);
  };
  useEffect(restore, []);
  const state = auth.state.value;
  const alone = ALONE[parts.value[0] ?? ""];
  return (
    <>
      {alone && state.is !== "unknown" && <Lazy key={parts.value[0]} load={alone} />}
      {!alone && state.is === "in" && <Shell key={state.person.id} />}
      {!alone && state.is === "out" && <Login because={state.because} />}
      {state.is === "unknown" && problem !== null && (
        <main>
          <Empty
            icon="offline"
            title={t("error.noServer")}
            action={<Button onClick={restore}>{t("retry")}</Button>}
          >
            {inWords(problem)}
          </Empty>
        </main>
      )}
      <ShortcutSheet />
      <Toasts />
    </>
  );
}

/** The worker that opens the app without a network and shows notices; where pages go by one. */
function work(): void {
  // Browsers keep it from pages without TLS, as in a hotel's own network.
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.type === "go" && typeof data.to === "string") go(data.to);
  });
}

async function begin(): Promise<void> {
  const root = document.documentElement;
  followTheme(root);
  await followLanguage(root);
  addEventListener("popstate", follow);
  takeLinks(document);
  hearKeys(document);
  const place = document.getElementById("app");
  if (place) render(<App />, place);
  work();
}

void begin();
