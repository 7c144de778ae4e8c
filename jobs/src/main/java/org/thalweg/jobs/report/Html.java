package org.thalweg.jobs.report;

/** Texts on their way into a page. */
final class Html {
    private Html() {}

    /** A text as it may stand between tags and in a quoted attribute. */
    static String escaped(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
        return html.toString();
    }

    /** JSON as it may stand in a script element: nothing in it ends one, begins a comment, or ends a line. */
    static String escapedJson(String json) {
        StringBuilder html = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            switch (c) {
                case '<', '>', '&', '\u2028', '\u2029' -> html.append(String.format("\\u%04x", (int) c));
                default -> html.append(c);
            }
        }
        return html.toString();
    }

    /** What a reader opens who wants to know more. */
    static String details(String summary, String html) {
        return "<details><summary>" + escaped(summary) + "</summary>" + html + "</details>";
    }

    /** A paragraph that says how to read what follows. */
    static String note(String text) {
        return "<p class=\"note\">" + escaped(text) + "</p>";
    }
}
