package org.thalweg.benchmarks.scaling;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.thalweg.benchmarks.common.BareStep;
import org.thalweg.benchmarks.common.Ratios;
import org.thalweg.benchmarks.common.Rows;
import org.thalweg.data.Example;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.spark.Reduction;
import org.thalweg.spark.SparkEngine;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.SparkSettings;
import org.thalweg.train.Batches;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.LocalSteps;
import org.thalweg.train.Step;
import org.thalweg.train.StepTimes;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/** Steps of Adam over rows that lie on executors of one core each. */
final class StepsOnCluster {
    private static final int STEPS_OF_AN_EPOCH = 4;
    private static final int BARE_STEPS = 30;

    private final Network network;
    private final Batches batches;
    private final TrainingPlan plan;
    private final List<Example> rows;
    private final int steps;
    private final int warmUp;
    private final Map<String, String> settings;
    private final int tasks; // 0 for one an executor
    private final Reduction reduction;
    private final LocalSteps localSteps;

    /** What is measured, see the options of {@link Scaling}. */
    record Options(
            int[] widths,
            int batch,
            int warmUp,
            int steps,
            int tasks,
            Reduction reduction,
            int localSteps,
            Map<String, String> settings) {}

    StepsOnCluster(Options options) {
        int[] widths = options.widths();
        int outputs = widths[widths.length - 1];
        List<Integer> hidden =
                Arrays.stream(widths, 1, widths.length - 1).boxed().toList();
        this.network = Network.of(widths[0], hidden, Activation.RELU, outputs, Activation.SOFTMAX);
        this.batches = Batches.of(options.batch());
        this.plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, batches, 1);
        this.rows = Rows.random(stepsOfAnEpoch(options) * options.batch(), widths[0], outputs);
        this.steps = options.steps();
        this.warmUp = options.warmUp();
        this.settings = options.settings();
        this.tasks = options.tasks();
        this.reduction = options.reduction();
        this.localSteps = LocalSteps.of(options.localSteps());
    }

    private static int stepsOfAnEpoch(Options options) {
        return Math.max(STEPS_OF_AN_EPOCH, options.localSteps());
    }

    private JavaSparkContext connect(String url, int executors) {
        SparkConf conf = new SparkConf(false)
                .setMaster(url)
                .setAppName("thalweg scaling")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.cores.max", Integer.toString(executors))
                .set("spark.executor.cores", "1")
                .set("spark.executor.memory", "1g")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s");
        settings.forEach(conf::set);
        return new JavaSparkContext(SparkSettings.apply(conf));
    }

    /** Keeps the times of every step's gradient, and when the steps ended. */
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
            return Ratios.median(times.stream().skip(warmUp).mapToDouble(part).toArray()) * 1e3;
        }

        double stepMillis() {
            return Ratios.median(seconds.stream()
                            .skip(warmUp)
                            .mapToDouble(Double::doubleValue)
                            .toArray())
                    * 1e3;
        }
    }

    StepParts on(String url, int executors) {
        float[] parameters = Initialisation.AUTO.parameters(network, 1);
        try (JavaSparkContext spark = connect(url, executors);
                SparkRows dealt = SparkRows.prepare(
                        SparkRows.Source.of(spark.parallelize(rows, executors), RowShape.dense(network.inputs(), 1)),
                        1,
                        batches,
                        0,
                        statistics -> Scaling.NONE,
                        tasks == 0 ? executors : tasks);
                SparkEngine engine = new SparkEngine(spark, plan, dealt, null, reduction, Double.POSITIVE_INFINITY)) {
            double arithmetic = localSteps.count() * arithmetic(parameters) / executors;
            Recorder recorder = new Recorder(engine);
            train(engine, recorder, parameters, warmUp);
            long cpu = driverCpuNanos();
            train(engine, recorder, parameters, steps);
            double driver = (driverCpuNanos() - cpu) * 1e-6 / steps;
            return new StepParts(
                    executors,
                    recorder.millis(StepTimes::broadcast),
                    recorder.millis(StepTimes::fetch),
                    recorder.millis(StepTimes::compute),
                    recorder.millis(StepTimes::add),
                    recorder.millis(StepTimes::rest),
                    recorder.stepMillis() - recorder.millis(StepTimes::seconds),
                    recorder.stepMillis(),
                    arithmetic,
                    bare(spark, executors, parameters),
                    driver,
                    heapMegabytes());
        }
    }

    private void train(SparkEngine engine, TrainingListener listener, float[] parameters, int stepsToTake) {
        int epochs = Math.max(
                1, (int) (stepsToTake * localSteps.count() / engine.order().steps()));
        TrainingSettings training =
                TrainingSettings.of(epochs, new Adam(), 1e-4).with(localSteps);
        new Trainer(engine, training, listener).train(parameters);
    }

    /** The most heap that the driver has had in use, garbage included, in MB. */
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
                new LocalEngine(plan, LocalRows.pack(rows, 1, batches, 0, statistics -> Scaling.NONE), 1)) {
            double[] millis = new double[6 * STEPS_OF_AN_EPOCH];
            for (int i = 0; i < millis.length; i++) {
                long start = System.nanoTime();
                local.gradient(parameters, new Step(i / STEPS_OF_AN_EPOCH, i % STEPS_OF_AN_EPOCH));
                millis[i] = (System.nanoTime() - start) * 1e-6;
            }
            return Ratios.median(Arrays.stream(millis).skip(millis.length / 2).toArray());
        }
    }

    /** Milliseconds of a job that broadcasts the parameters and collects as many numbers from every executor. */
    private static double bare(JavaSparkContext spark, int executors, float[] parameters) {
        BareStep bare = new BareStep(spark, executors);
        double[] millis = IntStream.range(0, 2 * BARE_STEPS)
                .mapToDouble(i -> bare.millis(parameters))
                .toArray();
        return Ratios.median(Arrays.stream(millis).skip(BARE_STEPS).toArray());
    }
}
