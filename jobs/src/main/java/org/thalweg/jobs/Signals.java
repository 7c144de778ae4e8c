package org.thalweg.jobs;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * Handles Ctrl-C and SIGTERM. The first signal ends the process in order, as {@link org.thalweg.jobs.session.Session}
 * describes, with exit code 128 plus the signal's number. A later one ends it at once; the JVM's own handler would
 * ignore that one.
 */
final class Signals {
    private static final int SIGNALLED = 128;

    /** One request may arrive twice: from the terminal or systemd, and from a script that forwards its signals. */
    private static final long ONE_REQUEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final AtomicLong FIRST = new AtomicLong();

    private Signals() {}

    /** Installs the handlers for the life of the JVM. With {@code -Xrs} the JVM's own behaviour stays. */
    static void install() {
        for (String signal : List.of(IrqHandler.CONTROL_C, IrqHandler.SIGTERM)) {
            try {
                new IrqHandler(signal, Signals::end).bind();
            } catch (IllegalArgumentException e) {
                return;
            }
        }
    }

    private static void end(IrqHandler.InterruptData signal) {
        int code = SIGNALLED + signal.getNumber();
        long now = System.nanoTime() | 1; // 0 means none
        if (FIRST.compareAndSet(0, now)) {
            System.exit(code);
        } else if (now - FIRST.get() > ONE_REQUEST_NANOS) {
            Runtime.getRuntime().halt(code);
        }
    }
}
