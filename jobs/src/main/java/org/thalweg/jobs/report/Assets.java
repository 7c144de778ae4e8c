package org.thalweg.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import org.thalweg.math.Fingerprint;

/**
 * The resources embedded in every page, read from the class path: the plot library uPlot with its licence, and the
 * page's own style and script.
 */
final class Assets {
    private static final String UPLOT_MAVEN = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private Assets() {}

    /** The library's style, then the page's own. */
    static String style() {
        return uplot("dist/uPlot.min.css") + "\n" + text("report.css");
    }

    /** The library, which defines the global {@code uPlot}. */
    static String library() {
        return uplot("dist/uPlot.iife.min.js");
    }

    /** The page's own script, which draws its charts. */
    static String script() {
        return text("report.js");
    }

    /** The library's licence, which must accompany every copy. */
    static String licence() {
        return uplot("LICENSE").strip();
    }

    /** A content security policy source that allows exactly this inline text. */
    static String hash(String text) {
        byte[] digest = Fingerprint.begin().digest(text.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    private static String uplot(String file) {
        Properties maven = new Properties();
        try (InputStream in = open(UPLOT_MAVEN)) {
            maven.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text("/META-INF/resources/webjars/uplot/" + maven.getProperty("version") + "/" + file);
    }

    private static String text(String resource) {
        try (InputStream in = open(resource)) {
            // The hashes of the content security policy are of texts with these line ends.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = Assets.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(
                    "report: expected " + resource + " on the class path, found none; use the jar as it was built");
        }
        return in;
    }
}
