/**
 * The service worker: the app opens without a network, and escalations knock when it is closed.
 *
 * It keeps only files that whoever opens the page gets; nothing of guests or staff.
 */

/// <reference lib="webworker" />

const worker = self as unknown as ServiceWorkerGlobalScope;
const SHELL = "shell";
const INDEX = "/";

worker.addEventListener("install", (event) => {
  event.waitUntil(keepIndex().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(kept(request));
  else if (request.mode === "navigate" && isApp(url.pathname)) event.respondWith(page(request));
});

interface Push {
  title?: string;
  body?: string;
  url?: string;
  tag?: string;
}

worker.addEventListener("push", (event) => {
  const { title, body, url, tag } = read(event.data);
  const options: NotificationOptions = {
    icon: "/icons/icon-192.png",
    badge: "/icons/badge-96.png",
    data: { url: url ?? "/inbox" },
  };
  if (body) options.body = body;
  if (tag) options.tag = tag;
  event.waitUntil(worker.registration.showNotification(title ?? "Jack", options));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const to = new URL(String(event.notification.data?.url ?? "/inbox"), worker.location.origin);
  if (to.origin === worker.location.origin) event.waitUntil(show(to.href));
});

/** The page that is open already, led to the place; else a new one. */
async function show(href: string): Promise<void> {
  const open = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const found = open[0];
  if (!found) {
    await worker.clients.openWindow(href);
    return;
  }
  found.postMessage({ type: "go", to: new URL(href).pathname });
  await found.focus();
}

function read(data: PushMessageData | null): Push {
  try {
    return (data?.json() ?? {}) as Push;
  } catch {
    return { body: data?.text() ?? "" };
  }
}

/** Pages of Jack that are not this app: the guests' chat, one-time links, the API. */
function isApp(path: string): boolean {
  return !/^\/(api|chat|widget|setup|password|health|webhooks|metrics|ws)(\/|$)/.test(path);
}

/** Files whose name says what is in them never change. */
async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const known = await cache.match(request);
  if (known) return known;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}

/** The newest page, or the kept one while there is no network. */
async function page(request: Request): Promise<Response> {
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await (await caches.open(SHELL)).put(INDEX, fresh.clone());
    return fresh;
  } catch {
    return (await caches.match(INDEX)) ?? Response.error();
  }
}

/** A new version: old files go, the new page comes with the files it names. */
async function keepIndex(): Promise<void> {
  await caches.delete(SHELL);
  const cache = await caches.open(SHELL);
  const response = await fetch(INDEX, { cache: "no-cache" });
  if (!response.ok) return;
  await cache.put(INDEX, response.clone());
  const named = (await response.text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g);
  await cache.addAll([...named].map(([, path]) => path as string));
}
