// What the person writes leaves the message box at once and waits here until the town has answered:
// one message after the other, in the order they were written. Each has an id of its own, so sending
// one again whose answer was lost is still one message. What is not answered survives a reload; what
// the town refuses goes back into the message box.
(() => {
  "use strict";

  const AGAIN_MS = 5_000;
  const UNREACHED = [0, 502, 503, 504];

  const byId = (id) => document.getElementById(id);
  const key = () => byId("hall").dataset.key;
  const person = document.body.dataset.person;
  const store = "townhall.outbox." + person;
  const draftOf = (conversation) => "townhall.draft." + person + "." + conversation;
  const touch = matchMedia("(hover: none) and (pointer: coarse)");

  const waiting = JSON.parse(sessionStorage.getItem(store) || "[]");
  let underWay = false;
  let unreached = false;
  let later = 0;
  let doubtful = null; // came back without a plain no: the same words go out under the same id

  function keep() {
    if (waiting.length) sessionStorage.setItem(store, JSON.stringify(waiting));
    else sessionStorage.removeItem(store);
    const list = byId("outbox");
    list.hidden = waiting.length === 0;
    list.classList.toggle("unreached", unreached);
    list.replaceChildren(
      ...waiting.map((message) => {
        const item = document.createElement("li");
        const words = document.createElement("span");
        words.textContent = message.text;
        const state = document.createElement("em");
        state.textContent = unreached ? "not sent yet" : "sending…";
        item.append(words, state);
        return item;
      }),
    );
  }

  // ---- The message box ------------------------------------------------------------------------

  function fit(area) {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = Math.min(area.scrollHeight + 2, innerHeight * 0.4) + "px";
  }

  function write(area, text) {
    area.value = text;
    fit(area);
    if (text) sessionStorage.setItem(draftOf(key()), text);
    else sessionStorage.removeItem(draftOf(key()));
  }

  function giveBack(message) {
    const area = message.conversation === key() && byId("say");
    const draft = draftOf(message.conversation);
    const written = area ? area.value : sessionStorage.getItem(draft);
    const text = written ? message.text + "\n" + written : message.text;
    if (area) write(area, text);
    else sessionStorage.setItem(draft, text);
  }

  document.addEventListener("submit", (event) => {
    if (event.target !== byId("composer")) return; // a form's id may be the field of that name
    event.preventDefault();
    const area = byId("say");
    const text = area.value;
    if (!text.trim()) return;
    const same = doubtful && doubtful.text === text && doubtful.conversation === key();
    waiting.push({ id: same ? doubtful.id : window.townhall.freshId(), conversation: key(), text });
    doubtful = null;
    write(area, "");
    byId("trouble").textContent = "";
    send();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "say") write(event.target, event.target.value);
  });
  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (event.key !== "Enter" || area.id !== "say" || event.isComposing) return;
    const plain = !event.shiftKey && !event.altKey && !touch.matches;
    if (plain || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      area.form.requestSubmit();
    }
  });

  // ---- Sending --------------------------------------------------------------------------------

  function send() {
    clearTimeout(later);
    keep();
    if (underWay || waiting.length === 0) return;
    underWay = true;
    const { id, conversation, text } = waiting[0];
    const page = location.pathname;
    const token = document.body.dataset.formToken;
    htmx
      .ajax("POST", "/say", {
        source: byId("outbox"),
        target: "#hall",
        swap: "morph:outerHTML",
        values: { id, conversation, text, page, token },
      })
      .catch(() => {}); // answered() hears of it too
  }

  function answered(succeeded, status, answer) {
    underWay = false;
    if (status === 401) {
      location.reload(); // to the login; what waits is sent after it
      return;
    }
    unreached = !succeeded && UNREACHED.includes(status);
    if (unreached) {
      const why = status === 503 && answer ? answer : "The town cannot be reached.";
      byId("trouble").textContent = why + " What you wrote is kept, and sent when it can be.";
      keep();
      later = setTimeout(send, AGAIN_MS);
      return;
    }
    const message = waiting.shift();
    byId("trouble").textContent = "";
    if (!succeeded) {
      if (status >= 500) doubtful = message;
      giveBack(message);
      byId("trouble").textContent = answer.length < 2_000 ? answer : "The town refused it.";
    }
    send();
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr, successful } = event.detail;
    if (elt.id === "outbox") answered(Boolean(successful), xhr.status, xhr.responseText || "");
  });
  document.addEventListener("town:back", () => unreached && send());
  addEventListener("online", () => unreached && send());

  // ---- Begin ----------------------------------------------------------------------------------

  const area = byId("say");
  if (area) {
    write(area, area.value || sessionStorage.getItem(draftOf(key())) || "");
    if (!touch.matches) area.focus({ preventScroll: true });
  }
  send();
})();
