// Our only script in the browser. It leaves the site fast, moves the focus to each new page's heading, sets the document's
// language, runs the bar at the top, and keeps the sealed answers in this tab. It never puts typed text into the page, and
// it cannot read the answers it keeps.

const SHIFT_PRESSES = 3;
const SHIFT_WITHIN = 5000; // milliseconds
const TIME_TO_TELL_SERVER = 100; // between telling the server to erase and leaving the site
const NO_ANSWER_AFTER = 2500; // then the numbers are shown without the server
const ASK_AGAIN_AFTER = 5000; // kept answers are sent again until the server confirms them
const CLOSED_FOR_GOOD_AFTER = 5 * 60 * 1000; // a closed tab that is reopened later than this has lost its answers
const TYPED_AFTER = 1000; // text is sent when typing pauses for this long, not only when the field loses focus
const LONGEST_SENT = 30_000; // of a text, more than any field keeps; the server would hang up on a message that is too long
const QUIET = 300; // milliseconds without a run: no click is still being handled
const HANDLED = 100; // the same, for a second click on the same button
const HANDLED_AT_LAST = 5000; // then a second click counts, even if nothing was heard of the first
const STILL_DRAWING_FOR = 5000; // on a page that takes longer, the focus is not moved
const BOXES = ':is([class*="st-key-group_"], [class*="st-key-reasons_"])';
const PASSWORD = ':is([class*="st-key-password_"] input, input[type="password"])'; // text_fields.password
const VOICES_WITHIN = 1000; // some browsers list their voices only after they were asked for them
const NOTE_FOR = 8000;
const SPOKEN = "h1, h2, h3, p, li, label";
const INPUT_EVENTS = ["blur", "change", "click", "focusin", "focusout", "input", "keydown", "keyup", "pointerdown"];

const root = document.documentElement;

// Streamlit calls the function below again whenever `data` changes; these outlive a call.
let data = {};
let tellServer = () => {};
let giveServer = () => {};
let wired = false;
let page = null;
let kept = ""; // the latest sealed answers
let stored = null; // what is in the tab's storage; null: not known yet
let fails = false; // whether storing the latest answers failed
let toRestore = null; // what the tab had kept when the page was loaded, until the server confirms it
let asking = null;
let typing = null;
let shifts = [];
let firstClick = null; // the page and target of the first click of a double-click
let unhandled = null; // the page, target and time of a click on a button that the server may still be handling
let clicked = null; // the class that identifies the last button clicked
let aside = false; // whether this page is one to read and come back from
const leftBy = new Map(); // page -> the class of the button that led from it to an aside page
let waiting = null;
let stopWatching = () => {};
let reading = false; // whether the page is being read aloud
let noting = null;

export default function (component) {
  data = component.data;
  tellServer = component.setTriggerValue;
  giveServer = component.setStateValue;
  clearTimeout(waiting);
  if (!wired) wire();
  if (toRestore !== null && !restored()) return;
  // A server that has lost this page renders it before it knows where the person is; the next run knows.
  if (data.fresh && page !== null) {
    if (fails) tellFailure();
    return;
  }
  root.lang = data.language;
  root.dir = data.direction;
  root.toggleAttribute("data-desk", !data.leaves);
  label();
  offerReading();
  if (!data.fresh && data.keep) keep(data.keep);
  root.dataset.drawn = "";
  if (page !== data.page) {
    stopReading();
    const first = page === null;
    if (data.aside) leftBy.set(page, clicked);
    const back = aside ? leftBy.get(data.page) : null;
    page = data.page;
    aside = data.aside;
    delete root.dataset.numbers;
    // On the first page the focus is not moved: the first Tab must reach the bar.
    if (!first) arrive(back);
  }
}

function wire() {
  wired = true;
  // Only one history entry: after leaving, Back leads to the page before this site, not to an answer.
  history.pushState = history.replaceState.bind(history);
  document.getElementById("ns-leave").addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.getElementById("ns-crisis").addEventListener("click", (event) => {
    event.preventDefault();
    askForNumbers();
  });
  document.getElementById("ns-listen").addEventListener("click", () => (reading ? stopReading() : read()));
  document.getElementById("ns-back").addEventListener("click", () => delete root.dataset.numbers);
  window.addEventListener("keydown", countShift, true);
  window.addEventListener("click", blockSecondClick, true);
  window.addEventListener("click", blockUnhandled, true);
  window.addEventListener("input", () => (unhandled = null), true);
  window.addEventListener("click", rememberButton, true);
  window.addEventListener("click", jump, true);
  window.addEventListener("click", sendBeforeClick, true);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // restored from the back/forward cache: load it fresh
  });
  window.addEventListener("pagehide", markClosed);
  window.addEventListener("pagehide", stopReading);
  window.addEventListener("input", makeSendable, true);
  window.addEventListener("input", sendAfterTyping, true);
  document.addEventListener("visibilitychange", () => document.hidden && sendTyped(document.activeElement));
  new MutationObserver(completeFields).observe(document.getElementById("root"), { childList: true, subtree: true });
  completeFields();
  toRestore = take();
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

