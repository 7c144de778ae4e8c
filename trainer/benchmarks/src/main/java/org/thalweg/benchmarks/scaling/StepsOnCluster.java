package org.thalweg.benchmarks.scaling;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.thalweg.benchmarks.common.BareStep;
import org.thalweg.benchmarks.common.LiveMemory;
import org.thalweg.benchmarks.common.Ratios;
import org.thalweg.benchmarks.common.Rows;
import org.thalweg.data.Example;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.spark.Reduction;
import org.thalweg.spark.SparkEngine;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.SparkSettings;
import org.thalweg.spark.fit.MeasuredSteps;
import org.thalweg.spark.plan.ClusterShape;
import org.thalweg.spark.plan.Round;
import org.thalweg.spark.plan.RoundSimulation;
import org.thalweg.spark.plan.StepCostModel;
import org.thalweg.train.Batches;
import org.thalweg.train.GradientPrecision;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.LocalSteps;
import org.thalweg.train.Step;
import org.thalweg.train.StepMeasure;
import org.thalweg.train.StepTimes;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/** Measures steps of Adam over rows on executors with one core each. */
final class StepsOnCluster {
    private static final int STEPS_OF_AN_EPOCH = 4;
    private static final int BARE_STEPS = 30;
    private static final int MAX_SECONDS = 60;
    private static final double MEASURED_SECONDS = 5;
    private static final int ARRAYS_IN_ONE_JVM = 16;

    private final Options options;
    private final TrainingPlan plan;
    private final List<Example> rows;

    /**
     * The options of the measurement.
     *
     * @param nonZeros the non-zero values of a sparse row; 0 for dense rows
     * @param tasks the tasks that share the rows; empty for one per executor
     * @param linkBytesPerSecond the bandwidth between the processes; infinite for loopback
     */
    record Options(
            Network network,
            Batches batches,
            int nonZeros,
            int warmUp,
            int steps,
            Optional<Integer> tasks,
            Reduction reduction,
            GradientPrecision wire,
            LocalSteps localSteps,
            double linkBytesPerSecond,
            Map<String, String> settings) {
        /** The rows of an epoch. */
        long rows() {
            return (long) Math.max(STEPS_OF_AN_EPOCH, localSteps.count()) * batches.size();
        }
    }

