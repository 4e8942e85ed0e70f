// The keys of the call desk: it moves the focus and presses buttons that stand on the screen. Of what is typed it keeps
// only the words of the next note, until the one before is added and its words are taken out of the line. It also measures
// the head of the desk, below which the columns at the sides begin.

const QUIET = 60; // milliseconds without a run before the focus moves: a move is two runs
const GIVE_UP_AFTER = 5000;
const STAYS = 700; // milliseconds in which a new page's heading may still take the focus
const FIELDS = ["input:not([type=hidden]), textarea", "button"]; // what takes the focus in a place, the first kind first

const NOTES = "st-key-desk_note";
const FIND = "st-key-desk_find_question";

let data = {};
let done = 0; // how many times the server had the focus moved
let wired = false;
let added = null; // the words of a note that is on its way
let typed = ""; // what stands in the line for notes since
let before = null; // what had the focus when the drawer opened
let moving = () => {};
let head = []; // the two lines of the head that are measured
const ruler = new ResizeObserver(measure);

export default function (component) {
  data = component.data;
  if (!wired) wire();
  if (data.times !== done) {
    done = data.times;
    if (added !== null && data.focus === NOTES) setTimeout(keepNextNote, QUIET);
    if (data.focus) goTo(data.focus);
  }
}

function wire() {
  wired = true;
  window.addEventListener("keydown", heed, true);
  window.addEventListener("input", (event) => { if (inNotes(event.target) && event.isTrusted) typed = event.target.value; }, true);
  new MutationObserver(() => {
    heedDrawer();
    heedHead();
  }).observe(document.body, { childList: true, subtree: true });
  heedHead();
}

function heed(event) {
  if (!document.querySelector(".st-key-desk_head")) return;
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (plain && "cr".includes(event.key.toLowerCase()) && !types(event.target)) {
    event.stopImmediatePropagation(); // Streamlit would load the page's script again, or offer to clear its caches
    return;
  }
  if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey) return shortcut(event);
  if (event.key === "Enter" && plain && !event.shiftKey && event.isTrusted && !event.isComposing) moveOn(event);
}

function types(target) {
  return target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, [contenteditable]");
}

// A field sends its words when it loses the focus: before the button is pressed that the keys stand for.
function shortcut(event) {
  const letter = event.code?.startsWith("Key") ? event.code.slice(3) : event.key.toUpperCase();
  const keys = `Alt+Shift+${letter}`;
  const field = data.fields?.[keys];
  const button = data.buttons?.[keys];
  if (!field && !button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (document.querySelector('[role="dialog"]')) return; // it closes with a choice alone
  if (field) {
    focusIn(document.querySelector(`.${field}`));
    if (field === FIND) document.activeElement.select?.(); // what is typed next takes the place of the word before
    return;
  }
  const before = document.activeElement;
  if (types(before)) {
    before.blur();
    before.focus({ preventScroll: true });
  }
  document.querySelector(`.${button} button`)?.click();
}

// Enter: in the line for a note it adds the note; in a question it moves on to the next one.
function moveOn(event) {
  const note = event.target.closest?.(`.${NOTES}`);
  if (note && event.target.matches("input")) {
    added = typed = event.target.value;
    setTimeout(() => (added = null), GIVE_UP_AFTER); // it was not saved: its words stay in the line
    setTimeout(() => note.querySelector(`.${NOTES}_add button`).click(), 0);
    return;
  }
  const question = event.target.closest?.('[class*="st-key-q_"]');
  if (!question || !event.target.matches("input")) return;
  const all = [...document.querySelectorAll('.st-key-desk_call [class*="st-key-q_"]')];
  const next = all[all.indexOf(question) + 1] ?? document.querySelector(".st-key-next_topic");
  setTimeout(() => focusIn(next), 0);
}

function inNotes(field) {
  return field.matches?.(`.${NOTES} input`);
}

// Fast fingers type the next note while the one before is on its way: then the line has both, or the server has emptied
// it. Once the note is added, only the words typed since stand there.
function keepNextNote() {
  const line = document.querySelector(`.${NOTES} input`);
  const next = typed.startsWith(added) ? typed.slice(added.length) : typed;
  if (line && line.value !== next && ["", typed].includes(line.value)) write(line, next);
  added = null;
}

function write(field, words) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, words);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function focusIn(place) {
  const field = fieldIn(place);
  if (!field) return;
  // Of a question that is higher than the window its words have to be seen, not its end.
  place.scrollIntoView({ block: place.offsetHeight > innerHeight / 2 ? "start" : "nearest" });
  field.focus({ preventScroll: true });
}

// While the drawer is open the focus is in it; afterwards it is where it was.
function heedDrawer() {
  const drawer = document.querySelector('[role="dialog"]');
  if (drawer && !before) {
    before = remembered(document.activeElement);
  } else if (!drawer && before) {
    const back = before;
    before = null;
    goTo(back);
  }
}

function heedHead() {
  const found = [".ns-topline", ".st-key-desk_commands"].map((line) => document.querySelector(line));
  if (!found.every(Boolean) || found.every((line, place) => line === head[place])) return;
  head = found;
  ruler.disconnect();
  for (const line of head) ruler.observe(line);
}

// Both lines stay at the top of the window: how high they are depends on its width and on the title.
function measure() {
  const [line, commands] = head.map((one) => one.offsetHeight);
  document.documentElement.style.setProperty("--ns-topline", `${line}px`);
  document.documentElement.style.setProperty("--ns-commands", `${commands}px`);
}

// The class of the nearest container with a key: the element itself may be drawn anew meanwhile.
function remembered(element) {
  const place = element?.closest?.('[class*="st-key-"]');
  return [...(place?.classList ?? [])].find((name) => name.startsWith("st-key-")) ?? "st-key-desk_call";
}

function fieldIn(place) {
  return FIELDS.map((kind) => place?.querySelector(kind)).find(Boolean);
}

// Puts the focus there once the server's run has ended and the field is drawn; again when the heading of a new page takes
// it. Whoever has done something meanwhile is left alone.
function goTo(name) {
  moving();
  const app = document.querySelector('[data-testid="stApp"]');
  const until = performance.now() + GIVE_UP_AFTER;
  let quiet = 0;
  let placed = null;
  const beat = setInterval(() => {
    const now = performance.now();
    if (now > until || (placed !== null && now - placed > STAYS)) return moving();
    quiet = app.dataset.testScriptState === "notRunning" ? quiet + 20 : 0;
    const place = document.querySelector(`.${name}`);
    const here = document.activeElement;
    if (QUIET > quiet || !fieldIn(place)) return;
    if (placed === null || here === document.body || here.matches("h1")) focusIn(place);
    placed ??= now;
  }, 20);
  const done = (event) => (placed !== null || event.type === "pointerdown") && moving();
  for (const type of ["keydown", "pointerdown"]) window.addEventListener(type, done, true);
  moving = () => {
    clearInterval(beat);
    for (const type of ["keydown", "pointerdown"]) window.removeEventListener(type, done, true);
    moving = () => {};
  };
}