// The second click of a double-click must do nothing on another page, or on another target than the first click. The next
// page can be on screen a moment before this script knows, so the target counts too.
function blockSecondClick(event) {
  const target = clickTarget(event.target);
  if (2 > event.detail) {
    firstClick = { page, target };
  } else if ((firstClick?.page !== page || firstClick.target !== target) && event.target.closest('[data-testid="stMain"]')) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

// A second click on the same button must do nothing while the server handles the first: it would arrive as a click on the
// old page and take the person back to it, past a page that must come first, such as help for the writer.
function blockUnhandled(event) {
  const button = event.target.closest('[data-testid="stMain"] [data-testid="stButton"] button');
  if (!event.isTrusted || !button) return;
  const click = { page, target: clickTarget(button), at: performance.now() };
  const again = unhandled?.page === page && unhandled.target === click.target;
  if (event.detail > 1 || (again && HANDLED_AT_LAST > click.at - unhandled.at)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  unhandled = click;
  afterRun(HANDLED, () => unhandled === click && (unhandled = null));
}

function clickTarget(target) {
  const control = target.closest('[data-testid="stMain"] :is(a, button, label, summary, input)');
  return control && `${placeOf(control)} ${(control.closest("label") ?? control).textContent}`;
}

function leave() {
  root.dataset.left = "";
  stopReading();
  kept = "";
  stored = null;
  toRestore = null;
  document.body.hidden = true;
  document.title = new URL(data.exit).hostname; // what the browser history will show for this site
  // A field that loses focus now would send its text after the server has erased everything.
  for (const type of INPUT_EVENTS) window.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
  try {
    sessionStorage.clear();
    localStorage.clear();
  } catch {
    // Storage is turned off, so it is empty.
  }
  tellServer("left", true);
  // The response clears the cookie; leaving does not wait for it.
  fetch("/bye", { redirect: "manual", keepalive: true }).catch(() => {});
  setTimeout(() => location.replace(data.exit), TIME_TO_TELL_SERVER);
}

// What this tab has kept, if it may still be used, else null. A browser restores the storage of a closed tab when the tab
// is reopened; anyone who does that later must not see the family's answers.
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
    // Then a reopened tab keeps its answers until their seal expires.
  }
}

// Sends the kept answers repeatedly until the server confirms them, because the connection may break at any moment. The
// first paint stays until the server has rendered the page with the answers.
function restored() {
  clearInterval(asking);
  if (data.opened) {
    kept = toRestore;
    toRestore = null;
    delete root.dataset.waiting;
    return true;
  }
  const send = () => tellServer("opened", toRestore);
  send();
  asking = setInterval(send, ASK_AGAIN_AFTER);
  return false;
}

// Calls `then` once no run has been active for `quiet` milliseconds. A message before that would interrupt the run and lose
// the click it handles; going to another page takes two runs.
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

// A link to a place on the page, without the new history entry that the browser would add (see `wire`).
function jump(event) {
  const link = event.target.closest?.('[data-testid="stMain"] a[href^="#"]');
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  place.tabIndex = -1;
  place.scrollIntoView();
  place.focus({ preventScroll: true });
}

function completeFields() {
  turnOffAutocomplete();
  leavePasswordsAlone();
  nameGroups();
}

// A phone would begin a password with a capital, or correct it, and the file would not open elsewhere.
function leavePasswordsAlone() {
  for (const field of document.querySelectorAll(`#root ${PASSWORD}:not([autocapitalize])`)) {
    for (const name of ["autocapitalize", "autocorrect"]) field.setAttribute(name, "off");
    field.setAttribute("spellcheck", "false");
  }
}

// A group of boxes is named by its question, the last heading before it. Streamlit may use the element again for others.
function nameGroups() {
  for (const old of document.querySelectorAll(`#root [role="group"][data-boxes]:not(${BOXES})`)) {
    for (const name of ["role", "aria-label", "data-boxes"]) old.removeAttribute(name);
  }
  if (root.hasAttribute("data-desk")) return;
  const groups = document.querySelectorAll(`#root ${BOXES}`);
  const headings = groups.length ? [...document.querySelectorAll(`#root :is(h1, h2, .ns-opened)`)] : [];
  for (const group of groups) {
    const before = headings.filter((one) => one.compareDocumentPosition(group) & Node.DOCUMENT_POSITION_FOLLOWING);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", before.at(-1)?.textContent ?? "");
    group.dataset.boxes = "";
  }
}

