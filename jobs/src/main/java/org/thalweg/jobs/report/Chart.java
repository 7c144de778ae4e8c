package org.thalweg.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** A plot of lines or bars over common x values: what the page's script draws. */
final class Chart {
    /** The y axis is logarithmic if all values are positive and the greatest is at least this many times the least. */
    private static final double WIDE = 50;

    private final String id;
    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Double> xs;
    private final List<Map<String, Object>> series = new ArrayList<>();
    private final Map<String, Object> options = new LinkedHashMap<>();

    /**
     * A chart without lines yet.
     *
     * @param id of its element, unique in the page
     * @param yLabel what the values are, with their unit
     * @param xs ascending
     */
    Chart(String id, String title, String xLabel, String yLabel, List<Double> xs) {
        this.id = id;
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.xs = xs;
    }

    /** Adds a line, with a gap where a value is not finite. A line without any finite value is left out. */
    Chart line(String label, List<Double> values) {
        return add(label, values, "line");
    }

    /** Adds a broken line. */
    Chart dashed(String label, List<Double> values) {
        return add(label, values, "dashed");
    }

    /** Adds bars. */
    Chart bars(String label, List<Double> values) {
        return add(label, values, "bars");
    }

    private Chart add(String label, List<Double> values, String kind) {
        List<Double> plotted = new ArrayList<>();
        values.forEach(value -> plotted.add(Numbers.plotted(value)));
        if (plotted.stream().anyMatch(Objects::nonNull)) {
            series.add(Map.of("label", label, "values", plotted, "kind", kind));
        }
        return this;
    }

    /** Fixes the range of both axes to 0 … 1. */
    Chart ofShares() {
        options.put("shares", true);
        return this;
    }

    /** Marks an x value by a vertical line. */
    Chart marked(OptionalDouble x) {
        options.put("mark", x.isPresent() ? x.getAsDouble() : null);
        return this;
    }

    /** Whether there is nothing to draw. */
    boolean isEmpty() {
        return series.isEmpty();
    }

    /** The element that the script draws the chart into. */
    String html() {
        return "<figure><figcaption>" + Html.escaped(title) + "</figcaption><div class=\"plot\" data-chart=\""
                + Html.escaped(id) + "\"></div></figure>";
    }

    /** Charts side by side, as many in a line as fit. */
    static String html(List<Chart> charts) {
        StringBuilder html = new StringBuilder("<div class=\"charts\">");
        charts.forEach(chart -> html.append(chart.html()));
        return html.append("</div>").toString();
    }

    /** The chart's data for the page's script. */
    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("title", title);
        data.put("x", xLabel);
        data.put("y", yLabel);
        data.put("xs", xs);
        data.put("series", series);
        data.put("log", isWide());
        data.putAll(options);
        return data;
    }

    private boolean isWide() {
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (Map<String, Object> line : series) {
            for (Object value : (List<?>) line.get("values")) {
                if (value instanceof Double number) {
                    least = Math.min(least, number);
                    greatest = Math.max(greatest, number);
                }
            }
        }
        return least > 0 && greatest / least >= WIDE;
    }
}
