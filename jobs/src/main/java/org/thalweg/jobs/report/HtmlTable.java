package org.thalweg.jobs.report;

/** Builds a table, in a box that scrolls if the table is wider than the page. */
final class HtmlTable {
    private final StringBuilder html = new StringBuilder();
    private boolean inRow;

    /**
     * A table.
     *
     * @param label what the table shows, for screen readers
     * @param style a class of the page's style; may be empty
     */
    HtmlTable(String label, String style) {
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .append(Html.escaped(label))
                .append("\"><table")
                .append(style.isEmpty() ? "" : " class=\"" + style + "\"")
                .append("><thead><tr>");
    }

    /** A heading of a column of texts. */
    HtmlTable textHead(String heading) {
        html.append("<th scope=\"col\">").append(Html.escaped(heading)).append("</th>");
        return this;
    }

    /** Headings of columns of numbers. */
    HtmlTable heads(String... headings) {
        for (String heading : headings) {
            html.append("<th scope=\"col\" class=\"n\">")
                    .append(Html.escaped(heading))
                    .append("</th>");
        }
        return this;
    }

    /** Starts a row with its heading. */
    HtmlTable row(String name) {
        html.append(inRow ? "</tr>" : "</tr></thead><tbody>");
        inRow = true;
        html.append("<tr><th scope=\"row\">").append(Html.escaped(name)).append("</th>");
        return this;
    }

    /** A cell of text. */
    HtmlTable text(String text) {
        html.append("<td>").append(Html.escaped(text)).append("</td>");
        return this;
    }

    /** A cell marked as good or bad, by text and sign and not by colour alone. */
    HtmlTable mark(boolean bad, String word) {
        html.append("<td><span class=\"mark ")
                .append(bad ? "bad\">✕ " : "good\">✓ ")
                .append(Html.escaped(word))
                .append("</span></td>");
        return this;
    }

    /** Cells of numbers. */
    HtmlTable numbers(String... numbers) {
        for (String number : numbers) {
            html.append("<td class=\"n\">").append(Html.escaped(number)).append("</td>");
        }
        return this;
    }

    /**
     * A number in a shaded cell.
     *
     * @param share how dark the shade is, 0 to 1
     * @param right whether a large share is good
     */
    HtmlTable shaded(String number, double share, boolean right) {
        int step = share > 0 ? Math.max(1, (int) Math.round(10 * Math.min(1, share))) : 0;
        html.append("<td class=\"n ")
                .append(right ? "right" : "wrong")
                .append(" s")
                .append(step)
                .append("\">")
                .append(Html.escaped(number))
                .append("</td>");
        return this;
    }

    /**
     * A number with a bar.
     *
     * @param share the bar's length, 0 to 1; NaN for none
     */
    HtmlTable bar(String number, double share, boolean bad) {
        long width = Math.round(100 * Math.max(0, Math.min(1, share)));
        html.append("<td class=\"n barred\">")
                .append(Html.escaped(number))
                .append("<svg class=\"bar")
                .append(bad ? " bad" : "")
                .append("\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\">")
                .append("<rect class=\"all\" width=\"100\" height=\"4\"/><rect width=\"")
                .append(width)
                .append("\" height=\"4\"/></svg></td>");
        return this;
    }

    /** The finished table. */
    String html() {
        return html + (inRow ? "</tr></tbody>" : "</tr></thead>") + "</table></div>";
    }
}
