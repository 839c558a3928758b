/** What is around every page: navigation, who is signed in, whether the connection stands. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import * as auth from "../api/auth";
import * as live from "../api/live";
import { LANGUAGES, type Language, language, t } from "../i18n";
import { Panel as FindPanel } from "../pages/find/panel";
import { Avatar, Empty } from "../ui/bits";
import { Button, IconButton } from "../ui/button";
import { Bell, Icon } from "../ui/icons";
import { type Item, Menu } from "../ui/menu";
import { followAlarms } from "./alarms";
import { findIsOpen, openFind } from "./find";
import { hotel, loadHotel } from "./hotel";
import { Lazy } from "./lazy";
import { firstFor, isAllowed, PAGES, type Page } from "./pages";
import { report } from "./problems";
import { go, parts } from "./router";
import { isPhone } from "./screen";
import { change, settings, type Theme } from "./settings";
import { sheetIsOpen, useShortcuts } from "./shortcuts";
import { Troubles } from "./troubles";
import "./shell.css";

const BANNER_AFTER_MS = 2_500;
const SEARCH = "conversations:read";

export function Shell() {
  const allowed = PAGES.filter((page) => isAllowed(page, auth.may));
  const maySearch = auth.may(SEARCH);
  const section = parts.value[0];
  const isHome = !section || section === "login";
  const page = allowed.find((known) => known.section === section);

  useEffect(() => {
    loadHotel().catch(report);
    live.start();
    const deaf = followAlarms();
    return () => {
      deaf();
      live.stop();
    };
  }, []);
  useEffect(() => {
    const first = firstFor(auth.may);
    if (isHome && first) go(`/${first.section}`, { replace: true });
  }, [isHome]);
  useShortcuts([
    ...allowed.map(({ keys, name, section }) => ({ keys, name, run: () => go(`/${section}`) })),
    ...(maySearch
      ? ["mod+k", "/"].map((keys) => ({ keys, name: "keys.find" as const, run: openFind }))
      : []),
    {
      keys: "?",
      name: "keys.title" as const,
      run: () => {
        sheetIsOpen.value = true;
      },
    },
  ]);

  return (
    <div class="shell" data-deep={parts.value.length > 1}>
      <a class="skip" href="#main">
        {t("skip")}
      </a>
      <Navigation pages={allowed} section={section} />
      <main id="main" tabIndex={-1}>
        <Offline />
        <Troubles />
        {page ? (
          <Loaded key={page.section} page={page} />
        ) : (
          (!isHome || allowed.length === 0) && <Missing hasPages={allowed.length > 0} />
        )}
      </main>
      {findIsOpen.value && <FindPanel />}
    </div>
  );
}

/** As many as fit beside "More" on a phone. */
const PHONE_PAGES = 4;

function Navigation({ pages, section }: { pages: readonly Page[]; section: string | undefined }) {
  const usual = pages.filter(({ isMore }) => !isMore);
  const row = isPhone.value ? usual.slice(0, PHONE_PAGES) : usual;
  const more = pages.filter((page) => !row.includes(page) && page.section !== "me");
  return (
    <header class="rail">
      <a class="home" href="/" aria-label={hotel.value?.name || "Jack"}>
        <Bell size={32} />
      </a>
      {auth.may(SEARCH) && (
        <span class="rail-find">
          <IconButton icon="search" label={t("find.title")} onClick={openFind} />
        </span>
      )}
      <nav aria-label={t("nav.label")}>
        {row.map((page) => (
          <a
            key={page.section}
            href={`/${page.section}`}
            aria-current={page.section === section ? "page" : undefined}
          >
            <Icon name={page.icon} size={22} />
            <span>{t(page.name)}</span>
          </a>
        ))}
        {more.length > 0 && (
          <Menu
            label={t("nav.more")}
            face={
              <span class="more-pages" data-current={more.some((page) => page.section === section)}>
                <Icon name="more" size={22} />
                <span>{t("nav.more")}</span>
              </span>
            }
            items={more.map(({ name, icon, section: to }) => ({
              label: t(name),
              icon,
              run: () => go(`/${to}`),
            }))}
          />
        )}
      </nav>
      <PersonMenu />
    </header>
  );
}

const THEMES: readonly Theme[] = ["system", "light", "dark"];

function PersonMenu() {
  const person = auth.person();
  if (!person) return null;
  const themes = THEMES.map(
    (theme): Item => ({
      label: t(`theme.${theme}`),
      checked: settings.value.theme === theme,
      run: () => change({ theme }),
    }),
  );
  const languages = (Object.keys(LANGUAGES) as Language[]).map(
    (code, index): Item => ({
      startsGroup: index === 0,
      label: LANGUAGES[code],
      checked: language.value === code,
      run: () => change({ language: code }),
    }),
  );
  return (
    <Menu
      label={t("account.menu", { name: person.name })}
      face={<Avatar name={person.name} />}
      items={[
        { label: t("nav.me"), icon: "person", run: () => go("/me") },
        ...(auth.may(SEARCH)
          ? [{ label: t("find.title"), icon: "search" as const, run: openFind }]
          : []),
        ...themes,
        ...languages,
        {
          startsGroup: true,
          label: t("keys.title"),
          icon: "keyboard",
          run: () => {
            sheetIsOpen.value = true;
          },
        },
        { label: t("account.logout"), icon: "out", run: () => void auth.logout().catch(report) },
      ]}
    />
  );
}

/** Says that what is shown may be old, but not for every short break. */
function Offline() {
  const shown = useSignal(false);
  const isLost = live.connection.value === "lost";
  useEffect(() => {
    if (!isLost) {
      shown.value = false;
      return;
    }
    const wait = setTimeout(() => {
      shown.value = true;
    }, BANNER_AFTER_MS);
    return () => clearTimeout(wait);
  }, [isLost, shown]);
  return (
    <div role="status">
      {shown.value && (
        <div class="offline">
          <Icon name="offline" size={18} />
          {t("offline")}
        </div>
      )}
    </div>
  );
}

function Loaded({ page }: { page: Page }) {
  useEffect(() => {
    document.title = `${t(page.name)} · ${hotel.value?.name || "Jack"}`;
  });
  return <Lazy load={page.load} />;
}

function Missing({ hasPages }: { hasPages: boolean }) {
  if (!hasPages)
    return (
      <Empty icon="hand" title={t("error.noPages")}>
        {t("error.noPagesMore")}
      </Empty>
    );
  return (
    <Empty
      icon="search"
      title={t("error.noPage")}
      action={<Button onClick={() => go("/")}>{t("error.home")}</Button>}
    />
  );
}
