// The one piece of script of ours that runs in the browser. It leaves fast, moves the focus to each new page's heading,
// sets the language of the document, works the bar on top, and keeps the sealed answers in this tab. Nothing typed by
// anybody is ever put into the page by it, and it cannot read what it keeps.

const SHIFT_PRESSES = 3;
const SHIFT_WITHIN = 5000; // milliseconds
const TIME_TO_TELL_SERVER = 100; // between telling the server to forget and going away
const NO_ANSWER_AFTER = 2500; // then the numbers are shown without the server
const ASK_AGAIN_AFTER = 5000; // what was kept is handed in until the server says that it has it
const CLOSED_FOR_GOOD_AFTER = 5 * 60 * 1000; // a closed tab that is opened again after this has lost what it kept
const TYPED_AFTER = 1000; // words are sent when the typing pauses for this long, not only when the field is left
const QUIET = 300; // milliseconds without a run: nothing a person pressed is on its way
const STILL_DRAWING_FOR = 5000; // a page that takes longer gets no focus moved into it
const INPUT_EVENTS = ["blur", "change", "click", "focusin", "focusout", "input", "keydown", "keyup", "pointerdown"];

const root = document.documentElement;

// Streamlit calls the function below again whenever `data` changes; what must outlive a call stands here.
let data = {};
let tellServer = () => {};
let giveServer = () => {};
let wired = false;
let page = null;
let kept = ""; // the sealed answers of this moment
let stored = null; // what of them is in the tab's storage; null: not known yet
let fails = false; // whether the storage took the latest
let found = null; // what the tab had kept when the page was loaded, until the server has dealt with it
let asking = null;
let typing = null;
let shifts = [];
let firstPress = null; // where the first press of a double one fell: its page, and what it pressed
let pressed = null; // the place of the button that was pressed last, as a class
let aside = false; // whether this page is something to read beside the others
const readFrom = new Map(); // by page: the place of the button by which somebody went to read something
let waiting = null;
let stopWatching = () => {};

export default function (component) {
  data = component.data;
  tellServer = component.setTriggerValue;
  giveServer = component.setStateValue;
  clearTimeout(waiting);
  if (!wired) wire();
  if (found !== null && !restored()) return;
  // A server that has lost this page draws it before it knows where the person is: the next run tells.
  if (data.fresh && page !== null) {
    if (fails) tellFailure();
    return;
  }
  root.lang = data.language;
  root.dir = data.direction;
  root.toggleAttribute("data-desk", !data.leaves);
  label();
  if (!data.fresh && data.keep) keep(data.keep);
  root.dataset.drawn = "";
  if (page !== data.page) {
    const first = page === null;
    if (data.aside) readFrom.set(page, pressed);
    const back = aside ? readFrom.get(data.page) : null;
    page = data.page;
    aside = data.aside;
    delete root.dataset.numbers;
    // The first page opens as any page does: the first Tab must reach the bar.
    if (!first) arrive(back);
  }
}

function wire() {
  wired = true;
  // One entry in the browser's history: Back after leaving leads to the page before this site, not to an answer.
  history.pushState = history.replaceState.bind(history);
  document.getElementById("ns-leave").addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.getElementById("ns-crisis").addEventListener("click", (event) => {
    event.preventDefault();
    askForNumbers();
  });
  document.getElementById("ns-back").addEventListener("click", () => delete root.dataset.numbers);
  window.addEventListener("keydown", countShift, true);
  window.addEventListener("click", stopSecondPress, true);
  window.addEventListener("click", notePlace, true);
  window.addEventListener("click", sendBeforePress, true);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // brought back from the browser's memory: start afresh
  });
  window.addEventListener("pagehide", markClosed);
  window.addEventListener("input", heedTyping, true);
  document.addEventListener("visibilitychange", () => document.hidden && sendTyped(document.activeElement));
  new MutationObserver(keepNoFieldForTheBrowser).observe(document.getElementById("root"), { childList: true, subtree: true });
  keepNoFieldForTheBrowser();
  found = take();
  watchConnection();
}

