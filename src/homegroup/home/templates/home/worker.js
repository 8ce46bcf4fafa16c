// Keeps one page for a time without a network, "help now", and nothing else.
"use strict";
const KEPT = "kept-{{ name }}";
const PAGE = "/help-now/kept/";
const FILES = [{% for file in files %}"{{ file|escapejs }}", {% endfor %}];

const renew = async () => {
  const page = await fetch(PAGE, { cache: "reload" });
  if (page.ok) await (await caches.open(KEPT)).put(PAGE, page);
};

const forgetOlder = async () => {
  for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
  await self.clients.claim();
};

const online = async (event) => {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(renew().catch(() => {}));
    return answer;
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  const files = caches.open(KEPT).then((cache) => cache.addAll(FILES));
  event.waitUntil(Promise.all([files, renew()]));
});
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate") {
    if (pathname === "/help-now/") event.respondWith(online(event));
  } else if (FILES.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((file) => file ?? fetch(event.request)));
  }
});

// A push says that there is something new, never what: its words are fixed and neutral.
self.addEventListener("push", (event) => {
  const { title = "", text = "", path = "/" } = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(title, { body: text, tag: "new", data: path }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
