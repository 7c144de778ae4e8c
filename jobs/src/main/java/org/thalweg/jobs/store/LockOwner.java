package org.thalweg.jobs.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.json.JsonObject;

/**
 * The owner of a lock.
 *
 * @param machine identifies the boot and the process name space in which the process id is valid
 * @param start start time of the process since boot; empty if unknown
 */
record LockOwner(String id, String host, long process, String start, String machine, String user, String since) {
    private static final Set<String> ALIVE = ConcurrentHashMap.newKeySet();
    private static final String HERE = thisMachine();

    static LockOwner here() {
        long process = ProcessHandle.current().pid();
        return new LockOwner(
                UUID.randomUUID().toString(),
                hostName(),
                process,
                startOf(process).orElse(""),
                HERE,
                System.getProperty("user.name"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** Parses the owner of a lock's file; empty if the file is just being written. */
    static Optional<LockOwner> of(byte[] bytes) {
        try {
            JsonObject json = JsonObject.parse(bytes, "lock");
            return Optional.of(new LockOwner(
                    json.text("id"),
                    json.text("host"),
                    json.whole("process"),
                    json.text("start"),
                    json.text("machine"),
                    json.text("user"),
                    json.text("since")));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    byte[] bytes(long renewals) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", id);
        values.put("host", host);
        values.put("process", process);
        values.put("start", start);
        values.put("machine", machine);
        values.put("user", user);
        values.put("since", since);
        values.put("renewals", renewals);
        return JsonObject.bytes(values);
    }

    boolean owns(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).contains(id);
    }

    /** Marks the owner as alive; it may end before its process. */
    void begin() {
        ALIVE.add(id);
    }

    void end() {
        ALIVE.remove(id);
    }

    /** Whether the owner is alive; empty if that cannot be determined here. */
    Optional<Boolean> lives() {
        if (!machine.equals(HERE) || !user.equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        if (process == ProcessHandle.current().pid()
                && startOf(process).orElse("").equals(start)) {
            return Optional.of(ALIVE.contains(id));
        }
        if (ProcessHandle.of(process).isEmpty()) {
            return Optional.of(false);
        }
        return start.isEmpty() ? Optional.empty() : startOf(process).map(start::equals);
    }

    String described() {
        return "process " + process + " on " + host + " of " + user + ", since " + since;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "an unknown host";
        }
    }

    private static String thisMachine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return UUID.randomUUID().toString();
        }
    }

    /** The start time of a process. Linux counts it in ticks since boot, so that changes of the clock do not matter. */
    private static Optional<String> startOf(long process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Optional.of(fields[19]);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
