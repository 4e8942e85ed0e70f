// Says a minute before the screen locks that it will, hears whoever is there, and hides the page when it is time, also
// where the server cannot be reached. That it speaks is not something a person did.

const ASK_AGAIN_AFTER = 2000; // milliseconds
const root = document.documentElement;
let locksAt = 0; // when, by this browser's clock
let data = {};
let tell = () => {};
let beat = null;
let told = 0; // when the server was told last

export default function (component) {
  const { parentElement } = component;
  const region = parentElement.querySelector(".ns-lock");
  const words = region.querySelector("[role=status]");
  const stay = region.querySelector("button");
  data = component.data;
  tell = component.setTriggerValue;
  locksAt = Date.now() + data.seconds * 1000;
  stay.textContent = data.labels.stay;
  clearInterval(beat);
  beat = setInterval(look, 250);
  look();
  for (const type of ["keydown", "pointerdown"]) window.addEventListener(type, here, true);
  return () => {
    clearInterval(beat);
    for (const type of ["keydown", "pointerdown"]) window.removeEventListener(type, here, true);
    delete root.dataset.locked;
  };

  function look() {
    const left = locksAt - Date.now();
    const warns = left > 0 && data.warned * 1000 >= left;
    const text = warns ? data.labels.warning : "";
    if (words.textContent !== text) words.textContent = text;
    region.classList.toggle("ns-lock-on", warns);
    root.toggleAttribute("data-locked", 0 >= left);
    if (0 >= left) say("due");
  }

  function here() {
    if (region.classList.contains("ns-lock-on")) say("stay");
  }
}

// Not while a run is going on: a word in between would break off what was pressed.
function say(what) {
  const app = document.querySelector('[data-testid="stApp"]');
  if (app.dataset.testScriptState !== "notRunning") {
    if (what === "stay") setTimeout(() => say(what), 100);
    return;
  }
  if (ASK_AGAIN_AFTER > Date.now() - told) return;
  told = Date.now();
  tell(what, true);
}
