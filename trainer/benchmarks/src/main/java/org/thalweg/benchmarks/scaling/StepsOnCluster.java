package org.thalweg.benchmarks.scaling;

import com.sun.management.OperatingSystemMXBean;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.thalweg.data.Example;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.spark.SparkEngine;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.SparkSettings;
import org.thalweg.train.Batches;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
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

    StepsOnCluster(int[] widths, int batch, int warmUp, int steps, Map<String, String> settings) {
        int outputs = widths[widths.length - 1];
        List<Integer> hidden =
                Arrays.stream(widths, 1, widths.length - 1).boxed().toList();
        this.network = Network.of(widths[0], hidden, Activation.RELU, outputs, Activation.SOFTMAX);
        this.batches = Batches.of(batch);
        this.plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, batches, 1);
        this.rows = random(STEPS_OF_AN_EPOCH * batch, widths[0], outputs);
        this.steps = steps;
        this.warmUp = warmUp;
        this.settings = settings;
    }

    private static List<Example> random(int count, int features, int classes) {
        Philox random = new Philox(5, 0);
        return IntStream.range(0, count)
                .mapToObj(row -> {
                    float[] x = new float[features];
                    for (int f = 0; f < x.length; f++) {
                        x[f] = random.nextFloat();
                    }
                    return new Example(x, new float[] {row % classes});
                })
                .toList();
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
            return median(times.stream().skip(warmUp).mapToDouble(part)) * 1e3;
        }

        double stepMillis() {
            return median(seconds.stream().skip(warmUp).mapToDouble(Double::doubleValue)) * 1e3;
        }
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Milliseconds of garbage collection that tasks report. */
    private static final class Collecting extends SparkListener {
        private final LongAdder millis = new LongAdder();
        private final LongAdder deser = new LongAdder();
        private final LongAdder ser = new LongAdder();
        private final LongAdder run = new LongAdder();
        private final LongAdder dur = new LongAdder();
        private final LongAdder getting = new LongAdder();
        private final LongAdder n = new LongAdder();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskMetrics() != null) {
                millis.add(end.taskMetrics().jvmGCTime());
                deser.add(end.taskMetrics().executorDeserializeTime());
                ser.add(end.taskMetrics().resultSerializationTime());
                run.add(end.taskMetrics().executorRunTime());
                dur.add(end.taskInfo().duration());
                getting.add(
                        end.taskInfo().gettingResult()
                                ? end.taskInfo().finishTime() - end.taskInfo().gettingResultTime()
                                : 0);
                n.increment();
            }
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
                        executors);
                SparkEngine engine = new SparkEngine(spark, plan, dealt, null)) {
            double arithmetic = arithmetic(parameters) / executors;
            Recorder recorder = new Recorder(engine);
            train(engine, recorder, parameters, warmUp);
            Collecting collecting = new Collecting();
            spark.sc().addSparkListener(collecting);
            long cpu = driverCpuNanos();
            train(engine, recorder, parameters, steps);
            double driver = (driverCpuNanos() - cpu) * 1e-6 / steps;
            double k = collecting.n.sum();
            System.out.printf(
                    "DEBUG deser %.2f run %.2f ser %.2f duration %.2f getting %.2f%n",
                    collecting.deser.sum() / k,
                    collecting.run.sum() / k,
                    collecting.ser.sum() / k,
                    collecting.dur.sum() / k,
                    collecting.getting.sum() / k);
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
                    (double) collecting.millis.sum() / steps);
        }
    }

    private void train(SparkEngine engine, TrainingListener listener, float[] parameters, int stepsToTake) {
        int epochs = Math.max(1, stepsToTake / STEPS_OF_AN_EPOCH);
        new Trainer(engine, TrainingSettings.of(epochs, new Adam(), 1e-4), listener).train(parameters);
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
            return median(Arrays.stream(millis).skip(millis.length / 2));
        }
    }

    /** Milliseconds of a job that broadcasts the parameters and collects as many numbers from every executor. */
    private static double bare(JavaSparkContext spark, int executors, float[] parameters) {
        JavaRDD<Integer> slots =
                spark.parallelize(Collections.nCopies(executors, 0), executors).cache();
        slots.count();
        double[] millis = new double[2 * BARE_STEPS];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            Broadcast<float[]> weights = spark.broadcast(parameters);
            slots.mapPartitions((FlatMapFunction<Iterator<Integer>, float[]> & Serializable)
                            part -> List.of(weights.value().clone()).iterator())
                    .collect();
            weights.destroy();
            millis[i] = (System.nanoTime() - start) * 1e-6;
        }
        return median(Arrays.stream(millis).skip(BARE_STEPS));
    }
}
