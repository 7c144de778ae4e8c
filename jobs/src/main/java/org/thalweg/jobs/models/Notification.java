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
 * Sends a new entry of the log to a program or a URL. A failure is only a warning, as the entry is already in the log.
 */
public final class Notification {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final NotifySection receivers;
    private final String key;
    private final Console console;
    private final Duration timeout;

    private Notification(NotifySection receivers, String key, Console console) {
        this(receivers, key, console, TIMEOUT);
    }

    /**
     * A notification with a timeout.
     *
     * @param timeout the time for the program to end, or the URL to respond
     */
    Notification(NotifySection receivers, String key, Console console, Duration timeout) {
        this.receivers = receivers;
        this.key = key;
        this.console = console;
        this.timeout = timeout;
    }

    /** The receivers of a job file's {@code retrain.notify}. */
    public static Notification ofJob(NotifySection receivers, Console console) {
        return new Notification(receivers, "retrain.notify.", console);
    }

    /** The receivers of a command's options. */
    public static Notification ofOptions(NotifySection receivers, Console console) {
        return new Notification(receivers, "--notify-", console);
    }

    /** Sends an entry of a store. */
    public void send(String store, LogEntry entry) {
        byte[] body = JsonObject.bytes(body(store, entry));
        if (!receivers.command().isEmpty()) {
            trying("command", () -> run(body));
        }
        if (receivers.url().isPresent()) {
            trying("url", () -> post(receivers.url().get(), body));
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
                    "warning: %s%s: expected the notification to be delivered, found %s; the entry is in the store's log",
                    key,
                    which,
                    e.getMessage() == null ? "no response (" + e.getClass().getSimpleName() + ")" : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(byte[] body) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(receivers.command())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            feed(process, body);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("no end within " + timeout.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("exit code " + process.exitValue());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /**
     * Writes on a separate thread, as a program that does not read would block the writer. The thread ends with the
     * program.
     */
    private static void feed(Process process, byte[] body) {
        Thread feeding = new Thread(
                () -> {
                    try (OutputStream in = process.getOutputStream()) {
                        in.write(body);
                    } catch (IOException e) {
                        // The program need not read its input.
                    }
                },
                "thalweg-notify");
        feeding.setDaemon(true);
        feeding.start();
    }

    private void post(String url, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(timeout)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<Void>> answer =
                HttpClient.newBuilder().connectTimeout(timeout).build().sendAsync(request, headers -> new Unread());
        try {
            int status = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status >= 300) {
                throw new IOException("status " + status);
            }
        } catch (TimeoutException e) {
            throw new IOException("no response within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** Ignores the body of a response, which may be long or never end. Only the status matters. */
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
