// Warns one minute before the screen locks, reports input during the warning, and hides the page when time is up, even if
// the server is unreachable. The warning itself does not count as activity.

const REPORT_INTERVAL = 2000; // milliseconds
const root = document.documentElement;
let locksAt = 0; // by this browser's clock
let data = {};
let setTrigger = () => {};
let timer = null;
let lastReport = 0;

export default function (component) {
  const { parentElement } = component;
  const region = parentElement.querySelector(".ns-lock");
  const message = region.querySelector("[role=status]");
  const stay = region.querySelector("button");
  data = component.data;
  setTrigger = component.setTriggerValue;
  locksAt = Date.now() + data.seconds * 1000;
  stay.textContent = data.labels.stay;
  clearInterval(timer);
  timer = setInterval(update, 250);
  update();
  for (const type of ["keydown", "pointerdown"]) window.addEventListener(type, onInput, true);
  return () => {
    clearInterval(timer);
    for (const type of ["keydown", "pointerdown"]) window.removeEventListener(type, onInput, true);
    delete root.dataset.locked;
  };

  function update() {
    const left = locksAt - Date.now();
    const warning = left > 0 && data.warned * 1000 >= left;
    const text = warning ? data.labels.warning : "";
    if (message.textContent !== text) message.textContent = text;
    region.classList.toggle("ns-lock-on", warning);
    root.toggleAttribute("data-locked", 0 >= left);
    if (0 >= left) report("due");
  }

  function onInput() {
    if (region.classList.contains("ns-lock-on")) report("stay");
  }
}

// Not during a run: the report would interrupt what the person just clicked.
function report(event) {
  const app = document.querySelector('[data-testid="stApp"]');
  if (app.dataset.testScriptState !== "notRunning") {
    if (event === "stay") setTimeout(() => report(event), 100);
    return;
  }
  if (REPORT_INTERVAL > Date.now() - lastReport) return;
  lastReport = Date.now();
  setTrigger(event, true);
}
