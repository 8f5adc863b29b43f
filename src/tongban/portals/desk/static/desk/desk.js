// Keys of the window: an enhancement only, every button works without it.
// F-keys press the main actions, number keys tick materials, print buttons print.
(function () {
  "use strict";

  function isTyping(target) {
    if (!target || !target.tagName) { return false; }
    if (target.tagName === "INPUT") {
      return ["checkbox", "radio", "file", "submit", "button"].indexOf(target.type) < 0;
    }
    return target.tagName === "TEXTAREA" || target.tagName === "SELECT";
  }

  function press(key) {
    var button = document.querySelector("[data-key='" + key + "']");
    if (!button) { return false; }
    button.click();
    return true;
  }

  function pick(digit) {
    var box = document.querySelector("[data-pick='" + digit + "']");
    if (!box) { return false; }
    box.checked = !box.checked;
    box.focus();
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey) { return; }
    var done = false;
    if (/^F\d+$/.test(event.key)) {
      done = press(event.key);
    } else if (/^[1-9]$/.test(event.key) && !isTyping(event.target)) {
      done = pick(event.key);
    }
    if (done) { event.preventDefault(); }
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-print]") : null;
    if (button) { window.print(); }
  });
})();
