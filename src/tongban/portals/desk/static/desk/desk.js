// Keys of the window: an enhancement only, every button works without it.
// F-keys press the main actions, number keys tick materials, ? opens the help,
// Escape leaves a box so that the number keys tick again.
(function () {
  "use strict";

  var PRINTED = "desk.printed";

  function isTyping(target) {
    if (!target || !target.tagName) { return false; }
    if (target.tagName === "INPUT") {
      return ["checkbox", "radio", "file", "submit", "button"].indexOf(target.type) < 0;
    }
    return target.tagName === "TEXTAREA" || target.tagName === "SELECT";
  }

  function press(key) {
    var target = document.querySelector("[data-key='" + key + "']");
    if (!target) { return false; }
    if (target.tagName === "INPUT") {
      target.focus();
      target.select();
    } else {
      target.click();
    }
    return true;
  }

  function pick(digit) {
    var box = document.querySelector("[data-pick='" + digit + "']");
    if (!box) { return false; }
    box.checked = !box.checked;
    box.focus();
    return true;
  }

  function help() {
    var keys = document.getElementById("keys");
    if (!keys) { return false; }
    keys.open = !keys.open;
    if (keys.open) { keys.querySelector("summary").focus(); }
    return true;
  }

  function answered(event) {
    var typing = isTyping(event.target);
    if (/^F\d+$/.test(event.key)) { return press(event.key); }
    if (event.key === "Escape" && typing) { event.target.blur(); return true; }
    if (typing) { return false; }
    if (/^[1-9]$/.test(event.key)) { return pick(event.key); }
    return (event.key === "?" || event.key === "？") && help();
  }

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey) { return; }
    if (answered(event)) { event.preventDefault(); }
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-print]") : null;
    if (button) { window.print(); }
  });

  // A form begins where something is still to be answered.
  window.addEventListener("load", function () {
    var sheet = document.querySelector(".desk-sheet");
    if (!sheet || document.activeElement !== document.body) { return; }
    var fields = sheet.querySelectorAll("fieldset.field, .field");
    for (var place = 0; place < fields.length; place += 1) {
      var box = fields[place].querySelector("input, select, textarea");
      var chosen = fields[place].querySelector("input:checked");
      if (box && !chosen && (box.type === "radio" || box.value === "")) {
        box.focus({ preventScroll: place === 0 });
        return;
      }
    }
  });

  // A receipt is printed once by itself; after a reload only when asked to.
  window.addEventListener("load", function () {
    var sheet = document.querySelector("[data-print-now]");
    if (!sheet) { return; }
    var number = sheet.getAttribute("data-print-now");
    if (sessionStorage.getItem(PRINTED) === number) { return; }
    sessionStorage.setItem(PRINTED, number);
    window.print();
  });

  function closeMenus(except) {
    Array.prototype.forEach.call(
      document.querySelectorAll("details[data-menu][open]"),
      function (menu) { if (!except || !menu.contains(except)) { menu.open = false; } }
    );
  }

  document.addEventListener("click", function (event) { closeMenus(event.target); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    var menu = event.target.closest && event.target.closest("details[data-menu][open]");
    closeMenus(null);
    if (menu) { menu.querySelector("summary").focus(); }
  });
})();
