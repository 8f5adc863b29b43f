// Keys of the work list: j and k move, Enter opens, x ticks. Without script the
// rows are ordinary links and boxes.
(function () {
  "use strict";

  var rows = Array.prototype.slice.call(document.querySelectorAll("[data-row]"));
  var here = -1;

  function isTyping(target) {
    var name = target && target.tagName;
    if (name === "INPUT") { return target.type !== "checkbox"; }
    return name === "TEXTAREA" || name === "SELECT";
  }

  function go(place) {
    if (place < 0 || place >= rows.length) { return; }
    if (here >= 0) { rows[here].classList.remove("here"); }
    here = place;
    rows[here].classList.add("here");
    rows[here].querySelector("td a").focus();
  }

  function tick() {
    var box = here < 0 ? null : rows[here].querySelector("input[type=checkbox]");
    if (box) { box.checked = !box.checked; }
  }

  function follow(rel) {
    var link = document.querySelector("a[rel=" + rel + "][data-neighbour]");
    if (link) { link.click(); }
    return Boolean(link);
  }

  document.addEventListener("focusin", function (event) {
    var row = event.target.closest ? event.target.closest("[data-row]") : null;
    var place = rows.indexOf(row);
    if (place < 0 || place === here) { return; }
    if (here >= 0) { rows[here].classList.remove("here"); }
    here = place;
    row.classList.add("here");
  });

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) { return; }
    var key = event.key.toLowerCase();
    if (key === "j") {
      if (rows.length) { go(here + 1); } else if (!follow("next")) { return; }
    } else if (key === "k") {
      if (rows.length) { go(here - 1); } else if (!follow("prev")) { return; }
    } else if (key === "x" && rows.length) {
      tick();
    } else {
      return;
    }
    event.preventDefault();
  });
})();
