/**
 * The pages of the app: a row for each, loaded when somebody opens it.
 *
 * A page is absent for people who lack its permission.
 */

import type { ComponentType } from "preact";
import { type Key, withMore } from "../i18n";
import type { IconName } from "../ui/icons";

export interface Page {
  section: string;
  name: Key;
  icon: IconName;
  /** Any of these permissions opens it. */
  needs: string | readonly string[] | null;
  /** Behind "More", not in the row of pages. */
  isMore?: boolean;
  /** Keys that open it. */
  keys: string;
  load: () => Promise<Loaded>;
}

/** A page's file. `ready` is waited for: texts that it brings along in the person's language. */
export interface Loaded {
  default: ComponentType;
  ready?: () => Promise<void>;
}

export const PAGES: readonly Page[] = [
  {
    section: "inbox",
    name: "nav.inbox",
    icon: "inbox",
    needs: "conversations:read",
    keys: "g i",
    load: () => import("../pages/inbox/page"),
  },
  {
    section: "tasks",
    name: "nav.tasks",
    icon: "tasks",
    needs: "tasks:read",
    keys: "g t",
    load: () => import("../pages/tasks/page"),
  },
  {
    section: "guests",
    name: "nav.guests",
    icon: "guests",
    needs: "guests:read",
    keys: "g u",
    load: () => import("../pages/guests/page"),
  },
  {
    section: "arrivals",
    name: "nav.arrivals",
    icon: "bed",
    needs: "guests:read",
    keys: "g a",
    load: () => import("../pages/arrivals/page"),
  },
  {
    section: "knowledge",
    name: "nav.knowledge",
    icon: "knowledge",
    needs: "knowledge:read",
    keys: "g k",
    load: () => import("../pages/knowledge/page"),
  },
  {
    section: "analytics",
    name: "nav.analytics",
    icon: "chart",
    needs: "analytics:read",
    keys: "g n",
    load: () => withMore(import("../pages/analytics/page")),
  },
  {
    section: "settings",
    name: "nav.settings",
    icon: "settings",
    needs: ["settings:manage", "staff:manage", "tokens:manage", "audit:read", "system:read"],
    keys: "g s",
    load: () => withMore(import("../pages/settings/page")),
  },
  {
    section: "handover",
    name: "nav.handover",
    icon: "transfer",
    needs: "conversations:read",
    isMore: true,
    keys: "g h",
    load: () => withMore(import("../pages/handover/page")),
  },
  {
    section: "replies",
    name: "nav.replies",
    icon: "note",
    needs: "conversations:read",
    isMore: true,
    keys: "g r",
    load: () => withMore(import("../pages/replies/page")),
  },
  {
    section: "templates",
    name: "nav.templates",
    icon: "email",
    needs: "conversations:read",
    isMore: true,
    keys: "g m",
    load: () => withMore(import("../pages/templates/page")),
  },
  {
    section: "automations",
    name: "nav.automations",
    icon: "spark",
    needs: "automations:read",
    isMore: true,
    keys: "g j",
    load: () => withMore(import("../pages/automations/page")),
  },
  {
    section: "me",
    name: "nav.me",
    icon: "person",
    needs: null,
    isMore: true,
    keys: "g p",
    load: () => withMore(import("../pages/me/page")),
  },
];

/** Whether somebody may see a page at all. */
export function isAllowed({ needs }: Page, may: (permission: string) => boolean): boolean {
  return needs === null || [needs].flat().some(may);
}

/** Which page people land on: the first they may see. */
export function firstFor(may: (permission: string) => boolean): Page | undefined {
  return PAGES.find((page) => isAllowed(page, may));
}
