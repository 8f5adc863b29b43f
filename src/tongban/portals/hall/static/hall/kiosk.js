// Idle wipe with a warning, and printing. The server ends the session by itself;
// without script the page leads to the end by its own refresh.
(function () {
  "use strict";
  var body = document.body;
  var idle = Number(body.getAttribute("data-idle"));
  if (!idle) { return; }
  var warn = Number(body.getAttribute("data-warn"));
  var ping = Math.max(5, Math.floor(idle / 3));
  var box = document.getElementById("kiosk-warning");
  var left = document.getElementById("kiosk-left");
  var token = document.querySelector("[name=csrfmiddlewaretoken]");
  var moved = Date.now();
  var told = Date.now();

  function keepAlive() {
    told = Date.now();
    var sent = new FormData();
    if (token) { sent.append("csrfmiddlewaretoken", token.value); }
    fetch(body.getAttribute("data-alive"), { method: "POST", body: sent, credentials: "same-origin" });
  }

  function move() {
    moved = Date.now();
    box.hidden = true;
    if (moved - told > ping * 1000) { keepAlive(); }
  }

  function wipe() {
    window.location.replace(body.getAttribute("data-end"));
  }

  ["keydown", "pointerdown", "touchstart", "input", "scroll"].forEach(function (name) {
    window.addEventListener(name, move, { passive: true, capture: true });
  });
  window.setInterval(function () {
    var rest = idle - Math.floor((Date.now() - moved) / 1000);
    if (rest <= 0) { wipe(); return; }
    box.hidden = rest > warn;
    left.textContent = String(rest);
  }, 500);
  // A page taken out of the browser's memory belongs to somebody who has gone.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { wipe(); }
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-print]") : null;
    if (button) { window.print(); }
  });
})();
