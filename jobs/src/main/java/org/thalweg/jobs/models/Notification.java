package org.thalweg.jobs.models;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.thalweg.jobs.config.NotifySection;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.store.LogEntry;

/**
 * Tells a program, or an address, of an entry of the log that has been added. The entry holds whether or not they listen:
 * what goes wrong is a warning.
 */
public final class Notification {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final NotifySection whom;
    private final String key;
    private final Console console;

    private Notification(NotifySection whom, String key, Console console) {
        this.whom = whom;
        this.key = key;
        this.console = console;
    }

    /** Of whom a job file's {@code retrain.notify} names. */
    public static Notification ofJob(NotifySection whom, Console console) {
        return new Notification(whom, "retrain.notify.", console);
    }

    /** Of whom a command's options name. */
    public static Notification ofOptions(NotifySection whom, Console console) {
        return new Notification(whom, "--notify-", console);
    }

    /** Tells of an entry of a store. */
    public void tell(String store, LogEntry entry) {
        byte[] body = JsonObject.bytes(body(store, entry));
        if (!whom.command().isEmpty()) {
            trying("command", () -> run(body));
        }
        if (whom.url().isPresent()) {
            trying("url", () -> post(whom.url().get(), body));
        }
    }

    private static Map<String, Object> body(String store, LogEntry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("store", store);
        map.put("entry", entry.number());
        map.put("time", entry.time().toString());
        map.put("action", entry.action().label());
        map.put("version", entry.version().isPresent() ? entry.version().getAsInt() : null);
        map.put("serves", entry.serves().isPresent() ? entry.serves().getAsInt() : null);
        map.put("reasons", entry.reasons());
        map.put("figures", entry.figures());
        return map;
    }

    private interface Telling {
        void tell() throws IOException, InterruptedException;
    }

    private void trying(String which, Telling telling) {
        try {
            telling.tell();
        } catch (IOException | IllegalArgumentException e) {
            console.report(
                    "warning: %s%s: expected to be heard, found %s; the store's log has it all the same",
                    key,
                    which,
                    e.getMessage() == null ? "no answer (" + e.getClass().getSimpleName() + ")" : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(byte[] body) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(whom.command())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(body);
            } catch (IOException e) {
                // It need not read.
            }
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("no end within " + LONGEST.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("exit code " + process.exitValue());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void post(String url, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(LONGEST)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<String> answer = HttpClient.newBuilder()
                .connectTimeout(LONGEST)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() >= 300) {
            throw new IOException("status " + answer.statusCode());
        }
    }
}
