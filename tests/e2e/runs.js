// In every page of the browser tests, before its own scripts: follows the runs of the server, so that a test can wait
// until a press has been answered and drawn.
//
// What is heard is in Streamlit's messages (streamlit/proto/BackMsg.proto, ForwardMsg.proto): a request for a run, the
// beginning of a run, its end, and whether another run follows at once. `data-test-script-state` alone does not do: a
// move to another page is two runs, and between them it says "notRunning".

(() => {
  const BEAT = 20; // milliseconds between two looks. Counted in beats, a busy machine lengthens the wait
  const PAGE = String(Math.random());
  const RERUN_SCRIPT = 11;
  const FRAGMENT_ID = 5;
  const IS_AUTO_RERUN = 6;
  const METADATA = 2;
  const RUN = 6;
  const FRAGMENT_IDS = 2;
  const NEW_SESSION = 4;
  const SCRIPT_FINISHED = 6;
  const EARLY_FOR_RERUN = 2;
  const NOTHING = 0;
  const A_FRAGMENT = 1;
  const THE_PAGE = 2;

  let asked = 0; // how many runs a person's doing has asked for
  let owed = NOTHING; // asked for, and not begun yet
  let running = false;
  let ended = 0;
  let changed = true; // since the last look
  let rested = 0; // for how many beats nothing had changed when a test waited last, if nothing has changed since

  function change() {
    changed = true;
    rested = 0;
  }

  // The fields of a protobuf message: number -> number, or its bytes.
  function fieldsOf(bytes) {
    const fields = new Map();
    let at = 0;
    const varint = () => {
      let value = 0;
      for (let shift = 1; ; shift *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * shift;
        if (128 > byte) return value;
      }
    };
    while (bytes.length > at) {
      const tag = varint();
      const kind = tag % 8;
      let value = null;
      if (kind === 0) value = varint();
      else if (kind === 2) {
        const length = varint();
        value = bytes.subarray(at, at + length);
        at += length;
      } else at += kind === 1 ? 8 : 4;
      fields.set(Math.floor(tag / 8), value);
    }
    return fields;
  }

  function sent(data) {
    const request = fieldsOf(new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength)).get(RERUN_SCRIPT);
    if (!request) return;
    change();
    const fields = fieldsOf(request);
    owed = Math.max(owed, fields.get(FRAGMENT_ID)?.length ? A_FRAGMENT : THE_PAGE);
    if (!fields.get(IS_AUTO_RERUN)) asked++;
  }

  function heard(data) {
    change();
    const fields = fieldsOf(new Uint8Array(data));
    if (fields.has(NEW_SESSION)) {
      const run = fieldsOf(fields.get(METADATA) ?? []).get(RUN);
      const ofFragment = run && fieldsOf(run).has(FRAGMENT_IDS);
      if (!ofFragment || owed === A_FRAGMENT) owed = NOTHING;
      running = true;
    } else if (fields.has(SCRIPT_FINISHED)) {
      running = fields.get(SCRIPT_FINISHED) === EARLY_FOR_RERUN;
      if (!running) ended++;
    }
  }

  function lost() {
    owed = NOTHING;
    running = false;
    change();
  }

  window.WebSocket = class extends WebSocket {
    constructor(...about) {
      super(...about);
      this.addEventListener("message", (event) => event.data instanceof ArrayBuffer && heard(event.data));
      this.addEventListener("close", lost);
    }

    send(data) {
      if (typeof data !== "string") sent(data);
      super.send(data);
    }
  };

  for (const type of ["keydown", "pointerdown", "input", "change", "focusin"]) window.addEventListener(type, change, true);
  new MutationObserver(change).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["data-test-script-state"],
  });

  function resting() {
    const app = document.querySelector('[data-testid="stApp"]');
    return ended > 0 && owed === NOTHING && !running && app?.dataset.testScriptState === "notRunning";
  }

  window.testRuns = {
    // What `answered` is to compare with.
    mark: () => ({ page: PAGE, asked }),

    // Waits until nothing is asked for, nothing runs and nothing was drawn for so many beats. `since`: also that a run
    // was asked for since then. Gives "" or what it still waited for when the time was over.
    answered: (beats, since, milliseconds) =>
      new Promise((done) => {
        const until = performance.now() + milliseconds;
        let quiet = rested;
        const look = () => {
          const answers = !since || since.page !== PAGE || asked > since.asked;
          if (changed || !answers || !resting()) quiet = 0;
          changed = false;
          if (quiet >= beats) {
            rested = quiet;
            return done("");
          }
          quiet++;
          if (performance.now() > until) return done(JSON.stringify({ answers, asked, owed, running, ended }));
          setTimeout(look, BEAT);
        };
        look();
      }),
  };
})();
