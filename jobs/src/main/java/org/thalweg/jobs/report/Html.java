package org.thalweg.jobs.report;

/** Escaping and small elements of HTML. */
final class Html {
    private Html() {}

    /** Escapes a text for use between tags and in a quoted attribute. */
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

    /** Escapes JSON for use in a script element: nothing in it ends the element, starts a comment or ends a line. */
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

    /** A part that is closed until the reader opens it. */
    static String details(String summary, String html) {
        return "<details><summary>" + escaped(summary) + "</summary>" + html + "</details>";
    }

    /** A paragraph that explains what follows. */
    static String note(String text) {
        return "<p class=\"note\">" + escaped(text) + "</p>";
    }
}
