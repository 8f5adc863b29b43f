/* Draws the charts of the figures pages; the table below says the same in words. */
(function () {
  "use strict";

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function draw(place) {
    var given = JSON.parse(place.getAttribute("data-chart"));
    var chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      color: [colour("--blue-700"), colour("--green")],
      grid: { left: 48, right: 16, top: 40, bottom: 32 },
      legend: { top: 0, data: given.series.map(function (one) { return one.name; }) },
      tooltip: { trigger: "axis", renderMode: "richText" },
      xAxis: { type: "category", data: given.labels },
      yAxis: { type: "value", minInterval: 1 },
      series: given.series.map(function (one, index) {
        return {
          name: one.name,
          type: index === 0 ? "bar" : "line",
          data: one.values,
          barMaxWidth: 28,
          symbolSize: 8
        };
      })
    });
    window.addEventListener("resize", function () { chart.resize(); });
  }

  document.querySelectorAll("[data-chart]").forEach(draw);
})();
