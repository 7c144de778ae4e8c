package org.thalweg.benchmarks.peers;

import dev.ludovic.netlib.blas.BLAS;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thalweg.benchmarks.common.BenchmarkSession;
import org.thalweg.math.Blas;

/**
 * Trains with Spark MLlib's perceptron. The arguments are {@code native} or {@code asItComes}, and a request file; it prints
 * lines of JSON. Without a goal there is one line per pass over the rows, with a goal one line for the whole training.
 */
final class MllibTraining {
    /** The first argument for MLlib with the bundled OpenBLAS, one thread per task. */
    static final String NATIVE = "native";

    /** The first argument for MLlib with Spark's own BLAS. */
    static final String AS_IT_COMES = "asItComes";

    private static final String PREDICTION = "prediction";
    private static final String LABEL = "label";

    private MllibTraining() {}

    public static void main(String[] arguments) throws IOException {
        // Loading our BLAS sets the library of netlib, which MLlib uses, too.
        String library = arguments[0].equals(NATIVE) ? Blas.get().description() : "as it comes";
        Request request = RequestFile.read(Path.of(arguments[1]));
        try (SparkSession spark = BenchmarkSession.start(request.threads())) {
            RequestFile.printAbout("Spark MLlib " + spark.version() + ", "
                    + BLAS.getInstance().getClass().getSimpleName() + ", " + library + ", double precision");
            Problem problem = request.problem();
            Dataset<Row> train = rows(spark, problem.train(), problem.inputs(), request.threads());
            Passes passes = new Passes();
            spark.sparkContext().addSparkListener(passes);
            long start = System.nanoTime();
            MultilayerPerceptronClassificationModel model = perceptron(request).fit(train);
            double seconds = (System.nanoTime() - start) * 1e-9;
            if (request.goal().isPresent()) {
                RequestFile.print(
                        evaluated(seconds, model, rows(spark, problem.test(), problem.inputs(), request.threads())));
            } else {
                for (double pass : passes.seconds(spark)) {
                    RequestFile.print(Epoch.of(pass));
                }
            }
        }
    }

    private static MultilayerPerceptronClassifier perceptron(Request request) {
        Problem problem = request.problem();
        int[] layers = IntStream.concat(
                        IntStream.concat(
                                IntStream.of(problem.inputs()),
                                problem.hidden().stream().mapToInt(Integer::intValue)),
                        IntStream.of(problem.classes()))
                .toArray();
        return new MultilayerPerceptronClassifier()
                .setLayers(layers)
                .setMaxIter(request.epochs())
                .setSeed(request.seed());
    }

    private static Epoch evaluated(double seconds, MultilayerPerceptronClassificationModel model, Dataset<Row> test) {
        long start = System.nanoTime();
        Dataset<Row> predicted = model.transform(test);
        double accuracy = (double) predicted
                        .filter(functions.col(PREDICTION).equalTo(functions.col(LABEL)))
                        .count()
                / test.count();
        return new Epoch(seconds, (System.nanoTime() - start) * 1e-9, Double.NaN, accuracy);
    }

    /** The rows, in memory. */
    private static Dataset<Row> rows(SparkSession spark, RawRows rows, int inputs, int partitions) {
        StructType columns = new StructType(new StructField[] {
            DataTypes.createStructField(LABEL, DataTypes.DoubleType, false),
            DataTypes.createStructField("features", SQLDataTypes.VectorType(), false)
        });
        Slice slice = new Slice(rows.features().toString(), rows.labels().toString(), inputs, rows.count(), partitions);
        List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
        Dataset<Row> cached = spark.createDataFrame(
                        new JavaSparkContext(spark.sparkContext())
                                .parallelize(numbers, partitions)
                                .flatMap(slice::rows),
                        columns)
                .cache();
        cached.count();
        return cached;
    }

    private record Slice(String features, String labels, int inputs, int rows, int partitions) implements Serializable {
        Iterator<Row> rows(int partition) {
            int first = (int) ((long) rows * partition / partitions);
            int count = (int) ((long) rows * (partition + 1) / partitions) - first;
            RawRows raw = new RawRows(Path.of(features), Path.of(labels));
            float[] x = raw.features(first, count, inputs);
            byte[] y = raw.labels(first, count);
            return IntStream.range(0, count)
                    .mapToObj(row -> RowFactory.create((double) y[row], Vectors.dense(doubles(x, row))))
                    .iterator();
        }

        private double[] doubles(float[] x, int row) {
            double[] values = new double[inputs];
            Arrays.setAll(values, k -> x[row * inputs + k]);
            return values;
        }
    }

    /** Measures the Spark jobs that sum a gradient over all rows: each is one pass. */
    private static final class Passes extends SparkListener {
        private static final String SUM = "treeAggregate";

        private final List<Long> starts = new ArrayList<>();
        private long end;
        private int running = -1;

        @Override
        public synchronized void onJobStart(SparkListenerJobStart job) {
            if (job.stageInfos().last().name().startsWith(SUM)) {
                starts.add(job.time());
                running = job.jobId();
            }
        }

        @Override
        public synchronized void onJobEnd(SparkListenerJobEnd job) {
            if (job.jobId() == running) {
                end = job.time();
            }
        }

        /**
         * The time from the start of a pass to the start of the next, including the arithmetic of L-BFGS; for the last pass
         * to its end.
         */
        List<Double> seconds(SparkSession spark) {
            spark.stop(); // waits until the listener has received all events
            synchronized (this) {
                List<Long> times = new ArrayList<>(starts);
                times.add(end);
                return IntStream.range(0, starts.size())
                        .mapToObj(i -> (times.get(i + 1) - times.get(i)) * 1e-3)
                        .toList();
            }
        }
    }
}
