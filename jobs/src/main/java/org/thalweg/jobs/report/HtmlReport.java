package org.thalweg.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Renders a report as one self-contained HTML page: it needs no network and no other file.
 *
 * <p>Tables are readable without JavaScript; curves are drawn by uPlot, which is embedded in the page. A content
 * security policy allows only the page's own scripts and style, by their hashes.
 */
public final class HtmlReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.UK).withZone(ZoneOffset.UTC);

    private HtmlReport() {}

    /** Renders the page. The same report gives the same page. */
    public static String render(ReportPage page) {
        List<Section> sections = sections(page);
        String style = "\n" + Assets.style();
        String library = "\n" + Assets.library();
        String script = "\n" + Assets.script();
        return "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
                + Assets.hash(library) + " " + Assets.hash(script) + "; style-src " + Assets.hash(style)
                + "; base-uri 'none'; form-action 'none'\">\n"
                + "<meta name=\"referrer\" content=\"no-referrer\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<title>" + Html.escaped(page.title()) + " – Thalweg report</title>\n"
                + "<style>" + style + "</style>\n</head>\n<body>\n"
                + head(page, sections)
                + "<main>\n" + body(sections) + "</main>\n"
                + "<footer>Written by Thalweg. Plots by uPlot." + licence() + "</footer>\n"
                + "<script type=\"application/json\" id=\"data\">" + data(sections) + "</script>\n"
                + "<script>" + library + "</script>\n<script>" + script + "</script>\n</body>\n</html>\n";
    }

    private static List<Section> sections(ReportPage page) {
        List<Section> sections = new ArrayList<>(SummarySection.of(page));
        sections.addAll(RetrainingSections.comparison(page));
        sections.addAll(RetrainingSections.drift(page));
        sections.addAll(TrainingCurvesSection.of(page));
        sections.addAll(OutputSections.of(page));
        sections.addAll(LayerSection.of(page));
        if (!page.job().isBlank()) {
            String yaml = "<pre tabindex=\"0\"><code>" + Html.escaped(page.job().strip()) + "</code></pre>";
            sections.add(new Section("job", "Job file", yaml));
        }
        return sections;
    }

    private static String head(ReportPage page, List<Section> sections) {
        StringBuilder html = new StringBuilder("<header>\n<p class=\"kind\">Thalweg report</p>\n<h1>")
                .append(Html.escaped(page.title()))
                .append("</h1>\n<p class=\"time\"><time datetime=\"")
                .append(page.time())
                .append("\">")
                .append(TIME.format(page.time()))
                .append("</time></p>\n<div class=\"outcome ")
                .append(page.outcome().kind().style())
                .append("\"><p>")
                .append(Html.escaped(page.outcome().summary()))
                .append("</p>");
        if (!page.reasons().isEmpty()) {
            html.append("<ul>");
            page.reasons()
                    .forEach(reason ->
                            html.append("<li>").append(Html.escaped(reason)).append("</li>"));
            html.append("</ul>");
        }
        html.append("</div>\n");
        if (sections.size() > 1) {
            html.append("<nav aria-label=\"Sections\">");
            sections.forEach(section -> html.append("<a href=\"#")
                    .append(section.id())
                    .append("\">")
                    .append(Html.escaped(section.title()))
                    .append("</a> "));
            html.append("</nav>\n");
        }
        if (sections.stream().anyMatch(section -> !section.charts().isEmpty())) {
            html.append("<noscript><p class=\"note\">The curves need JavaScript; their numbers are in the tables"
                    + " below them.</p></noscript>\n");
        }
        return html.append("</header>\n").toString();
    }

    private static String body(List<Section> sections) {
        StringBuilder html = new StringBuilder();
        sections.forEach(section -> html.append(section.whole()));
        return html.toString();
    }

    private static String licence() {
        return "<details><summary>uPlot’s licence</summary><pre>" + Html.escaped(Assets.licence()) + "</pre></details>";
    }

    private static String data(List<Section> sections) {
        List<Map<String, Object>> charts = sections.stream()
                .flatMap(section -> section.charts().stream())
                .map(Chart::data)
                .toList();
        try {
            return Html.escapedJson(JSON.writeValueAsString(charts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
