// The call button opens again when its locked seconds are over; the server counts too.
(function () {
  "use strict";
  var button = document.querySelector("[data-locked]");
  if (!button) { return; }
  var note = button.parentNode.querySelector("[role='status']");
  button.disabled = true;
  window.setTimeout(function () {
    button.disabled = false;
    if (note) { note.textContent = ""; }
  }, Number(button.getAttribute("data-locked")) * 1000);
})();
