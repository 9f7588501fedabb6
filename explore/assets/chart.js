// Draws what the tables of figures say. Without this script the tables are all there is,
// and enough.
(() => {
  "use strict";
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const palette = () => ["--ink-1", "--ink-2", "--ink-3", "--ink-4", "--ink-5", "--ink-6"].map(style);

  // read turns a figure's table into axis, series and breaks.
  const read = (figure) => {
    const rows = [...figure.querySelectorAll("tbody tr")];
    const names = [...figure.querySelectorAll("thead th")].slice(1).map((th) => th.textContent.trim());
    return {
      labels: rows.map((row) => row.querySelector("th").firstChild.textContent.trim()),
      breaks: rows.map((row) => row.dataset.break || ""),
      series: names.map((name, i) => ({
        name,
        values: rows.map((row) => {
          const cell = row.querySelectorAll("td")[i];
          return cell && cell.dataset.value !== undefined ? Number(cell.dataset.value) : null;
        }),
      })),
    };
  };

  const option = (figure, title) => {
    const data = read(figure), line = figure.dataset.chart === "line", share = figure.dataset.share === "true";
    const text = style("--text"), faint = style("--faint"), rule = style("--rule"), fontFamily = style("--sans");
    const format = (v) => (v === null || v === undefined ? "–" : share ? (v * 100).toFixed(1) + "%" : v.toLocaleString("en").replaceAll(",", "\u2009"));
    const across = { type: "category", data: data.labels, axisLine: { lineStyle: { color: rule } }, axisTick: { show: false }, axisLabel: { color: faint } };
    const up = { type: "value", splitLine: { lineStyle: { color: rule } }, axisLabel: { color: faint, formatter: format } };
    const marks = data.breaks.map((name, i) => ({ name, xAxis: i })).filter((m) => m.name);
    return {
      animation: false,
      aria: { enabled: true, label: { description: figure.querySelector("figcaption").textContent } },
      color: palette(),
      textStyle: { fontFamily, color: text },
      title: title ? { text: title, textStyle: { color: text, fontSize: 15, fontWeight: 600 } } : undefined,
      grid: { left: 8, right: 16, top: (title ? 64 : 36) + (marks.length ? 18 : 0), bottom: 8, containLabel: true },
      legend: data.series.length > 1 ? { top: title ? 28 : 0, left: 0, textStyle: { color: text }, icon: "rect", itemWidth: 14, itemHeight: 3 } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: format },
      xAxis: line ? across : up,
      yAxis: line ? up : { ...across, inverse: true },
      series: data.series.map((s, i) => ({
        name: s.name, type: line ? "line" : "bar", data: s.values, connectNulls: false, symbol: "circle", symbolSize: 6, barMaxWidth: 18,
        lineStyle: { width: 2, type: i === 0 ? "solid" : i % 2 ? "dashed" : "dotted" },
        markLine: i === 0 && line && marks.length ? { silent: true, symbol: "none", lineStyle: { color: faint, type: "dashed" }, label: { color: faint, formatter: "{b}", position: "end", rotate: 0, align: "center", distance: 4, fontSize: 11 }, data: marks } : undefined,
      })),
    };
  };

  const height = (figure) => (figure.dataset.chart === "line" ? 280 : 60 + 26 * figure.querySelectorAll("tbody tr").length);

  const draw = (figure) => {
    const place = figure.querySelector(".drawing");
    place.hidden = false;
    if (figure.chart) figure.chart.dispose();
    figure.chart = echarts.init(place, null, { renderer: "svg", height: height(figure) });
    figure.chart.setOption(option(figure));
  };

  // save gives the reader the picture, with its title in it.
  const save = (figure, kind) => {
    const title = figure.querySelector("figcaption").textContent.trim();
    const place = document.createElement("div");
    const chart = echarts.init(place, null, { renderer: kind === "svg" ? "svg" : "canvas", width: 900, height: Math.max(420, height(figure)), devicePixelRatio: 2 });
    chart.setOption({ ...option(figure, title), backgroundColor: style("--paper") });
    const a = document.createElement("a");
    a.href = chart.getDataURL({ type: kind, pixelRatio: 2 });
    a.download = title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) + "." + kind;
    a.click();
    chart.dispose();
  };

  const figures = [...document.querySelectorAll("figure[data-chart]")].filter((f) => f.querySelector("td[data-value]"));
  for (const figure of figures) {
    draw(figure);
    for (const button of figure.querySelectorAll("button[data-save]")) {
      button.hidden = false;
      button.addEventListener("click", () => save(figure, button.dataset.save));
    }
  }
  addEventListener("resize", () => figures.forEach((f) => f.chart.resize()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => figures.forEach(draw));
})();
