package org.thalweg.jobs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.jobs.command.ThalwegCommand;
import org.thalweg.jobs.session.Console;

/**
 * One JVM for many commands, in the place of one each. A client on loopback sends a command's arguments, each ended by
 * NUL, and an empty one; it receives the exit code as the first line, and then what the command printed.
 */
public final class CommandServer {
    private CommandServer() {}

    /**
     * Argument: the file in which to write the port. Ends with its standard input, so with the test that started it.
     */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            endWithStandardInput();
            writePort(Path.of(arguments[0]), server.getLocalPort());
            while (true) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write(answer(words(client.getInputStream())));
                }
            }
        }
    }

    private static void endWithStandardInput() {
        Thread end = new Thread(
                () -> {
                    try {
                        System.in.transferTo(PrintStream.nullOutputStream());
                    } catch (IOException e) {
                        // Ends as well.
                    }
                    System.exit(0);
                },
                "end");
        end.setDaemon(true);
        end.start();
    }

    /** Who waits for the file finds the port in it. */
    private static void writePort(Path file, int port) throws IOException {
        Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".draft"), Integer.toString(port));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String[] words(InputStream in) throws IOException {
        List<String> words = new ArrayList<>();
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != 0) {
                word.write(next);
            } else if (word.size() == 0) {
                break;
            } else {
                words.add(word.toString(StandardCharsets.UTF_8));
                word.reset();
            }
        }
        return words.toArray(String[]::new);
    }

    private static byte[] answer(String[] words) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        ExitCode code = ThalwegCommand.run(new Console(stream, stream, 0), words);
        return (code.code() + "\n" + printed.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
