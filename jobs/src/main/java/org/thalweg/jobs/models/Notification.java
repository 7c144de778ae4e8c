package org.thalweg.jobs.models;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private final Duration longest;

    private Notification(NotifySection whom, String key, Console console) {
        this(whom, key, console, LONGEST);
    }

    /**
     * A notification that waits for so long.
     *
     * @param longest for a program to end, or an address to answer
     */
    Notification(NotifySection whom, String key, Console console, Duration longest) {
        this.whom = whom;
        this.key = key;
        this.console = console;
        this.longest = longest;
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
    public void send(String store, LogEntry entry) {
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
        map.put("figures", entry.metrics());
        return map;
    }

    private interface Sender {
        void send() throws IOException, InterruptedException;
    }

    private void trying(String which, Sender sender) {
        try {
            sender.send();
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
            feed(process, body);
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("no end within " + longest.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("exit code " + process.exitValue());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** On a thread of its own, as a program that does not read would hold up who writes; it ends with the program. */
    private static void feed(Process process, byte[] body) {
        Thread feeding = new Thread(
                () -> {
                    try (OutputStream in = process.getOutputStream()) {
                        in.write(body);
                    } catch (IOException e) {
                        // It need not read.
                    }
                },
                "thalweg-notify");
        feeding.setDaemon(true);
        feeding.start();
    }

    private void post(String url, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(longest)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<Void>> answer =
                HttpClient.newBuilder().connectTimeout(longest).build().sendAsync(request, headers -> new Unread());
        try {
            int status = answer.get(longest.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status >= 300) {
                throw new IOException("status " + status);
            }
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + longest.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** The status says all: an answer's body, which may be long, or never end, is not read. */
    private static final class Unread implements HttpResponse.BodySubscriber<Void> {
        @Override
        public CompletionStage<Void> getBody() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
