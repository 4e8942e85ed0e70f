// Keyboard use of the call desk: moves the focus, picks answers by their number, and clicks buttons on the screen. Of typed
// text it keeps only that of the next note, until the previous note is added and the field is emptied. It also measures the
// header of the desk, below which the side columns begin.

const QUIET = 60; // milliseconds without a run before the focus moves: changing the topic takes two runs
const GIVE_UP_AFTER = 5000;
const GUARD_FOR = 700; // milliseconds in which the heading of a new page may still take the focus
const FIELDS = ["input[type=radio]:checked", "input:not([type=hidden]), textarea", "button"]; // what gets the focus in a container

const NOTES = "st-key-desk_note";
const FIND = "st-key-desk_find_question";
const ADDRESS = "st-key-danger_where";
const DONE = "st-key-danger_done";
const PERSON = "st-key-person_to_add";
const ADD_PERSON = "st-key-add_person";
const QUESTION = '[class*="st-key-q_"]';
const GROUP = `${QUESTION}, .st-key-desk_wrap_up [data-testid="stRadioGroup"]`; // whose answers have numbers
const DIALOG = '[role="dialog"]';
const BESIDE = '[class*="st-key-beside_"]'; // below the answers: what staff note about the question
const FORWARD = ["ArrowDown", "ArrowRight"];
const BACK = ["ArrowUp", "ArrowLeft"];

let data = {};
let moves = 0; // how often the server has requested the focus
let taken = 0; // how many notes the server has added
let chosen = null; // the field that staff went to or typed in since they last pressed a button
let arranging = false; // whether the groups are about to be arranged
let listening = false;
let pendingNote = null; // text of a note that is being added
let typed = ""; // text in the note field since then
let place = "st-key-desk_call"; // class of the container on the page that had the focus last
let beforeDrawer = null; // the same, when the drawer opened
let lastQuestion = null; // the same, among the questions
let stopMoving = () => {};
let header = []; // the two rows of the header that are measured
const ruler = new ResizeObserver(measure);

export default function (component) {
  data = component.data;
  if (!listening) listen();
  if (data.taken !== taken) {
    taken = data.taken;
    if (pendingNote !== null) setTimeout(keepNextNote, QUIET);
  }
  if (data.times !== moves) {
    moves = data.times;
    if (data.focus) moveFocus(data.focus);
  }
}

function listen() {
  listening = true;
  window.addEventListener("keydown", onKeydown, true);
  window.addEventListener("input", onInput, true);
  window.addEventListener("click", onClick, true);
  window.addEventListener("focusin", onFocus);
  new MutationObserver(() => {
    watchDrawer();
    watchHeader();
    arrangeSoon();
  }).observe(document.body, { childList: true, subtree: true });
  watchHeader();
  arrangeSoon();
}

function onKeydown(event) {
  if (!document.querySelector(".st-key-desk_head")) return;
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (plain && "cr".includes(event.key.toLowerCase()) && !isTextField(event.target)) {
    event.stopImmediatePropagation(); // Streamlit would rerun the page, or offer to clear its caches
    return;
  }
  if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey) return shortcut(event);
  if (plain && /^[1-9]$/.test(event.key) && isAnswer(event.target)) return answer(event);
  if (plain && [...FORWARD, ...BACK].includes(event.key) && isBox(event.target)) return step(event);
  if (event.key === "Escape" && plain && isBesideQuestions(event.target)) return backToQuestion(event);
  if (event.key === "Enter" && plain && !event.shiftKey && event.isTrusted && !event.isComposing) moveOn(event);
}

function isTextField(target) {
  return target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, [contenteditable]");
}

function isBesideQuestions(target) {
  const opened = target.ariaExpanded === "true"; // a list, which Escape closes
  return !opened && target.closest?.(".st-key-desk_beside, .st-key-desk_topics");
}

function backToQuestion(event) {
  const container = document.querySelector(`.${lastQuestion}`) ?? document.querySelector(`.st-key-desk_call ${QUESTION}`);
  event.preventDefault();
  focusIn(container);
}

function isAnswer(target) {
  return target.matches?.("input[type=radio], input[type=checkbox]") && target.closest(GROUP) && !target.closest(BESIDE);
}

function isBox(target) {
  return isAnswer(target) && target.type === "checkbox";
}

// The answers of a group, in the order of their numbers.
function answersIn(group) {
  return [...group.querySelectorAll("input[type=radio], input[type=checkbox]")].filter(isAnswer);
}

// Picks the answer with this number, or unchecks it.
function answer(event) {
  const pick = answersIn(event.target.closest(GROUP))[Number(event.key) - 1];
  if (!pick || event.repeat) return;
  event.preventDefault();
  pick.focus({ preventScroll: true });
  pick.click();
}

// Moves from checkbox to checkbox, as browsers do among radio buttons, but without checking any.
function step(event) {
  const boxes = answersIn(event.target.closest(QUESTION));
  const move = FORWARD.includes(event.key) ? 1 : -1;
  event.preventDefault();
  boxes.at((boxes.indexOf(event.target) + move) % boxes.length).focus();
}

// The checkboxes of a question are one tab stop: the one that had the focus last, else the first checked one, else the first.
function arrange(question) {
  const boxes = answersIn(question).filter(isBox);
  if (2 > boxes.length) return;
  const stops = boxes.filter((box) => box.tabIndex === 0);
  const here = boxes.includes(document.activeElement) ? document.activeElement : stops.length === 1 && stops[0];
  const stop = here || boxes.find((box) => box.checked) || boxes[0];
  for (const box of boxes) if (box.tabIndex !== (box === stop ? 0 : -1)) box.tabIndex = box === stop ? 0 : -1;
  const group = question.querySelector('[class*="st-key-group_"]');
  const title = question.querySelector("h2")?.firstChild?.textContent.trim();
  if (!group || group.ariaLabel === title) return;
  group.role = "group";
  group.ariaLabel = title;
}

