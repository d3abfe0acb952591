// Starts the apps without a network, and keeps what carries a hash in its name.
//
// A page is asked for anew at each start, so that a new release takes over by itself: at the next start, never under the
// hands of somebody who fills in a form. Without an answer the page that was kept last is shown, with the files that
// belong to it. Calls of endpoints and attachments pass by.
//
// `cargo xtask build` puts the release and the files of each app in the place of the two names below.

const RELEASE = "__RELEASE__";
const APPS = __APPS__;
const CACHE = `xueshi-${RELEASE}`;
/** A connection that brings no page for so long is as good as none. */
const WAIT_MILLISECONDS = 4_000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate") {
    if (!url.pathname.startsWith("/attachments/") && !url.pathname.startsWith("/api/")) event.respondWith(page(event, appOf(url.pathname)));
  } else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(file(event.request));
  }
});

function appOf(path) {
  const app = `/${path.split("/")[1]}/`;
  return app in APPS ? app : "/";
}

/** Keeps the apps that are open, and those that were kept before, whole or not at all. */
async function install() {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const wanted = new Set(open.map((client) => appOf(new URL(client.url).pathname)));
  for (const app of Object.keys(APPS)) if (await caches.match(app)) wanted.add(app);
  for (const app of wanted) await keep(app);
  // Pages that are open have all they need; the next start is the new release's.
  await skipWaiting();
}

async function keep(app) {
  const cache = await caches.open(CACHE);
  await cache.addAll(APPS[app].map((path) => new Request(path, { cache: path.startsWith("/assets/") ? "default" : "no-cache" })));
}

/** The release before stays one release longer: a page of it may still be loading. */
async function activate() {
  const names = (await caches.keys()).filter((name) => name.startsWith("xueshi-") && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

async function page(event, app) {
  const kept = (await (await caches.open(CACHE)).match(app)) ?? (await caches.match(app));
  const fresh = fetch(event.request);
  if (!kept) {
    event.waitUntil(fresh.then(() => keep(app)).catch(() => {}));
    return fresh;
  }
  const late = new Promise((resolve) => setTimeout(resolve, WAIT_MILLISECONDS, kept));
  return Promise.race([fresh.then((response) => (response.ok ? response : kept)).catch(() => kept), late]);
}

async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) {
    const copy = fresh.clone();
    await (await caches.open(CACHE)).put(request, copy);
  }
  return fresh;
}
