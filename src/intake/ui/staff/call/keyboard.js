// Keyboard use of the call desk: moves the focus and clicks buttons on the screen. Of typed text it keeps only that of
// the next note, until the previous note is added and the field is emptied. It also measures the header of the desk, below
// which the side columns begin.

const QUIET = 60; // milliseconds without a run before the focus moves: changing the topic takes two runs
const GIVE_UP_AFTER = 5000;
const GUARD_FOR = 700; // milliseconds in which the heading of a new page may still take the focus
const FIELDS = ["input:not([type=hidden]), textarea", "button"]; // focus targets in a container, in this order

const NOTES = "st-key-desk_note";
const FIND = "st-key-desk_find_question";

let data = {};
let moves = 0; // how often the server has requested the focus
let listening = false;
let pendingNote = null; // text of a note that is being added
let typed = ""; // text in the note field since then
let beforeDrawer = null; // class of the container that had the focus when the drawer opened
let stopMoving = () => {};
let header = []; // the two rows of the header that are measured
const ruler = new ResizeObserver(measure);

export default function (component) {
  data = component.data;
  if (!listening) listen();
  if (data.times !== moves) {
    moves = data.times;
    if (pendingNote !== null && data.focus === NOTES) setTimeout(keepNextNote, QUIET);
    if (data.focus) moveFocus(data.focus);
  }
}

function listen() {
  listening = true;
  window.addEventListener("keydown", onKeydown, true);
  window.addEventListener("input", (event) => { if (inNotes(event.target) && event.isTrusted) typed = event.target.value; }, true);
  new MutationObserver(() => {
    watchDrawer();
    watchHeader();
  }).observe(document.body, { childList: true, subtree: true });
  watchHeader();
}

function onKeydown(event) {
  if (!document.querySelector(".st-key-desk_head")) return;
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (plain && "cr".includes(event.key.toLowerCase()) && !isTextField(event.target)) {
    event.stopImmediatePropagation(); // Streamlit would rerun the page, or offer to clear its caches
    return;
  }
  if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey) return shortcut(event);
  if (event.key === "Enter" && plain && !event.shiftKey && event.isTrusted && !event.isComposing) moveOn(event);
}

function isTextField(target) {
  return target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, [contenteditable]");
}

// A field sends its text when it loses the focus, so that has to happen before the shortcut clicks a button.
function shortcut(event) {
  const letter = event.code?.startsWith("Key") ? event.code.slice(3) : event.key.toUpperCase();
  const keys = `Alt+Shift+${letter}`;
  const field = data.fields?.[keys];
  const button = data.buttons?.[keys];
  if (!field && !button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (document.querySelector('[role="dialog"]')) return; // the danger drawer closes only with a choice
  if (field) {
    focusIn(document.querySelector(`.${field}`));
    if (field === FIND) document.activeElement.select?.(); // typing replaces the previous query
    return;
  }
  const active = document.activeElement;
  if (isTextField(active)) {
    active.blur();
    active.focus({ preventScroll: true });
  }
  document.querySelector(`.${button} button`)?.click();
}

// Enter adds the note in the note field, and moves from a question to the next one.
function moveOn(event) {
  const note = event.target.closest?.(`.${NOTES}`);
  if (note && event.target.matches("input")) {
    pendingNote = typed = event.target.value;
    setTimeout(() => (pendingNote = null), GIVE_UP_AFTER); // not saved: its text stays in the field
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

// Staff may type the next note while the previous one is being saved: then the field holds both, or the server has emptied
// it. Once the note is added, the field keeps only the text typed since.
function keepNextNote() {
  const field = document.querySelector(`.${NOTES} input`);
  const next = typed.startsWith(pendingNote) ? typed.slice(pendingNote.length) : typed;
  if (field && field.value !== next && ["", typed].includes(field.value)) setText(field, next);
  pendingNote = null;
}

function setText(field, text) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function focusIn(container) {
  const field = fieldIn(container);
  if (!field) return;
  // A tall question shows its start, not its end.
  container.scrollIntoView({ block: container.offsetHeight > innerHeight / 2 ? "start" : "nearest" });
  field.focus({ preventScroll: true });
}

// When the drawer closes, the focus returns to where it was.
function watchDrawer() {
  const drawer = document.querySelector('[role="dialog"]');
  if (drawer && !beforeDrawer) {
    beforeDrawer = containerClass(document.activeElement);
  } else if (!drawer && beforeDrawer) {
    const target = beforeDrawer;
    beforeDrawer = null;
    moveFocus(target);
  }
}

function watchHeader() {
  const rows = [".ns-topline", ".st-key-desk_commands"].map((selector) => document.querySelector(selector));
  if (!rows.every(Boolean) || rows.every((row, index) => row === header[index])) return;
  header = rows;
  ruler.disconnect();
  for (const row of header) ruler.observe(row);
}

// Both rows stick to the top of the window. Their height depends on its width and on the title.
function measure() {
  const [topline, commands] = header.map((row) => row.offsetHeight);
  document.documentElement.style.setProperty("--ns-topline", `${topline}px`);
  document.documentElement.style.setProperty("--ns-commands", `${commands}px`);
}

// The class of the nearest container with a key, because the element itself may be replaced.
function containerClass(element) {
  const container = element?.closest?.('[class*="st-key-"]');
  return [...(container?.classList ?? [])].find((name) => name.startsWith("st-key-")) ?? "st-key-desk_call";
}

function fieldIn(container) {
  return FIELDS.map((selector) => container?.querySelector(selector)).find(Boolean);
}

// Moves the focus once the run has ended and the field is there, and again if the heading of a new page takes it. Stops
// when the user presses a key or clicks.
function moveFocus(name) {
  stopMoving();
  const app = document.querySelector('[data-testid="stApp"]');
  const deadline = performance.now() + GIVE_UP_AFTER;
  let quiet = 0;
  let movedAt = null;
  const timer = setInterval(() => {
    const now = performance.now();
    if (now > deadline || (movedAt !== null && now - movedAt > GUARD_FOR)) return stopMoving();
    quiet = app.dataset.testScriptState === "notRunning" ? quiet + 20 : 0;
    const container = document.querySelector(`.${name}`);
    const active = document.activeElement;
    if (QUIET > quiet || !fieldIn(container)) return;
    if (movedAt === null || active === document.body || active.matches("h1")) focusIn(container);
    movedAt ??= now;
  }, 20);
  const onInput = (event) => (movedAt !== null || event.type === "pointerdown") && stopMoving();
  for (const type of ["keydown", "pointerdown"]) window.addEventListener(type, onInput, true);
  stopMoving = () => {
    clearInterval(timer);
    for (const type of ["keydown", "pointerdown"]) window.removeEventListener(type, onInput, true);
    stopMoving = () => {};
  };
}
