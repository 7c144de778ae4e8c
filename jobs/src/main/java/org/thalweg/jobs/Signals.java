package org.thalweg.jobs;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * What signals do to this process: the first ends it in order, as {@link org.thalweg.jobs.session.Session} says, with 128 plus the signal's number; a
 * later one ends it at once. Without this the JVM would pass over that.
 */
final class Signals {
    private static final int SIGNALLED = 128;

    /** One request to end may come twice: from the terminal or systemd, and from a script that hands on what it gets. */
    private static final long ONE_REQUEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final AtomicLong FIRST = new AtomicLong();

    private Signals() {}

    /** Takes Ctrl-C and SIGTERM, for the life of the JVM; where the JVM was started not to (-Xrs) they stay as they are. */
    static void take() {
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
        long now = System.nanoTime() | 1; // 0 stands for none
        if (FIRST.compareAndSet(0, now)) {
            System.exit(code);
        } else if (now - FIRST.get() > ONE_REQUEST_NANOS) {
            Runtime.getRuntime().halt(code);
        }
    }
}
