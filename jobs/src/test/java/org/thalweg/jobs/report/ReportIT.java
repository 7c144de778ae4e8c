package org.thalweg.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.store.ModelFolder;

/** Reports as a real browser shows them; skipped where there is none. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ReportIT {
    private static final List<String> CHARTS = List.of(
            "loss",
            "measure-accuracy",
            "measure-balancedAccuracy",
            "measure-f1",
            "measure-rocAuc",
            "measure-prAuc",
            "measure-brier",
            "learning-rate",
            "gradient-norm",
            "reliability",
            "layer-mean",
            "layer-deviation",
            "layer-saturated",
            "layer-dead",
            "layer-weights",
            "layer-gradients");

    /** Keeps what the page must not do. */
    private static final String WATCH =
            """
            window.faults = [];
            window.alert = (text) => faults.push('alert ' + text);
            addEventListener('error', (event) => faults.push('error ' + event.message));
            addEventListener('securitypolicyviolation', (event) => faults.push('policy ' + event.violatedDirective));
            """;

    /** The charts of which some pixel is drawn. */
    private static final String DRAWN =
            """
            return [...document.querySelectorAll('[data-chart]')].filter((place) => {
              const canvas = place.querySelector('canvas');
              const pixels = canvas && canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              return pixels && pixels.some((value) => value !== 0);
            }).map((place) => place.dataset.chart);
            """;

    private static final String SIZES =
            """
            return {
              page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
              charts: [...document.querySelectorAll('.plot')].every((place) =>
                  place.querySelector('.u-wrap').offsetWidth <= place.clientWidth),
              images: document.querySelectorAll('img').length,
              requests: performance.getEntriesByType('resource').map((entry) => entry.name),
              faults: window.faults,
            };
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsABrowser() {
        Assumptions.assumeTrue(Browser.isInstalled(), "needs Debian's chromium and chromium-driver");
    }

    private Path written(ReportPage page) throws IOException {
        return Files.writeString(folder.resolve(ModelFolder.REPORT), HtmlReport.render(page));
    }

    private static void assertSound(Browser browser) throws IOException, InterruptedException {
        JsonNode sizes = browser.run(SIZES);
        assertThat(sizes.get("page").asInt()).as("beyond the screen").isLessThanOrEqualTo(0);
        assertThat(sizes.get("charts").asBoolean()).as("charts in their places").isTrue();
        assertThat(sizes.get("images").asInt()).isZero();
        assertThat(sizes.get("requests")).isEmpty();
        assertThat(sizes.get("faults")).isEmpty();
        assertThat(browser.console()).isEmpty();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void showsAllOfAHostileRunOnPhoneAndDesktopInLightAndDark() throws IOException, InterruptedException {
        Path page = written(SamplePages.full());
        try (Browser browser = new Browser(folder)) {
            browser.before(WATCH);
            for (boolean dark : new boolean[] {false, true}) {
                for (int[] size : new int[][] {{390, 844}, {1280, 900}}) {
                    browser.screen(size[0], size[1]);
                    browser.dark(dark);
                    browser.open(page);
                    assertThat(texts(browser.run(DRAWN)))
                            .as("%d pixels wide", size[0])
                            .containsExactlyElementsOf(CHARTS);
                    assertSound(browser);
                    assertThat(
                                    texts(
                                            browser.run(
                                                    "return [...document.querySelectorAll('#classes tbody th')].map(c => c.textContent);")))
                            .contains("steady", SamplePages.HOSTILE, SamplePages.QUOTED);
                }
            }
        }
    }

    @Test
    void chartsFollowTheWindow() throws IOException, InterruptedException {
        Path page = written(SamplePages.full());
        try (Browser browser = new Browser(folder)) {
            browser.before(WATCH);
            browser.screen(1280, 900);
            browser.open(page);
            int wide = browser.run("return document.querySelector('canvas').width;")
                    .asInt();
            browser.screen(390, 844);
            int narrow = wide;
            for (int tries = 0; tries < 100 && narrow == wide; tries++) {
                Thread.sleep(50);
                narrow = browser.run("return document.querySelector('canvas').width;")
                        .asInt();
            }
            assertThat(narrow).isLessThan(wide);
            assertThat(texts(browser.run(DRAWN))).containsExactlyElementsOf(CHARTS);
            assertSound(browser);
        }
    }

    @Test
    void oneEpochAndTenThousandAreDrawnToo() throws IOException, InterruptedException {
        try (Browser browser = new Browser(folder)) {
            browser.before(WATCH);
            browser.screen(390, 844);
            for (int epochs : new int[] {1, 10_000}) {
                browser.open(written(ReportPage.of("some", SamplePages.TIME, SamplePages.trained("Trained"))
                        .withEpochs(SamplePages.epochs(epochs, epochs / 2 - 1))));
                assertThat(texts(browser.run(DRAWN))).contains("loss", "layer-weights");
                assertSound(browser);
            }
        }
    }
}
