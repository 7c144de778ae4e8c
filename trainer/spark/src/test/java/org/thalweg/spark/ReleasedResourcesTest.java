package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.nn.Initialisation;
import org.thalweg.optim.Sgd;
import org.thalweg.train.Batches;
import org.thalweg.train.DivergedException;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingSettings;

/** A run releases everything that it stored in the cluster, whether it succeeded or failed. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReleasedResourcesTest {
    private static final Batches BATCHES = Batches.of(64, 16);

    private JavaSparkContext spark;

    @BeforeEach
    void start() {
        SparkConf conf = LocalSpark.conf("local[2]").set("spark.task.cpus", "2");
        spark = new JavaSparkContext(conf);
    }

    @AfterEach
    void stop() {
        spark.stop();
    }

    /** The broadcast and RDD blocks in this JVM's block manager, the only one in local mode. */
    private static int blocks() {
        var master = SparkEnv.get().blockManager().master();
        return master.getMatchingBlockIds(new IsOurs(), true).size();
    }

    private static final class IsOurs extends scala.runtime.AbstractFunction1<org.apache.spark.storage.BlockId, Object>
            implements java.io.Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public Object apply(org.apache.spark.storage.BlockId id) {
            return id.isBroadcast() || id.isRDD();
        }
    }

    private static void awaitNone(String what, IntSupplier count) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (count.getAsInt() > 0 && System.nanoTime() < deadline) {
            System.gc(); // Spark's cleaner releases a job's task binary when the driver's object is collected.
            Thread.sleep(100);
        }
        assertThat(count.getAsInt()).as(what).isZero();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("thalweg") || name.startsWith("pool-"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterARun(boolean onDriver) throws InterruptedException {
        Set<String> before = threads();
        assertThat(train(onDriver, 0.01)).as("blocks held in the run").isGreaterThanOrEqualTo(onDriver ? 0 : 1);
        assertThat(spark.getPersistentRDDs()).isEmpty();
        awaitNone("broadcast and cached blocks", ReleasedResourcesTest::blocks);
        awaitNone("new threads", () -> newThreads(before));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterAFailure(boolean onDriver) throws InterruptedException {
        Set<String> before = threads();
        assertThatThrownBy(() -> train(onDriver, 1e38)).isInstanceOf(DivergedException.class);
        assertThat(spark.getPersistentRDDs()).isEmpty();
        awaitNone("broadcast and cached blocks", ReleasedResourcesTest::blocks);
        awaitNone("new threads", () -> newThreads(before));
    }

    private int train(boolean onDriver, double learningRate) {
        try (SparkRows rows = SampleRows.prepare(spark, SampleRows.examples(500), 3, BATCHES, 2);
                RowsEngine engine = engine(onDriver, rows)) {
            TrainingSettings settings = TrainingSettings.of(2, new Sgd(), learningRate);
            new Trainer(engine, settings, TrainingListener.NONE)
                    .train(Initialisation.AUTO.parameters(SampleRows.NETWORK, 1));
            return blocks();
        }
    }

    private RowsEngine engine(boolean onDriver, SparkRows rows) {
        return onDriver
                ? new DriverEngine(spark, SampleRows.plan(BATCHES), rows, Optional.empty(), 3600)
                : new SparkEngine(spark, SampleRows.plan(BATCHES), rows);
    }

    private static int newThreads(Set<String> before) {
        Set<String> now = threads();
        now.removeAll(before);
        return now.size();
    }
}