function label() {
  document.getElementById("ns-bar").setAttribute("aria-label", data.labels.bar);
  document.getElementById("ns-leave").textContent = data.labels.leave;
  document.getElementById("ns-crisis").textContent = data.labels.crisis;
}

function countShift(event) {
  if (event.repeat || !data.leaves) return;
  if (event.key !== "Shift") {
    shifts = [];
    return;
  }
  const now = performance.now();
  shifts = [...shifts.filter((press) => SHIFT_WITHIN >= now - press), now];
  if (shifts.length >= SHIFT_PRESSES) leave();
}

// The second press of a double one falls on whatever stands there by then: on another page, or on something else than the
// first one pressed, it must do nothing. The next page can stand there a moment before this script is told of it.
function stopSecondPress(event) {
  const there = whatIsPressed(event.target);
  if (2 > event.detail) {
    firstPress = { page, there };
  } else if ((firstPress?.page !== page || firstPress.there !== there) && event.target.closest('[data-testid="stMain"]')) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

function whatIsPressed(target) {
  const control = target.closest('[data-testid="stMain"] :is(a, button, label, summary, input)');
  return control && `${placeOf(control)} ${(control.closest("label") ?? control).textContent}`;
}

function leave() {
  root.dataset.left = "";
  kept = "";
  stored = null;
  found = null;
  document.body.hidden = true;
  document.title = new URL(data.exit).hostname; // what the browser's history will show for this site
  // A field that loses the focus now would send its text after the server has forgotten everything.
  for (const type of INPUT_EVENTS) window.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
  try {
    sessionStorage.clear();
    localStorage.clear();
  } catch {
    // Storage is switched off: then there is nothing in it.
  }
  tellServer("left", true);
  // Answers with a header that clears the cookie; whether it arrives does not matter for leaving.
  fetch("/bye", { redirect: "manual", keepalive: true }).catch(() => {});
  setTimeout(() => location.replace(data.exit), TIME_TO_TELL_SERVER);
}

// What this tab has kept, if it may still be used; null for nothing. A browser brings back the storage of a closed tab
// when the tab is opened again: whoever does that later must not see what the family has left behind.
function take() {
  try {
    const [token, closed] = (sessionStorage.getItem(data.slot) ?? "").split(" ");
    const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
    if (token && (!closed || reloaded || CLOSED_FOR_GOOD_AFTER > Date.now() - Number(closed))) return token;
    sessionStorage.removeItem(data.slot);
  } catch {
    // Storage is blocked: nothing was kept.
  }
  delete root.dataset.waiting;
  return null;
}

function markClosed() {
  if (!stored || root.dataset.left !== undefined) return;
  try {
    sessionStorage.setItem(data.slot, `${stored} ${Date.now()}`);
  } catch {
    // Then a tab that is opened again keeps its answers until they are too old to be opened.
  }
}

// Hands in what was kept, again and again until the server has it: a connection may break at any moment. Until the
// server has drawn the page with the answers the first paint stays.
function restored() {
  clearInterval(asking);
  if (data.opened) {
    kept = found;
    found = null;
    delete root.dataset.waiting;
    return true;
  }
  const say = () => tellServer("opened", found);
  say();
  asking = setInterval(say, ASK_AGAIN_AFTER);
  return false;
}

// Waits until the server's run has ended for so many milliseconds. A word before that would break off the run, and with
// it the press it answers; a move to another page is two runs.
function afterRun(quiet, then) {
  const app = document.querySelector('[data-testid="stApp"]');
  let ended = null;
  const watch = new MutationObserver(look);
  watch.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
  look();
  function look() {
    clearTimeout(ended);
    if (app.dataset.testScriptState !== "notRunning") return;
    ended = setTimeout(() => {
      watch.disconnect();
      then();
    }, quiet);
  }
}

// A browser writes what stands in fields to its own files, to fill them in again after a crash; not in these.
function keepNoFieldForTheBrowser() {
  for (const field of document.querySelectorAll('#root :is(input, textarea):not([autocomplete="off"])')) {
    field.setAttribute("autocomplete", "off");
  }
}

function heedTyping(event) {
  clearTimeout(typing);
  typing = setTimeout(() => sendTyped(event.target), TYPED_AFTER);
}

// Has Streamlit send the words in a field while the person goes on typing there: it does so for Ctrl+Enter.
function sendTyped(field) {
  if (root.dataset.left !== undefined || !field?.closest('[data-testid="stTextArea"], [data-testid="stTextInput"]')) return;
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true }));
}

