// The page works without this script: it reads, sends and decides by plain forms and links. With it
// the page stays current by itself.
//
// The stream only says that something changed; the page then asks for itself anew and is morphed
// into what it should be. So a signal that is lost or doubled changes nothing: every connection
// begins at the page's own cursor, and ends in the same page.
(() => {
  "use strict";

  const QUIET_MAX_MS = 40_000; // the stream gives a sign of life every 15 s
  const ELSEWHERE_MS = 1_500; // what changed in other conversations may wait a little
  const RETRY_MS = 1_000;
  const BOTTOM_PX = 160;

  const byId = (id) => document.getElementById(id);
  const hall = () => byId("hall");

  // ---- Morphing: what the person is doing is never taken away ------------------------------

  const rules = Idiomorph.defaults.callbacks;
  rules.beforeNodeMorphed = (now, next) => {
    if (!(now instanceof Element) || !(next instanceof Element)) return true;
    if (now.hasAttribute("data-keep") && next.hasAttribute("data-keep")) return false;
    if (now.tagName === "TEXTAREA" && now.value !== now.defaultValue) {
      now.defaultValue = next.defaultValue; // what a reset shows; what was typed stays
      return false;
    }
    const revision = now.getAttribute("data-revision");
    const same = revision !== null && now.id === next.id;
    return !(same && revision === next.getAttribute("data-revision"));
  };
  rules.beforeAttributeUpdated = (name, node) => !(name === "open" && node.tagName === "DETAILS");

  // ---- Refreshing ---------------------------------------------------------------------------

  let refreshing = false;
  let again = false;
  let later = 0;

  function refresh() {
    clearTimeout(later);
    later = 0;
    if (refreshing) {
      again = true;
      return;
    }
    refreshing = true;
    again = false;
    const address = location.pathname + location.search;
    const how = { source: document.body, target: "#hall", swap: "morph:outerHTML" };
    htmx.ajax("GET", address, how).catch(() => {}); // what failed is tried again by refreshed()
  }

  function refreshed(succeeded, status) {
    refreshing = false;
    if (status === 401) location.reload();
    else if (!succeeded) refreshIn(RETRY_MS);
    else if (again) refresh();
  }

  function refreshIn(ms) {
    if (!later) later = setTimeout(refresh, ms);
  }

  // ---- The stream ---------------------------------------------------------------------------

  let source = null;
  let openedOnce = false;
  let signAt = Date.now();
  let silence = 0;

  function sign() {
    signAt = Date.now();
    clearTimeout(silence);
    silence = 0;
    byId("connection").textContent = "";
  }

  function lost() {
    if (!silence) {
      silence = setTimeout(() => {
        byId("connection").textContent = "Reconnecting to the town…";
      }, 2_500);
    }
  }

  function connect() {
    if (source) source.close();
    signAt = Date.now();
    source = new EventSource("/stream?after=" + hall().dataset.cursor);
    source.addEventListener("open", () => {
      sign();
      document.dispatchEvent(new Event("town:back"));
      // What came while it was away may have been told to the connection that broke.
      if (openedOnce) refresh();
      openedOnce = true;
    });
    source.addEventListener("ping", sign);
    source.addEventListener("changed", (event) => {
      sign();
      const key = hall().dataset.key;
      const here = key === "" || JSON.parse(event.data).conversations.includes(key);
      // A channel also shows the cards of its threads.
      if (here || key.startsWith("channel:")) refresh();
      else refreshIn(ELSEWHERE_MS);
    });
    source.addEventListener("error", () => {
      lost();
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(connect, RETRY_MS);
        refreshIn(RETRY_MS); // finds out whether one has to log in again
      }
    });
  }

  function wakeUp() {
    if (document.visibilityState === "visible") {
      if (Date.now() - signAt > QUIET_MAX_MS / 2) connect();
      seen();
    }
  }

  setInterval(() => {
    if (Date.now() - signAt > QUIET_MAX_MS) connect();
  }, 5_000);
  document.addEventListener("visibilitychange", wakeUp);
  addEventListener("online", connect);
  addEventListener("pageshow", (event) => {
    if (event.persisted) connect();
  });

  // ---- What one sees --------------------------------------------------------------------------

  const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
  const calendar = new Intl.DateTimeFormat([], {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });

  function tellTimes() {
    const today = new Date().toDateString();
    for (const time of document.querySelectorAll("time[datetime]")) {
      const at = new Date(time.dateTime);
      time.textContent = (at.toDateString() === today ? clock : calendar).format(at);
    }
  }

  const atBottom = () =>
    innerHeight + scrollY >= document.documentElement.scrollHeight - BOTTOM_PX;
  const newestPost = () => {
    const posts = document.querySelectorAll("#posts li.post");
    return posts.length ? Number(posts[posts.length - 1].dataset.seq) : 0;
  };

  function toBottom() {
    scrollTo(0, document.documentElement.scrollHeight);
    byId("newer").hidden = true;
  }

  byId("newer").addEventListener("click", toBottom);
  addEventListener("scroll", () => atBottom() && (byId("newer").hidden = true), { passive: true });

  // What was seen is kept by this browser, by conversation: the newest post that was on screen.
  function seen() {
    const store = "townhall.seen." + document.body.dataset.person;
    const first = localStorage.getItem(store) === null;
    const known = JSON.parse(localStorage.getItem(store) || "{}");
    const current = hall().dataset.key;
    for (const link of document.querySelectorAll("[data-seen-key][data-newest]")) {
      const key = link.dataset.seenKey;
      const newest = Number(link.dataset.newest);
      if (first || (key === current && document.visibilityState === "visible")) {
        known[key] = newest;
      }
      link.classList.toggle("unread", newest > (known[key] || 0));
    }
    localStorage.setItem(store, JSON.stringify(known));
  }

  function settled() {
    document.title = hall().dataset.tab;
    tellTimes();
    seen();
  }

  // ---- Buttons ------------------------------------------------------------------------------------

  function freshId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  window.townhall = { freshId };

  // A card that did not change keeps its form: pressed once more it is another message.
  function sent(form) {
    const ask = form.closest("details");
    if (ask) ask.open = false;
    form.reset();
    form.elements.id.value = freshId();
  }

  function notSent(status, text) {
    if (status === 401) {
      location.reload();
    } else if (status === 0) {
      byId("trouble").textContent =
        "The town cannot be reached. Nothing is lost: press it again when it is back.";
    } else {
      byId("trouble").textContent = text.length < 2_000 ? text : "The town refused it.";
    }
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.tagName === "FORM") byId("trouble").textContent = "";
  });

  // Answers may overtake each other: one that was asked for earlier than what is shown, and knows
  // less, is not shown.
  let asked = 0;
  let shown = 0;
  document.addEventListener("htmx:beforeRequest", (event) => {
    event.detail.requestConfig.asked = ++asked;
  });

  function isOutdated(config, answer) {
    const cursor = /data-cursor="(\d+)"/.exec(answer);
    return config.asked < shown && cursor && Number(cursor[1]) < Number(hall().dataset.cursor);
  }

  let wasAtBottom = true;
  let newestBefore = 0;
  let pressed = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const config = event.detail.requestConfig;
    const source = config.elt;
    if (source.tagName === "FORM" && event.detail.shouldSwap) sent(source);
    if (event.detail.shouldSwap && isOutdated(config, event.detail.serverResponse)) {
      event.detail.shouldSwap = false;
    }
    if (event.detail.shouldSwap) shown = Math.max(shown, config.asked);
    wasAtBottom = atBottom() || source.id === "outbox";
    newestBefore = newestPost();
    const item = source.closest("li[id]");
    pressed = item && item.contains(document.activeElement) ? item.id : "";
  });
  document.addEventListener("htmx:afterSwap", () => {
    settled();
    if (newestPost() > newestBefore) {
      if (wasAtBottom) toBottom();
      else byId("newer").hidden = false;
    }
    // A button that is gone took the focus with it: it goes to the card it stood on.
    const card = pressed && document.activeElement === document.body ? byId(pressed) : null;
    if (card) {
      card.tabIndex = -1;
      card.focus({ preventScroll: true });
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr, successful } = event.detail;
    if (elt === document.body) refreshed(Boolean(successful), xhr.status);
    else if (elt.tagName === "FORM" && !successful) notSent(xhr.status, xhr.responseText || "");
  });

  document.addEventListener("keydown", (event) => {
    const ask = event.key === "Escape" && event.target.closest("details.ask[open]");
    if (ask) {
      ask.open = false;
      ask.querySelector("summary").focus();
    }
  });
  document.addEventListener(
    "toggle",
    (event) => {
      const ask = event.target;
      if (ask.matches && ask.matches("details.ask") && ask.open) {
        for (const other of document.querySelectorAll("details.ask[open]")) {
          if (other !== ask) other.open = false;
        }
        ask.querySelector("textarea, form button").focus();
        ask.querySelector("form").scrollIntoView({ block: "nearest" });
      }
    },
    true,
  );

  // ---- Begin ------------------------------------------------------------------------------------

  settled();
  if (location.hash === "" || location.hash === "#end") {
    if (document.body.classList.contains("has-talk") && !location.search) toBottom();
  }
  connect();
})();
