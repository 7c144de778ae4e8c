package org.thalweg.benchmarks.scaling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An emulated network on this machine: every worker in a network namespace, and a switch in another, connected by links of a
 * given rate each way; the driver has such a link, too. Needs root, and Linux's {@code ip} and {@code tc}. The rate is
 * limited by a token bucket. No delay is added, because many kernels lack the netem queue.
 */
final class ShapedLinks implements AutoCloseable {
    private static final int COMMAND_SECONDS = 20;

    /** The queue of a link, like that of a switch. */
    private static final int QUEUED_BYTES = 4 << 20;

    private final String prefix = "tw" + ProcessHandle.current().pid() % 100_000;
    private final List<String> namespaces = new ArrayList<>();
    private final int megabits;

    /**
     * Creates the network.
     *
     * @param workers the number of workers
     * @param megabits the rate per second, each way
     * @throws IllegalStateException if this process may not create network namespaces
     */
    ShapedLinks(int workers, int megabits) throws IOException, InterruptedException {
        this.megabits = megabits;
        try {
            namespace(prefix + "s");
            run("ip", "-n", prefix + "s", "link", "add", "switch", "type", "bridge");
            run("ip", "-n", prefix + "s", "link", "set", "switch", "up");
            link(prefix + "d", null, driverHost());
            for (int worker = 0; worker < workers; worker++) {
                namespace(prefix + "w" + worker);
                link(prefix + "v" + worker, prefix + "w" + worker, host(worker));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void namespace(String name) throws IOException, InterruptedException {
        run("ip", "netns", "add", name);
        namespaces.add(name);
        run("ip", "-n", name, "link", "set", "lo", "up");
    }

    /** Creates a link from a namespace to the switch; a null namespace is that of this process. */
    private void link(String name, String namespace, String address) throws IOException, InterruptedException {
        run("ip", "link", "add", name, "type", "veth", "peer", "name", name + "p");
        run("ip", "link", "set", name + "p", "netns", prefix + "s");
        run("ip", "-n", prefix + "s", "link", "set", name + "p", "master", "switch", "up");
        shape(prefix + "s", name + "p");
        List<String> ip = new ArrayList<>(List.of("ip"));
        if (namespace != null) {
            run("ip", "link", "set", name, "netns", namespace);
            ip.addAll(List.of("-n", namespace));
        }
        run(with(ip, "addr", "add", address + "/24", "dev", name));
        run(with(ip, "link", "set", name, "up"));
        shape(namespace, name);
    }

    private void shape(String namespace, String device) throws IOException, InterruptedException {
        List<String> tc = new ArrayList<>(List.of("tc"));
        if (namespace != null) {
            tc.addAll(List.of("-n", namespace));
        }
        int burst = Math.max(32 << 10, megabits * 1000 / 8 * 4); // 4 ms, a timer tick.
        run(with(
                tc,
                "qdisc",
                "add",
                "dev",
                device,
                "root",
                "tbf",
                "rate",
                megabits + "mbit",
                "burst",
                Integer.toString(burst),
                "limit",
                Integer.toString(QUEUED_BYTES)));
    }

    private static String[] with(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The driver's address, and the master's. */
    String driverHost() {
        return "10.213.7.1";
    }

    /** A worker's address. */
    String host(int worker) {
        return "10.213.7." + (2 + worker);
    }

    /** The command prefix that runs a command in a worker's namespace. */
    List<String> asWorker(int worker) {
        return List.of("ip", "netns", "exec", prefix + "w" + worker);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(
                    "--link-megabits: expected to create network namespaces, which needs root and"
                            + " Linux's ip and tc, found that \"" + String.join(" ", command) + "\" failed: " + output);
        }
    }

    /** Deletes the namespaces, and with them all links. */
    @Override
    public void close() {
        for (String namespace : namespaces) {
            try {
                run("ip", "netns", "delete", namespace);
            } catch (IOException | IllegalStateException e) {
                System.err.println(
                        "warning: the network namespace " + namespace + " could not be deleted: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
