// Inline in the page, so that it runs when nothing else can load: says that the app cannot, and what to do. In the oldest
// JavaScript, because a browser that is too old for the app is another reason.
setTimeout(function look(waited) {
  var root = document.documentElement, app = document.querySelector('[data-testid="stApp"]');
  if (root.hasAttribute("data-drawn")) return;
  var connected = app && app.getAttribute("data-test-connection-state") === "CONNECTED";
  var answered = connected && app.getAttribute("data-test-script-state") !== "initial";
  if (answered && 20 > waited) return setTimeout(look, 500, waited + 0.5); // a slow phone, or a busy server
  var line = document.querySelector(".ns-loading");
  line.textContent = line.getAttribute("data-blocked");
}, 8000, 8);