// A field sends its words when it loses the focus; phones do not take it away for a button. The press comes after them.
function sendBeforePress(event) {
  if (event.isTrusted && event.target.closest('[data-testid="stMain"] button')) sendTyped(document.activeElement);
}

function keep({ token, stored: wanted }) {
  kept = token;
  if (root.dataset.left !== undefined) return;
  const next = wanted ? token : "";
  if (next === stored && !data.fails) return;
  try {
    if (next) {
      sessionStorage.setItem(data.slot, next);
    } else {
      sessionStorage.setItem(data.slot, "x"); // is there room at all? The person is told before anything is lost
      sessionStorage.removeItem(data.slot);
    }
    stored = next;
    fails = false;
  } catch {
    fails = true;
  }
  if (fails !== data.fails) tellFailure();
}

function tellFailure() {
  afterRun(QUIET, () => fails !== data.fails && tellServer("fails", fails));
}

// A server that comes back may be another one, or may have forgotten this page: it gets the sealed answers with the first
// word it hears, together with whatever the person does then.
function watchConnection() {
  const app = document.querySelector('[data-testid="stApp"]');
  let connected = true;
  new MutationObserver(() => {
    const now = app.dataset.testConnectionState === "CONNECTED";
    if (now === connected || root.dataset.left !== undefined) return;
    connected = now;
    if (found !== null) return;
    if (now) tellServer("back", true);
    else giveServer("held", kept);
  }).observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
}

function askForNumbers() {
  // A field sends its text when it loses the focus; phones do not take the focus away for a tap on a link.
  document.activeElement?.blur();
  setTimeout(() => tellServer("crisis", true), 0);
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    root.dataset.numbers = "";
    document.getElementById("ns-back").hidden = false;
    document.querySelector("#ns-first h1").focus();
  }, NO_ANSWER_AFTER);
}

function notePlace(event) {
  pressed = placeOf(event.target.closest('[data-testid="stMain"] button'));
}

// The class that Streamlit makes of the key of a button or field, or of the group that holds it.
function placeOf(control) {
  const place = control?.closest('[class*="st-key-"]');
  return place ? [...place.classList].find((name) => name.startsWith("st-key-")) : null;
}

// Scrolls to the top and puts the focus on the heading of the page that is being drawn. Who comes back from reading
// something finds the button they had pressed for it. The old heading stands there until the server's run ends, so this
// waits for that; a person who has begun to do something is left alone.
function arrive(back) {
  stopWatching();
  const main = document.querySelector('[data-testid="stMain"]');
  const app = document.querySelector('[data-testid="stApp"]');
  if (!main || !app) return;
  main.scrollTo(0, 0);
  const until = performance.now() + STILL_DRAWING_FOR;
  const watch = new MutationObserver(look);
  const beat = setInterval(look, 50);
  stopWatching = () => {
    watch.disconnect();
    clearInterval(beat);
    for (const type of ["keydown", "pointerdown"]) window.removeEventListener(type, stopWatching, true);
    stopWatching = () => {};
  };
  for (const type of ["keydown", "pointerdown"]) window.addEventListener(type, stopWatching, true);
  watch.observe(app, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-script-state"] });

  let settledAt = null;
  function look() {
    const now = performance.now();
    if (now > until) return stopWatching();
    const heading = main.querySelector("h1");
    if (!heading || app.dataset.testScriptState !== "notRunning") return;
    // Once more when Streamlit has replaced the heading's element after that: then nothing has the focus.
    if (settledAt === null || document.activeElement === document.body) {
      const button = back && main.querySelector(`.${CSS.escape(back)} button`);
      if (button) {
        button.scrollIntoView({ block: "center" });
        button.focus({ preventScroll: true });
      } else {
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
        main.scrollTo(0, 0);
      }
    }
    settledAt ??= now;
    if (now - settledAt > 400) stopWatching();
  }
}
