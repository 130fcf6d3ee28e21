// Relais without network. Keeps the files of the offline page and that page, never a private one; a new version drops the old files.
const CACHE = "relais-{{ version }}";
const OFFLINE = "{{ offline|escapejs }}";
const ASSETS = [{% for asset in assets %}"{{ asset|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const BELL = "{{ bell|escapejs }}";
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

async function fill() {
  const cache = await caches.open(CACHE);
  // Without cookies: the page that is kept is the one of nobody.
  await cache.addAll([OFFLINE, ...ASSETS].map((url) => new Request(url, { credentials: "omit", cache: "reload" })));
}

async function drop() {
  for (const name of await caches.keys()) if (name.startsWith("relais-") && name !== CACHE) await caches.delete(name);
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept && HASHED.test(new URL(request.url).pathname)) return kept;
  try {
    return await fetch(request);
  } catch {
    return kept ?? Response.error();
  }
}

addEventListener("install", (event) => event.waitUntil(fill().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(drop().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (ASSETS.includes(url.pathname)) event.respondWith(file(request));
});

addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // A message without words still says there is something new.
  }
  const options = { body: told.body ?? "", tag: `relais-${told.id ?? ""}`, data: { id: told.id }, icon: "{{ icon|escapejs }}" };
  event.waitUntil(registration.showNotification(told.title ?? "Relais", options));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = `${BELL}#n${event.notification.data?.id ?? ""}`;
  event.waitUntil(
    (async () => {
      const open = (await clients.matchAll({ type: "window" }))[0];
      if (!open) return clients.openWindow(url);
      await open.focus();
      return open.navigate(url);
    })(),
  );
});
