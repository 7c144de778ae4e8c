package org.thalweg.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.train.ErrorCounts;
import org.thalweg.train.Evaluation;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HtmlReportTest {
    private static JsonNode charts(String html) throws IOException {
        Matcher json = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(html);
        assertThat(json.find()).isTrue();
        return new ObjectMapper().readTree(json.group(1));
    }

    private static List<String> ids(JsonNode charts) {
        List<String> ids = new ArrayList<>();
        charts.forEach(chart -> ids.add(chart.get("id").asText()));
        return ids;
    }

    private static List<String> sections(String html) {
        return Pattern.compile("<section id=\"(.*?)\"")
                .matcher(html)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void whatComesFromDataIsNeverMarkup() {
        String html = HtmlReport.render(SamplePages.full());
        assertThat(html)
                .contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;")
                .contains("&quot;&#39;&gt;&lt;b&gt;&amp;amp;")
                .doesNotContain("<img", "<b>");
        Evaluation evaluation = SamplePages.full().evaluations().get("train");
        String inJson = HtmlReport.render(
                SamplePages.full().withEvaluations(Map.of(SamplePages.HOSTILE, evaluation), List.of()));
        assertThat(inJson)
                .contains("Reliability, \\u003c/script\\u003e\\u003cimg")
                .doesNotContain("<img");
        // The page's own three scripts, and nothing that ends them before their time.
        assertThat(html.split("</script", -1)).hasSize(4);
        assertThat(html).doesNotContainPattern("<[^>]+ on[a-z]+=").doesNotContainPattern("<[^>]+ style=");
    }

    @Test
    void jsonEndsNoScriptAndNoLine() {
        String escaped = Html.escapedJson("[\"</script><!--&\u2028\u2029\"]");
        assertThat(escaped).isEqualTo("[\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\"]");
    }

    @Test
    void onlyScriptsOfTheNamedHashesMayRun() {
        String html = HtmlReport.render(SamplePages.full());
        assertThat(html).contains("default-src 'none'; script-src 'sha256-").doesNotContain("unsafe");
        List<String> texts = new ArrayList<>();
        Matcher elements = Pattern.compile("<(script|style)>(.*?)</(script|style)>", Pattern.DOTALL)
                .matcher(html);
        while (elements.find()) {
            texts.add(elements.group(2));
        }
        assertThat(texts).hasSize(3).allMatch(text -> html.contains(Assets.hash(text)));
        assertThat(html).contains("Permission is hereby granted, free of charge");
    }

    @Test
    void whatIsEmptyIsLeftOut() throws IOException {
        String html = HtmlReport.render(ReportPage.of("pumps", SamplePages.TIME, SamplePages.trained("Nothing new")));
        assertThat(sections(html)).isEmpty();
        assertThat(charts(html)).isEmpty();
        assertThat(html)
                .contains("Nothing new", "22 November 2026, 08:30 UTC")
                .doesNotContain("<nav", "<ul", "<noscript");
        assertThat(sections(HtmlReport.render(SamplePages.full())))
                .containsExactly(
                        "metrics",
                        "comparison",
                        "drift",
                        "training",
                        "confusion",
                        "classes",
                        "calibration",
                        "layers",
                        "job");
    }

    @Test
    void outcomesLookUnlike() {
        for (RunOutcome.Kind kind : RunOutcome.Kind.values()) {
            String html = HtmlReport.render(ReportPage.of("pumps", SamplePages.TIME, new RunOutcome(kind, "It ended")));
            assertThat(html)
                    .contains("<div class=\"outcome " + kind.name().toLowerCase(Locale.ROOT) + "\"><p>It ended</p>");
        }
        assertThat(Assets.style()).contains(".outcome.published {", ".outcome.refused,", ".outcome.stopped {");
    }

    @Test
    void improvementsAreInTheUnitOfTheirMetric() {
        ComparisonRow better = new ComparisonRow("all", 80, 2.0, 1.5, 0.25, 0.1, 0.375, ComparisonRow.Verdict.HOLDS);
        ComparisonRow few = new ComparisonRow(
                "few", 8, 2.0, 2.5, -0.25, Double.NaN, Double.NaN, ComparisonRow.Verdict.NOT_EVALUATED);
        ReportPage page = ReportPage.of("pumps", SamplePages.TIME, SamplePages.trained("Trained"));
        String ofError = HtmlReport.render(page.withComparison("rmse", List.of(better, few)));
        assertThat(ofError)
                .contains("<td class=\"n\">+25.00 %</td><td class=\"n\">+10.00 … +37.50 %</td>", "✓ holds")
                .contains("<td class=\"n\">−25.00 %</td><td class=\"n\">–</td><td>not evaluated</td>");
        assertThat(HtmlReport.render(page.withComparison("accuracy", List.of(better))))
                .contains("<td class=\"n\">+25.00 pts</td><td class=\"n\">+10.00 … +37.50 pts</td>");
    }

    @Test
    void whatCameInIsReported() {
        assertThat(HtmlReport.render(SamplePages.full()))
                .contains("New data", "a.csv &lt;/script&gt;", "<th scope=\"row\">b.csv</th>")
                .doesNotContain("[a.csv");
    }

    @Test
    void eachTaskHasSectionsOfItsOwn() throws IOException {
        String labels = HtmlReport.render(SamplePages.multilabel(List.of("red", "green", "blue")));
        assertThat(sections(labels)).containsExactly("metrics", "training", "labels", "layers", "job");
        assertThat(ids(charts(labels))).contains("measure-subsetAccuracy", "measure-microF1");
        String numbers = HtmlReport.render(SamplePages.regression(List.of("width", "height")));
        assertThat(sections(numbers)).containsExactly("metrics", "training", "errors", "targets", "layers", "job");
        assertThat(ids(charts(numbers))).contains("measure-rmse", "measure-r2").doesNotContain("reliability");
        String one = HtmlReport.render(SamplePages.regression(List.of("width")));
        assertThat(sections(one)).doesNotContain("targets");
    }

    /** Every row is in one cell and in one bin, of which there are no more for more rows. */
    @Test
    void regressionsShowPredictedAgainstActualAndResiduals() {
        ReportPage page = SamplePages.regression(List.of("width", "height", SamplePages.HOSTILE));
        String html = HtmlReport.render(page);
        long rows = page.evaluations().get("validation").rows();
        List<String> metrics = Pattern.compile("<svg class=\"counts\".*?</svg>")
                .matcher(html)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(metrics).hasSize(4);
        for (String figure : metrics) {
            List<Integer> counts = Pattern.compile("<title>([0-9]+)</title>")
                    .matcher(figure)
                    .results()
                    .map(found -> Integer.valueOf(found.group(1)))
                    .toList();
            assertThat(counts.stream().mapToInt(count -> count).sum()).isEqualTo((int) rows);
            assertThat(counts).hasSizeLessThanOrEqualTo(ErrorCounts.CELLS * ErrorCounts.CELLS);
        }
        assertThat(html)
                .contains(
                        "<figcaption>Predicted and actual of width</figcaption>",
                        "<figcaption>Residuals of height, actual − predicted</figcaption>",
                        "The first 2 of 3 targets.");
    }

    @Test
    void longRunsAreThinnedEvenlyAndSaySo() throws IOException {
        ReportPage page = ReportPage.of("long", SamplePages.TIME, SamplePages.trained("Trained"))
                .withEpochs(SamplePages.epochs(10_000, -1));
        String html = HtmlReport.render(page);
        JsonNode loss = charts(html).get(0);
        assertThat(loss.get("xs")).hasSize(500);
        assertThat(loss.get("xs").get(0).asInt()).isEqualTo(1);
        assertThat(loss.get("xs").get(499).asInt()).isEqualTo(10_000);
        for (int i = 1; i < 500; i++) {
            assertThat(loss.get("xs").get(i).asInt() - loss.get("xs").get(i - 1).asInt())
                    .isBetween(20, 21);
        }
        assertThat(html).contains("500 of 10,000 epochs are shown").hasSizeLessThan(500_000);
        assertThat(HtmlReport.render(page.withEpochs(SamplePages.epochs(100, -1))))
                .doesNotContain("epochs are shown");
        assertThat(EvenSample.of(List.of(1, 2, 3, 4, 5), 2).shown()).containsExactly(1, 5);
    }

    @Test
    void numbersThatAreNotFiniteAreGaps() throws IOException {
        String html = HtmlReport.render(ReportPage.of("broken", SamplePages.TIME, SamplePages.trained("Trained"))
                .withEpochs(SamplePages.epochs(4, 2)));
        for (JsonNode chart : charts(html)) {
            for (JsonNode line : chart.get("series")) {
                assertThat(line.get("values")).hasSize(4);
                assertThat(line.get("values").get(2).isNull())
                        .as("%s", chart.get("id"))
                        .isTrue();
                assertThat(line.get("values").get(3).isNumber()).isTrue();
            }
        }
        assertThat(html.replaceAll("(?s)<script>.*", "")).doesNotContain("NaN", "Infinity");
    }

    @Test
    void ofManyClassesTheWorstConfusionsAreReported() {
        List<String> names = IntStream.range(0, 150).mapToObj(c -> "class " + c).toList();
        String html = HtmlReport.render(SamplePages.classification(names, 1));
        assertThat(html)
                .contains("Worst confusions", "confusions between 150 classes", "The 100 of 150 with the lowest F1");
        assertThat(html).doesNotContain("Confusion matrix");
        assertThat(HtmlReport.render(SamplePages.full())).contains("Confusion matrix");
    }

    @Test
    void brokenThresholdsComeFirstAndAreMarked() {
        String html = HtmlReport.render(SamplePages.full());
        String drift = html.substring(html.indexOf("<section id=\"drift\""), html.indexOf("<section id=\"training\""));
        assertThat(drift.indexOf("&lt;/script")).isLessThan(drift.indexOf("maker"));
        assertThat(drift.indexOf("maker")).isLessThan(drift.indexOf("temperature"));
        assertThat(drift).containsOnlyOnce("✕ exceeded").contains("✓ ok", "20.00 %", "−0.0800");
    }

    @Test
    void championAndChallengerStandBesideEachOther() {
        String html = HtmlReport.render(SamplePages.full());
        assertThat(html)
                .contains("12,345", "0.9310", "+1.60 %", "+1.10 … +2.10 %", "✓ holds", "✕ refused", "not evaluated");
    }

    @Test
    void numbersAreWrittenAsTheyAreRead() {
        assertThat(Numbers.of(1234567)).isEqualTo("1,234,567");
        assertThat(Numbers.of(-0.5)).isEqualTo("−0.50000");
        assertThat(Numbers.of(1234.5678)).isEqualTo("1,234.6");
        assertThat(Numbers.of(0.00001234)).isEqualTo("1.234e−05");
        assertThat(Numbers.of(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.difference(Double.POSITIVE_INFINITY)).isEqualTo("–");
        assertThat(Numbers.brief(0.5)).isEqualTo("0.5000");
        assertThat(Numbers.brief(0.0000123)).isEqualTo("1.230e−05");
        assertThat(Numbers.percent(0.12345)).isEqualTo("12.35 %");
        assertThat(Numbers.plotted(0.123456789)).isEqualTo(0.123457);
        assertThat(Numbers.plotted(Double.NEGATIVE_INFINITY)).isNull();
    }

    @Test
    void theSamePageIsTheSameText() {
        ReportPage page = SamplePages.full();
        assertThat(HtmlReport.render(page)).isEqualTo(HtmlReport.render(page));
    }
}
