/** Everything that is set up once and looked at now and then. */

import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import * as auth from "../../api/auth";
import { go, parts } from "../../app/router";
import { isPhone } from "../../app/screen";
import { type Key, t } from "../../i18n";
import { Empty } from "../../ui/bits";
import { IconButton } from "../../ui/button";
import { Icon, type IconName } from "../../ui/icons";
import { Audit } from "./audit";
import { Autonomy } from "./autonomy";
import { Health } from "./health";
import { People, RoleTable } from "./people";
import { Channels, Everything, Hotel, Models, Work } from "./places";
import { Steps } from "./steps";
import { Tokens } from "./tokens";
import "../../ui/admin.css";
import "./settings.css";

export { ready } from "../../i18n/learning";

interface Place {
  name: string;
  title: Key;
  icon: IconName;
  needs: string;
  Show: ComponentType<{ id: string | undefined }>;
}

const PLACES: readonly Place[] = [
  { name: "steps", title: "settings.steps", icon: "checks", needs: "settings:manage", Show: Steps },
  { name: "hotel", title: "settings.hotel", icon: "bed", needs: "settings:manage", Show: Hotel },
  {
    name: "channels",
    title: "settings.channels",
    icon: "sms",
    needs: "settings:manage",
    Show: Channels,
  },
  {
    name: "models",
    title: "settings.models",
    icon: "spark",
    needs: "settings:manage",
    Show: Models,
  },
  {
    name: "autonomy",
    title: "settings.autonomy",
    icon: "hand",
    needs: "settings:manage",
    Show: Autonomy,
  },
  { name: "work", title: "settings.work", icon: "tasks", needs: "settings:manage", Show: Work },
  { name: "people", title: "settings.people", icon: "guests", needs: "staff:manage", Show: People },
  {
    name: "roles",
    title: "settings.roles",
    icon: "person",
    needs: "staff:manage",
    Show: RoleTable,
  },
  { name: "tokens", title: "settings.tokens", icon: "key", needs: "tokens:manage", Show: Tokens },
  { name: "audit", title: "settings.audit", icon: "book", needs: "audit:read", Show: Audit },
  { name: "health", title: "settings.health", icon: "chart", needs: "system:read", Show: Health },
  {
    name: "all",
    title: "settings.all",
    icon: "settings",
    needs: "settings:manage",
    Show: Everything,
  },
];

export default function Settings() {
  const [, name, id] = parts.value;
  const allowed = PLACES.filter(({ needs }) => auth.may(needs));
  const place = allowed.find((known) => known.name === name);
  const first = allowed[0]?.name;
  const isBare = !name && !isPhone.value;
  useEffect(() => {
    if (isBare && first) go(`/settings/${first}`, { replace: true });
  }, [isBare, first]);

  return (
    <div class="settings" data-open={Boolean(name)}>
      <div class="settings-places">
        <h1>{t("nav.settings")}</h1>
        <nav aria-label={t("nav.settings")}>
          {allowed.map((known) => (
            <a
              key={known.name}
              href={`/settings/${known.name}`}
              aria-current={known.name === name ? "page" : undefined}
            >
              <Icon name={known.icon} />
              {t(known.title)}
            </a>
          ))}
        </nav>
      </div>
      {place ? (
        <section class="settings-place" aria-label={t(place.title)}>
          <header>
            <span class="only-phone">
              <IconButton icon="back" label={t("back")} onClick={() => go("/settings")} />
            </span>
            <h2>{t(place.title)}</h2>
          </header>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing to focus */}
          <div class="settings-body" key={place.name} tabIndex={0}>
            <place.Show id={id} />
          </div>
        </section>
      ) : (
        name && <Empty icon="search" title={t("error.noPage")} />
      )}
    </div>
  );
}
