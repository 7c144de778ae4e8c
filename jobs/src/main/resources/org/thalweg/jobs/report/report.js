"use strict";
(() => {
  const charts = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const HEIGHT = 232; // pixels, without the legend
  const COLOURS = 7;
  const FEW = 40; // up to so many points each is marked
  const drawn = [];

  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();

  const format = (value, digits = 4) => {
    if (value == null) {
      return "–";
    }
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
      return value.toExponential(Math.min(2, digits - 1)).replace(/\.?0+e/, "e").replace("e+", "e").replace(/-/g, "−");
    }
    return value.toLocaleString("en-GB", { maximumSignificantDigits: digits }).replace("-", "−");
  };

  // The legend tells values only where the cursor is.
  const tell = (plot) => plot.root.classList.toggle("idle", plot.cursor.idx == null);
  const idle = { hooks: { ready: tell, setLegend: tell } };

  // An upright line where training was best.
  const mark = (chart) => ({
    hooks: {
      draw: (plot) => {
        const { ctx, bbox } = plot;
        const x = Math.round(plot.valToPos(chart.mark, "x", true));
        if (x < bbox.left || x > bbox.left + bbox.width) {
          return;
        }
        ctx.save();
        ctx.strokeStyle = colour("soft");
        ctx.fillStyle = colour("soft");
        ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
        ctx.font = 11 * devicePixelRatio + "px system-ui, sans-serif";
        const left = x > bbox.left + bbox.width / 2;
        ctx.textAlign = left ? "right" : "left";
        ctx.fillText("best", x + (left ? -4 : 4) * devicePixelRatio, bbox.top + 11 * devicePixelRatio);
        ctx.restore();
      },
    },
  });

  const line = (chart, of, index) => {
    const stroke = colour("line-" + ((of.kind === "dashed" ? 1 : index) % COLOURS + 1));
    const bars = of.kind === "bars";
    return {
      label: of.label,
      stroke,
      width: 2,
      fill: bars ? stroke + "55" : undefined,
      dash: of.kind === "dashed" ? [6, 4] : index >= COLOURS ? [2, 3] : undefined,
      paths: bars ? uPlot.paths.bars({ size: [0.94, 200] }) : undefined,
      points: { show: !bars && !chart.shares && chart.xs.length <= FEW, size: 5, fill: stroke },
      value: (plot, value) => (plot.cursor.idx == null ? "" : format(value)),
    };
  };

  const axis = (label, size, more) => ({
    label,
    labelSize: 18,
    labelFont: "11px system-ui, sans-serif",
    font: "11px system-ui, sans-serif",
    labelGap: 0,
    size,
    gap: 4,
    stroke: colour("soft"),
    grid: { stroke: colour("rule"), width: 1 },
    ticks: { show: false },
    ...more,
  });

  const scales = (chart) => {
    if (chart.shares) {
      return { x: { time: false, range: [0, 1] }, y: { range: [0, 1] } };
    }
    return {
      x: { time: false, range: (_, low, high) => (low === high ? [low - 1, high + 1] : [low, high]) },
      y: chart.log ? { distr: 3 } : {},
    };
  };

  const options = (chart, width) => ({
    width,
    height: HEIGHT,
    legend: {
      markers: { width: 2, dash: (_, index) => (chart.series[index - 1].kind === "dashed" ? "dashed" : "solid") },
    },
    cursor: { drag: { x: true, y: false }, points: { size: 7 } },
    scales: scales(chart),
    axes: [
      axis(chart.x, 24, chart.shares ? {} : {
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 1e4, 2e4, 5e4, 1e5, 1e6],
        values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : format(tick, 7))),
      }),
      axis(chart.y, 52, { values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : format(tick))) }),
    ],
    series: [
      { label: chart.x, value: (_, value) => (value == null ? "" : format(value, 7)) },
      ...chart.series.map((of, index) => line(chart, of, index)),
    ],
    plugins: chart.mark ? [idle, mark(chart)] : [idle],
  });

  const draw = () => {
    root.classList.add("drawn");
    drawn.splice(0).forEach((plot) => plot.destroy());
    for (const chart of charts) {
      const place = document.querySelector(`[data-chart="${CSS.escape(chart.id)}"]`);
      const data = [chart.xs, ...chart.series.map((of) => of.values)];
      const plot = new uPlot(options(chart, place.clientWidth), data, place);
      plot.ctx.canvas.setAttribute("role", "img");
      plot.ctx.canvas.setAttribute("aria-label", chart.title + ", by " + chart.x);
      drawn.push(plot);
    }
  };

  const resize = () => drawn.forEach((plot) => {
    const width = plot.root.parentNode.clientWidth;
    if (width > 0 && width !== plot.width) {
      plot.setSize({ width, height: HEIGHT });
    }
  });

  const print = (on) => {
    root.classList.toggle("print", on);
    draw();
  };

  draw();
  new ResizeObserver(resize).observe(document.body);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  matchMedia("(resolution: 1dppx)").addEventListener("change", draw);
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
})();
