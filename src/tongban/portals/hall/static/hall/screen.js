// Reads a new call aloud, where the screen has a voice; the text is there anyway.
(function () {
  "use strict";

  function speak(words) {
    if (!words || !window.speechSynthesis || !window.SpeechSynthesisUtterance) { return; }
    var said = new window.SpeechSynthesisUtterance(words);
    said.lang = "zh-CN";
    said.rate = 0.9;
    window.speechSynthesis.speak(said);
  }

  document.addEventListener("htmx:afterSwap", function () {
    var board = document.querySelector(".board");
    var voice = document.getElementById("voice");
    if (!board || !voice) { return; }
    var mark = board.getAttribute("data-mark");
    if (mark === voice.getAttribute("data-mark")) { return; }
    voice.setAttribute("data-mark", mark);
    voice.textContent = board.getAttribute("data-voice");
    speak(voice.textContent);
  });
})();
