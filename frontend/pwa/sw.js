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
/** Who uses one of the two goes to the other: both open without a network once either has been opened. */
const PARTNERS = { "/": "/me/", "/me/": "/" };
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
  // Nothing waits for these, and a metered connection is spared them.
  const partners = [...wanted].map((app) => PARTNERS[app]).filter((app) => app && !wanted.has(app));
  if (!navigator.connection?.saveData) for (const app of partners) await keep(app).catch(() => {});
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
  // Every address of an app is answered with the same page, which the browser has: an unchanged one is not sent again.
  const fresh = fetch(app, { cache: "no-cache" });
  if (!kept) {
    event.waitUntil(fresh.then(() => keep(app)).catch(() => {}));
    return fresh.catch(unreachable);
  }
  const late = new Promise((resolve) => setTimeout(resolve, WAIT_MILLISECONDS, kept));
  return Promise.race([fresh.then((response) => (response.ok ? response : kept)).catch(() => kept), late]);
}

/** In place of an app that this device has never opened. */
function unreachable() {
  const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>学时</title><main style="max-width:30rem;margin:4rem auto;padding:0 1rem;font:1rem/1.8 system-ui,sans-serif">
<h1>暂时连不上服务</h1><p>这个页面还没有在本机打开过，需要联网。请检查网络后重试；已填写的草稿仍在本机。</p>
<p><a href="">重试</a></p></main></html>`;
  return new Response(page, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
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