function arrangeSoon() {
  if (arranging) return;
  arranging = true;
  requestAnimationFrame(() => {
    arranging = false;
    document.querySelectorAll(`.st-key-desk_call ${QUESTION}`).forEach(arrange);
  });
}

function onFocus(event) {
  if (!event.target.closest(DIALOG)) place = containerClass(event.target);
  if (event.target.closest(`.st-key-desk_call ${QUESTION}`)) lastQuestion = place;
  if (isBox(event.target)) arrange(event.target.closest(QUESTION));
  showBelowHeader(event.target);
}

// The browser scrolls a field into the window, but not out from under the rows that stick to its top.
function showBelowHeader(field) {
  const shown = field.matches("[type=radio], [type=checkbox]") ? field.closest("label") : field;
  const rows = [...document.querySelectorAll(".ns-topline, .st-key-desk_commands")];
  if (!shown || field.closest(DIALOG) || rows.some((row) => row.contains(field))) return;
  const bottom = Math.max(0, ...rows.map((row) => row.getBoundingClientRect().bottom));
  const top = shown.getBoundingClientRect().top;
  if (top >= 0 && top < bottom && bottom < innerHeight / 2) shown.scrollIntoView({ block: "center" });
}

function onInput(event) {
  if (!event.isTrusted) return;
  if (inNotes(event.target)) typed = event.target.value;
  if (isTextField(event.target)) chosen = event.target;
}

// A button may lead elsewhere. One for a note leads to the note field at once, or the first letters would be lost while the
// server responds.
function onClick(event) {
  const button = event.target.closest?.("button");
  if (!button) return;
  chosen = null;
  if (button.closest('[class*="st-key-note_on_"]')) goTo(NOTES);
}

function goTo(name) {
  focusIn(document.querySelector(`.${name}`));
  chosen = document.activeElement;
}

// A field sends its text when it loses the focus, so that has to happen before a key clicks a button.
function sendFirst(field) {
  field.blur();
  field.focus({ preventScroll: true });
}

function shortcut(event) {
  const letter = event.code?.startsWith("Key") ? event.code.slice(3) : event.key.toUpperCase();
  const keys = `Alt+Shift+${letter}`;
  const field = data.fields?.[keys];
  const button = data.buttons?.[keys];
  const parts = data.parts?.[keys];
  if (!field && !button && !parts) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (document.querySelector(DIALOG)) return; // the danger drawer closes only with a choice
  if (field) {
    goTo(field);
    if (field === FIND) document.activeElement.select?.(); // typing replaces the previous query
    return;
  }
  if (parts) return nextPart(document.querySelector(`.${parts}`));
  const active = document.activeElement;
  if (isTextField(active)) sendFirst(active);
  document.querySelector(`.${button} button`)?.click();
}

// Moves to the first field below the next heading that has one; after the last, to the first again.
function nextPart(page) {
  const firsts = [];
  let isNew = false;
  for (const each of page?.querySelectorAll(`h2, ${FIELDS[1]}, ${FIELDS[2]}`) ?? []) {
    if (each.matches("h2")) isNew = true;
    else if (isNew && each.tabIndex === 0) firsts.push(each), (isNew = false);
  }
  const here = document.activeElement;
  const after = Node.DOCUMENT_POSITION_FOLLOWING;
  const next = firsts.find((each) => each !== here && here.compareDocumentPosition(each) & after) ?? firsts[0];
  if (!next) return;
  next.scrollIntoView({ block: "center" });
  next.focus({ preventScroll: true });
}

// Enter adds the note in the note field and the name of someone new on the line, and moves from a question to the next one,
// and from the address in the danger drawer to what was done.
function moveOn(event) {
  if (event.target.closest?.(`.${ADDRESS}`)) return setTimeout(() => focusIn(document.querySelector(`.${DONE}`)), 0);
  if (event.target.closest?.(`.${PERSON}`)) {
    sendFirst(event.target);
    return setTimeout(() => document.querySelector(`.${ADD_PERSON} button`).click(), 0);
  }
  const note = event.target.closest?.(`.${NOTES}`);
  if (note && event.target.matches("input")) {
    pendingNote = typed = event.target.value; // until it is added; if it cannot be saved, it stays in the field
    setTimeout(() => note.querySelector(`.${NOTES}_add button`).click(), 0);
    return;
  }
  const question = event.target.closest?.(QUESTION);
  if (!question || !event.target.matches("input")) return;
  const all = [...document.querySelectorAll(`.st-key-desk_call ${QUESTION}`)];
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
  const drawer = document.querySelector(DIALOG);
  if (drawer && !beforeDrawer) {
    beforeDrawer = place;
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
// when the user presses a key or clicks. Does not take the focus from a field that staff chose in the meantime.
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
    if (chosen && chosen === active) return stopMoving();
    if (QUIET > quiet || !fieldIn(container)) return;
    if (movedAt === null || active === document.body || active.matches("h1")) focusIn(container);
    movedAt ??= now;
  }, 20);
  const onUse = (event) => (movedAt !== null || event.type === "pointerdown") && stopMoving();
  for (const type of ["keydown", "pointerdown"]) window.addEventListener(type, onUse, true);
  stopMoving = () => {
    clearInterval(timer);
    for (const type of ["keydown", "pointerdown"]) window.removeEventListener(type, onUse, true);
    stopMoving = () => {};
  };
}
