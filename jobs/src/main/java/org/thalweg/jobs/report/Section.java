package org.thalweg.jobs.report;

import java.util.List;

/**
 * A section of a page.
 *
 * @param id of its element
 * @param html the content, without the heading
 * @param charts the charts in the content
 */
record Section(String id, String title, String html, List<Chart> charts) {
    Section(String id, String title, String html) {
        this(id, title, html, List.of());
    }

    String whole() {
        return "<section id=\"" + id + "\"><h2>" + Html.escaped(title) + "</h2>" + html + "</section>\n";
    }
}