    /**
     * Steps over random rows.
     *
     * @param options options whose rows fit into the heap
     */
    StepsOnCluster(Options options) {
        this.options = options;
        Network network = options.network();
        this.plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, options.batches(), 1).with(options.wire());
        int count = Math.toIntExact(options.rows());
        int outputs = network.layers().get(network.layers().size() - 1).outputs();
        this.rows = options.nonZeros() > 0
                ? Rows.sparse(count, network.inputs(), options.nonZeros(), outputs)
                : Rows.random(count, network.inputs(), outputs);
    }

    private JavaSparkContext connect(ClusterProcesses cluster, int executors) {
        SparkConf conf = new SparkConf(false)
                .setMaster(cluster.url())
                .setAppName("thalweg scaling")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", cluster.host())
                .set("spark.driver.bindAddress", cluster.host())
                .set("spark.cores.max", Integer.toString(executors))
                .set("spark.executor.cores", "1")
                .set("spark.executor.memory", "1g")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s");
        options.settings().forEach(conf::set);
        return new JavaSparkContext(SparkSettings.apply(conf));
    }

    /** Records the times of every step's gradient, and the end of each step. */
    private final class Recorder implements TrainingListener {
        private final SparkEngine engine;
        private final List<StepTimes> times = new ArrayList<>();
        private final List<Double> seconds = new ArrayList<>();
        private long last = System.nanoTime();

        Recorder(SparkEngine engine) {
            this.engine = engine;
        }

        @Override
        public void onStep(long step, long of, long rowsOfStep, double loss) {
            long now = System.nanoTime();
            times.add(engine.times().orElseThrow());
            seconds.add((now - last) * 1e-9);
            last = now;
        }

        double millis(ToDoubleFunction<StepTimes> part) {
            return Ratios.median(times.stream()
                            .skip(options.warmUp())
                            .mapToDouble(part)
                            .toArray())
                    * 1e3;
        }

        int steps() {
            return seconds.size();
        }

        double stepMillis() {
            return Ratios.median(seconds.stream()
                            .skip(options.warmUp())
                            .mapToDouble(Double::doubleValue)
                            .toArray())
                    * 1e3;
        }
    }

    StepParts on(ClusterProcesses cluster, int executors) {
        Network network = options.network();
        float[] parameters = Initialisation.AUTO.parameters(network, 1);
        try (JavaSparkContext spark = connect(cluster, executors);
                SparkRows prepared = SparkRows.prepare(
                        SparkRows.Source.of(
                                spark.parallelize(rows, executors),
                                new RowShape(network.inputs(), 1, network.sparse())),
                        1,
                        options.batches(),
                        0,
                        statistics -> Scaling.NONE,
                        options.tasks().orElse(executors));
                SparkEngine engine = new SparkEngine(
                        spark, plan, prepared, Optional.empty(), options.reduction(), Double.POSITIVE_INFINITY)) {
            double arithmetic = options.localSteps().count() * arithmetic(parameters) / executors;
            Recorder recorder = new Recorder(engine);
            if (options.warmUp() > 0) {
                train(engine, recorder, parameters, options.warmUp());
            }
            long cpu = driverCpuNanos();
            int warmedUp = recorder.steps();
            train(engine, recorder, parameters, options.steps());
            double driver = (driverCpuNanos() - cpu) * 1e-6 / (recorder.steps() - warmedUp);
            double heap = heapMegabytes();
            return new StepParts(
                    executors,
                    recorder.millis(StepTimes::broadcast),
                    recorder.millis(StepTimes::fetch),
                    recorder.millis(StepTimes::compute),
                    recorder.millis(StepTimes::add),
                    recorder.millis(StepTimes::rest),
                    recorder.stepMillis() - recorder.millis(StepTimes::seconds),
                    recorder.stepMillis(),
                    planned(spark, engine, executors, parameters),
                    arithmetic,
                    bare(spark, executors, parameters),
                    driver,
                    heap,
                    liveMegabytes(engine, parameters));
        }
    }

    private void train(SparkEngine engine, TrainingListener listener, float[] parameters, int stepsToTake) {
        long steps = (long) stepsToTake * options.localSteps().count();
        int epochs = (int) Math.max(1, steps / engine.order().steps());
        TrainingSettings training =
                TrainingSettings.of(epochs, new Adam(), 1e-4).with(options.localSteps());
        new Trainer(engine, training, listener).train(parameters);
    }

    /** The peak of the driver's live heap, measured in a separate epoch because collections take time. */
    private double liveMegabytes(SparkEngine engine, float[] parameters) {
        try (LiveMemory memory = new LiveMemory()) {
            train(engine, TrainingListener.NONE, parameters, 1);
            return memory.peakInUse() / 1e6;
        }
    }

    /** The peak of the driver's heap, including garbage, in MB. */
    private static double heapMegabytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / 1e6;
    }

    private static long driverCpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Milliseconds of a step's gradient on one thread. */
    private double arithmetic(float[] parameters) {
        try (LocalEngine local =
                new LocalEngine(plan, LocalRows.pack(rows, 1, options.batches(), 0, statistics -> Scaling.NONE), 1)) {
            return median(6 * STEPS_OF_AN_EPOCH, i -> {
                long start = System.nanoTime();
                local.gradient(parameters, new Step(i / STEPS_OF_AN_EPOCH, i % STEPS_OF_AN_EPOCH));
                return (System.nanoTime() - start) * 1e-6;
            });
        }
    }

    /** Milliseconds of the same round, simulated from measurements on this machine without executors. */
    private double planned(JavaSparkContext spark, SparkEngine engine, int executors, float[] parameters) {
        if ((long) ARRAYS_IN_ONE_JVM * Float.BYTES * parameters.length
                > Runtime.getRuntime().maxMemory()) {
            return Double.NaN; // The heap is needed for the driver's own work.
        }
        int threads = Runtime.getRuntime().availableProcessors();
        TrainingSettings training = TrainingSettings.of(1, new Adam(), 1e-4);
        int lanes = engine.order().layout().groupSize();
        try (LocalEngine local = new LocalEngine(
                plan, LocalRows.pack(rows, 1, options.batches(), 0, statistics -> Scaling.NONE), threads)) {
            StepMeasure.Costs costs = StepMeasure.of(local, training, parameters, MEASURED_SECONDS);
            StepCostModel terms = MeasuredSteps.loopback(spark.sc(), parameters.length)
                    .inOneJvm(costs.times().seconds(), costs.optimizer(), lanes, threads);
            int together = options.localSteps().count();
            int arrays = together > 1 ? 1 + new Adam().arrayCount() : 1;
            boolean sliced = engine.reduction()
                    .map(report -> report.reduction() == Reduction.SLICES)
                    .orElse(false);
            ClusterShape cluster = new ClusterShape(executors, 1, threads, options.linkBytesPerSecond(), 0);
            return 1e3
                    * RoundSimulation.of(terms, cluster, new Round(lanes, together, arrays, sliced))
                            .seconds();
        }
    }

    /** Milliseconds of a job that broadcasts the parameters and collects as many numbers from every executor. */
    private static double bare(JavaSparkContext spark, int executors, float[] parameters) {
        BareStep bare = new BareStep(spark, executors);
        return median(2 * BARE_STEPS, i -> bare.millis(parameters));
    }

    /** The median of the second half of {@code most} measurements, or of as many as fit into a minute, at least two. */
    private static double median(int most, IntToDoubleFunction measurement) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
        List<Double> all = new ArrayList<>();
        while (all.size() < most && (all.size() < 2 || System.nanoTime() < end)) {
            all.add(measurement.applyAsDouble(all.size()));
        }
        return Ratios.median(all.stream()
                .skip(all.size() / 2)
                .mapToDouble(Double::doubleValue)
                .toArray());
    }
}
