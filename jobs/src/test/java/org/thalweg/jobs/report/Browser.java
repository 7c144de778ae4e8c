package org.thalweg.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real browser without a screen, driven by the WebDriver protocol of the W3C. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final int START_SECONDS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nothing of it may ask a network, as nothing of a report may. */
    private static final List<String> OPTIONS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final HttpClient http = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(START_SECONDS))
            .build();
    private final Process driver;
    private final String address;
    private String session;

    /** Whether there is one here. */
    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    /**
     * Starts one.
     *
     * @param folder where it keeps what it writes, empty
     */
    Browser(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        address = "http://127.0.0.1:" + port;
        driver = new ProcessBuilder(DRIVER.toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("driver.log").toFile())
                .start();
        try {
            awaitDriver();
            List<String> arguments = new ArrayList<>(OPTIONS);
            arguments.add("--user-data-dir=" + folder.resolve("profile"));
            Map<String, Object> wanted = Map.of(
                    "goog:loggingPrefs",
                    Map.of("browser", "ALL"),
                    "goog:chromeOptions",
                    Map.of("binary", CHROMIUM.toString(), "args", arguments));
            session = post("/session", Map.of("capabilities", Map.of("alwaysMatch", wanted)))
                    .get("sessionId")
                    .asText();
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void awaitDriver() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                request("GET", "/status", null);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !driver.isAlive()) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    /** Lays pages out as on a screen of this size, in CSS pixels; one below 500 wide as on a phone. */
    void screen(int width, int height) throws IOException, InterruptedException {
        control(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** Asks pages for their dark colours, or their light ones. */
    void dark(boolean dark) throws IOException, InterruptedException {
        Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        control("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    /** A script to be run before any of a page's own. */
    void before(String script) throws IOException, InterruptedException {
        control("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    private void control(String command, Map<String, Object> parameters) throws IOException, InterruptedException {
        post("/session/" + session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    /** Opens a file, and waits until it is loaded. */
    void open(Path page) throws IOException, InterruptedException {
        post("/session/" + session + "/url", Map.of("url", page.toUri().toString()));
    }

    /** What the body of a function comes to in the page. */
    JsonNode run(String body) throws IOException, InterruptedException {
        return post("/session/" + session + "/execute/sync", Map.of("script", body, "args", List.of()));
    }

    /** The console's messages since the last call, with errors and violations of the page's policy. */
    JsonNode console() throws IOException, InterruptedException {
        return post("/session/" + session + "/se/log", Map.of("type", "browser"));
    }

    private JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return request("POST", path, JSON.writeValueAsString(body));
    }

    private JsonNode request(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": expected 200, found " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).get("value");
    }

    /** Ends the browser, then its driver, and what either has left behind. */
    @Override
    public void close() throws IOException {
        List<ProcessHandle> started = driver.descendants().toList();
        try {
            if (session != null) {
                request("DELETE", "/session/" + session, null);
            }
            driver.destroy();
            driver.waitFor(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
