// Counts the seconds a code still serves. The code is replaced by the page's own
// poll; without a network the old one stays, and says when it no longer serves.
(function () {
  "use strict";
  var since = Date.now();
  var seen = document.getElementById("credential-code");

  window.setInterval(function () {
    var box = document.getElementById("credential-code");
    if (!box) { return; }
    if (box !== seen) { seen = box; since = Date.now(); }
    var whole = Number(box.getAttribute("data-seconds"));
    var left = Math.max(0, whole - Math.floor((Date.now() - since) / 1000));
    box.querySelector("progress").value = left;
    box.querySelector("[data-left]").textContent = left > 0
      ? "还有 " + left + " 秒，会自动换新的码"
      : "这个码已经过期。请检查网络，或者刷新页面换新的码";
    box.classList.toggle("ended", left === 0);
  }, 1000);
})();
