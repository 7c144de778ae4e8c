package org.thalweg.jobs.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.config.NotifySection;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class NotificationTest {
    private static final LogEntry ENTRY = new LogEntry(
            3,
            "id",
            Instant.EPOCH,
            Action.REFUSE,
            OptionalInt.of(2),
            OptionalInt.of(1),
            List.of("all: worse"),
            Map.of(),
            List.of(),
            Map.of("secret", "not for others"),
            Map.of("newRows", 12));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Console console = new Console(System.out, new PrintStream(said, true, StandardCharsets.UTF_8), 0);

    private String reported(NotifySection whom) {
        Notification.ofJob(whom, console).send("store", ENTRY);
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aProgramGetsTheEntryOnItsStandardInput() throws IOException {
        Path file = folder.resolve("told");
        assertThat(reported(new NotifySection(List.of("sh", "-c", "cat > " + file), Optional.empty())))
                .isEmpty();
        assertThat(Files.readString(file))
                .contains(
                        "\"action\" : \"refuse\"",
                        "\"version\" : 2",
                        "\"serves\" : 1",
                        "all: worse",
                        "\"newRows\" : 12")
                .doesNotContain("secret");
    }

    @Test
    void aProgramThatFailsOrIsNotThereIsAWarning() {
        assertThat(reported(new NotifySection(List.of("sh", "-c", "exit 7"), Optional.empty())))
                .isEqualTo(
                        "warning: retrain.notify.command: expected the notification to be delivered, found exit code 7; the entry is in the"
                                + " store's log\n");
        assertThat(reported(new NotifySection(List.of("no-such-program-here"), Optional.empty())))
                .contains("no-such-program-here");
    }

    @Test
    void anAddressIsPostedTo() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/no") ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(reported(new NotifySection(List.of(), Optional.of(address + "/yes"))))
                    .isEmpty();
            assertThat(heard.poll(10, TimeUnit.SECONDS)).contains("\"entry\" : 3");
            assertThat(reported(new NotifySection(List.of(), Optional.of(address + "/no"))))
                    .contains(
                            "warning: retrain.notify.url: expected the notification to be delivered, found status 503");
        } finally {
            server.stop(0);
        }
        assertThat(reported(new NotifySection(List.of(), Optional.of("http://127.0.0.1:1/"))))
                .contains(
                        "retrain.notify.url: expected the notification to be delivered, found no response (ConnectException)");
    }

    private String heldUp(NotifySection whom, LogEntry entry) {
        long start = System.nanoTime();
        new Notification(whom, "retrain.notify.", console, Duration.ofSeconds(2)).send("store", entry);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        return said.toString(StandardCharsets.UTF_8);
    }

    /** A server that answers so and then stalls, its connection open. */
    private String stalled(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> open = new CopyOnWriteArrayList<>();
            Thread serving = new Thread(() -> {
                try {
                    Socket client = server.accept();
                    open.add(client);
                    client.getInputStream().read(new byte[1 << 16]);
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    client.getOutputStream().flush();
                } catch (IOException e) {
                    // The test is over.
                }
            });
            serving.setDaemon(true);
            serving.start();
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
            String warning = heldUp(new NotifySection(List.of(), Optional.of(url)), ENTRY);
            for (Socket client : open) {
                client.close();
            }
            return warning;
        }
    }

    @Test
    void serverThatStallsHoldsNobodyUp() throws IOException {
        assertThat(stalled("")).contains("retrain.notify.url: expected the notification to be delivered, found ");
        said.reset();
        assertThat(stalled("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n{"))
                .isEmpty();
        assertThat(stalled("HTTP/1.1 500 Broken\r\nContent-Length: 1000000000\r\n\r\n{"))
                .contains("found status 500");
    }

    @Test
    void programThatDoesNotReadHoldsNobodyUp() {
        LogEntry large = new LogEntry(
                4,
                "id",
                Instant.EPOCH,
                Action.REFUSE,
                OptionalInt.of(2),
                OptionalInt.of(1),
                List.of("worse".repeat(1_000_000)),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of());
        assertThat(heldUp(new NotifySection(List.of("sleep", "600"), Optional.empty()), large))
                .contains("retrain.notify.command: expected the notification to be delivered, found no end within 2 s");
        said.reset();
        assertThat(heldUp(new NotifySection(List.of("true"), Optional.empty()), large))
                .isEmpty();
    }
}
