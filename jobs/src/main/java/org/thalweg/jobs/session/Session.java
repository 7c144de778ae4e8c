package org.thalweg.jobs.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.thalweg.spark.SparkSettings;
import org.thalweg.spark.Uninterrupted;
import org.thalweg.spark.table.ReadSettings;

/**
 * A Spark session for one command, with the settings that training needs.
 *
 * <p>A signal to end (Ctrl-C, SIGTERM) is handled before Spark's own shutdown. Work that can end by itself (see {@link
 * #endsBy}) has {@value #STEP_SECONDS} s for that. Then, or at once if there is no such work, the thread that opened
 * the session is interrupted, and closes it while unwinding.
 */
public final class Session implements AutoCloseable {
    /** Spark's shutdown hook has Hadoop's priority of file systems (10) plus 30; this is higher. */
    private static final int BEFORE_SPARK = 100;

    /** Messages if the cluster refused the application: another thread stopped the context meanwhile. */
    private static final Pattern STOPPED = Pattern.compile(
            "(?i)stopped SparkContext|SparkContext (was|has been|is) (stopped|shut ?down)|Spark context stopped");

    private static final String MASTER = "spark.master";
    private static final String LOCAL = "local";

    /** Kubernetes kills a process 30 s after SIGTERM, systemd after 90 s. */
    private static final long UNWIND_SECONDS = 25;

    private static final long STEP_SECONDS = 18;
    private static final AtomicBoolean ENDING = new AtomicBoolean();

    private final SparkSession spark;
    private final Thread owner = Thread.currentThread();
    private final Runnable onSignal = this::endOwner;
    private volatile BooleanSupplier askedToEnd = () -> false;
    private volatile boolean closed;

    /**
     * Starts Spark, by default in local mode on all cores.
     *
     * @param name name of the application
     * @param verbose whether Spark's own log is shown
     * @param console where warnings are printed
     * @throws UsageException if Spark does not start
     */
    public Session(String name, boolean verbose, Console console) {
        Logging.configure(verbose, line -> console.report("%s", line));
        SparkConf conf = new SparkConf().setAppName("thalweg " + name);
        conf.setIfMissing(MASTER, "local[*]");
        conf.set("spark.ui.showConsoleProgress", "false");
        ReadSettings.REQUIRED.forEach(conf::set);
        // Spark would list more than 32 paths in tasks, whose classes are not registered with Kryo.
        conf.setIfMissing("spark.sql.sources.parallelPartitionDiscovery.threshold", "1000000");
        if (conf.get(MASTER).startsWith(LOCAL)) {
            // A task that runs out of memory would end the process before the error is reported.
            conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
        }
        checkLocalFolders(conf, console);
        ShutdownHookManager.get().addShutdownHook(onSignal, BEFORE_SPARK, UNWIND_SECONDS + 5, TimeUnit.SECONDS);
        try {
            SparkSettings.apply(conf);
            spark = SparkSession.builder().config(conf).getOrCreate();
        } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare.
            end();
            if (isInterrupted(e)) {
                throw e;
            }
            throw new UsageException(refusal(e));
        }
    }

    private static void checkLocalFolders(SparkConf conf, Console console) {
        LocalFolderCheck check = LocalFolderCheck.of(conf, System.getenv());
        check.warnings().forEach(warning -> console.report("%s", warning));
        if (conf.get(MASTER).startsWith(LOCAL)) {
            check.requireRoomFor(conf.get("spark.jars", ""));
        }
    }

    /** A failure to start in one line, as Spark's messages contain stack traces. */
    public static String refusal(Exception e) {
        String found =
                String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
        boolean refused = STOPPED.matcher(found).find();
        return "Spark: expected a session to start, found " + found + "; check the options before the command"
                + (refused
                        ? ", and, if the cluster requires a secret or TLS, its settings (SPARK_CONF_DIR, spark.authenticate,"
                                + " spark.ssl)"
                        : "");
    }

    private static boolean isInterrupted(Exception e) {
        return isEnding()
                || e instanceof InterruptedException
                || Thread.currentThread().isInterrupted();
    }

    private void end() {
        closed = true;
        if (!isEnding()) {
            ShutdownHookManager.get().removeShutdownHook(onSignal);
        }
    }

    /** Whether the process is ending, so that it must not be ended again. */
    public static boolean isEnding() {
        return ENDING.get();
    }

    /**
     * Sets what a signal calls first.
     *
     * @param asked called on the signal's thread; returns whether the session's owner ends its work by itself and
     *     closes the session
     */
    public void endsBy(BooleanSupplier asked) {
        askedToEnd = asked;
    }

    private void endOwner() {
        ENDING.set(true);
        long start = System.nanoTime();
        try {
            if (!endsByItself() || !isClosedBy(start + TimeUnit.SECONDS.toNanos(STEP_SECONDS))) {
                owner.interrupt();
                isClosedBy(start + TimeUnit.SECONDS.toNanos(UNWIND_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean endsByItself() {
        try {
            return askedToEnd.getAsBoolean();
        } catch (RuntimeException e) {
            return false; // The last checkpoint failed: the owner is interrupted instead.
        }
    }

    private boolean isClosedBy(long deadline) throws InterruptedException {
        while (!closed && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        return closed;
    }

    /** The Spark session. */
    public SparkSession spark() {
        return spark;
    }

    /** The Spark context. */
    public JavaSparkContext context() {
        return JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    /** The session's Hadoop configuration. */
    public Configuration hadoop() {
        return spark.sessionState().newHadoopConf();
    }

    @Override
    public void close() {
        Uninterrupted.run(() -> {
            try {
                spark.stop();
            } finally {
                end();
            }
        });
    }
}