// Browsers save the contents of fields to disk to restore them after a crash; this prevents it.
function turnOffAutocomplete() {
  for (const field of document.querySelectorAll('#root :is(input, textarea):not([autocomplete="off"])')) {
    field.setAttribute("autocomplete", "off");
  }
}

// Half of an emoji, or a text that is far too long, cannot be sent, and the page would send it again with every new
// connection. Runs before Streamlit reads the field, which would not notice a change of `value` by the usual way.
function makeSendable(event) {
  const field = event.target;
  if (event.isComposing || !field.closest?.('[data-testid="stTextArea"], [data-testid="stTextInput"]')) return;
  const sendable = field.value.slice(0, LONGEST_SENT).replace(/\p{Surrogate}/gu, "\uFFFD");
  if (sendable === field.value) return;
  const caret = field.selectionStart;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, sendable);
  field.setSelectionRange(caret, caret);
}

function sendAfterTyping(event) {
  clearTimeout(typing);
  typing = setTimeout(() => sendTyped(event.target), TYPED_AFTER);
}

// Makes Streamlit send the text of a field that keeps the focus, as it does for Ctrl+Enter.
function sendTyped(field) {
  if (root.dataset.left !== undefined || !field?.closest('[data-testid="stTextArea"], [data-testid="stTextInput"]')) return;
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true }));
}

// A field sends its text when it loses focus, but on phones a tap on a button does not take the focus. Send it first.
function sendBeforeClick(event) {
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
      sessionStorage.setItem(data.slot, "x"); // is there any room? The person is warned before anything is lost
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

// After a reconnect, the server may be another one, or may have lost this session: it gets the sealed answers with the first
// message, together with whatever the person does then.
function watchConnection() {
  const app = document.querySelector('[data-testid="stApp"]');
  let connected = true;
  new MutationObserver(() => {
    const now = app.dataset.testConnectionState === "CONNECTED";
    if (now === connected || root.dataset.left !== undefined) return;
    connected = now;
    if (toRestore !== null) return;
    if (now) tellServer("back", true);
    else giveServer("held", kept);
  }).observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
}

function askForNumbers() {
  // A field sends its text when it loses focus, but on phones a tap on a link does not take the focus.
  document.activeElement?.blur();
  setTimeout(() => tellServer("crisis", true), 0);
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    root.dataset.numbers = "";
    document.getElementById("ns-back").hidden = false;
    document.querySelector("#ns-first h1").focus();
  }, NO_ANSWER_AFTER);
}

// Reads the page aloud, only with a voice of the device itself: the others send the text to a service on the internet.
async function read() {
  const voice = await ownVoice();
  if (!voice) return note(data.labels.mute);
  reading = true;
  offerReading();
  const texts = spokenTexts();
  texts.forEach((text, place) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    if (place === texts.length - 1) utterance.onend = stopReading;
    speechSynthesis.speak(utterance);
  });
}

function stopReading() {
  if (reading) speechSynthesis.cancel();
  reading = false;
  offerReading();
}

function offerReading() {
  const button = document.getElementById("ns-listen");
  button.hidden = !data.reads || !window.speechSynthesis;
  button.setAttribute("aria-pressed", reading);
  button.setAttribute("aria-label", data.labels?.listen);
}

async function ownVoice() {
  const own = () => speechSynthesis.getVoices().filter((voice) => voice.localService && voice.lang.startsWith(root.lang));
  if (!own().length) {
    await new Promise((resolve) => {
      speechSynthesis.addEventListener("voiceschanged", resolve, { once: true });
      setTimeout(resolve, VOICES_WITHIN);
    });
  }
  return own().find((voice) => voice.default) ?? own()[0];
}

// What stands on the page from its heading to its last line, without buttons and the foot.
function spokenTexts() {
  const all = [...document.querySelectorAll(`[data-testid="stMain"] :is(${SPOKEN})`)];
  const whole = all.filter((one) => !one.closest("button, .st-key-foot") && !one.parentElement.closest(SPOKEN));
  return whole.filter((one) => one.checkVisibility()).map((one) => one.innerText.trim()).filter(Boolean);
}

function note(text) {
  const place = document.getElementById("ns-toast");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(noting);
  noting = setTimeout(() => (place.hidden = true), NOTE_FOR);
}

function rememberButton(event) {
  clicked = placeOf(event.target.closest('[data-testid="stMain"] button'));
}

// The class that Streamlit derives from the key of a button or field, or of the container around it.
function placeOf(control) {
  const place = control?.closest('[class*="st-key-"]');
  return place ? [...place.classList].find((name) => name.startsWith("st-key-")) : null;
}

// Scrolls to the top and moves the focus to the heading of the new page or, after an aside page, to the button that led
// there. Waits for the end of the server's run, because the old heading stays until then. Stops as soon as the person types
// or taps.
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
    // Again if Streamlit has replaced the heading's element since: then nothing has the focus.
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
