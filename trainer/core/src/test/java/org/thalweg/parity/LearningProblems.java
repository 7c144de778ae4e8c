package org.thalweg.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.thalweg.data.Example;
import org.thalweg.digits.Digits;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.parity.LearningProblem.Settings;

/** Problems whose rows are functions of their number alone, so that all seeds of a comparison have the same rows. */
public final class LearningProblems {
    private static final long ROWS = 14; // the seed of every row's stream
    static final long RULE = 13; // the seed of what a problem's rows share
    private static final long FIRST_VALIDATION_ROW = 1L << 40;

    private LearningProblems() {}

    /**
     * Normal features x; the class is whether Σ x₂ᵢ·x₂ᵢ₊₁ is above 0.
     *
     * @param inputs how many features, an even number
     */
    public static LearningProblem products(int inputs, List<Integer> hidden, int rows, Settings settings) {
        LongFunction<Example> product = row -> product(inputs, new Philox(ROWS, row));
        return new LearningProblem(
                "products",
                rows(0, rows, product),
                rows(FIRST_VALIDATION_ROW, 20_000, product),
                classifier(inputs, hidden, 2),
                Loss.CROSS_ENTROPY,
                settings);
    }

    private static Example product(int inputs, Philox random) {
        float[] x = new float[inputs];
        double sum = 0;
        for (int i = 0; i < x.length; i += 2) {
            x[i] = (float) random.nextNormal();
            x[i + 1] = (float) random.nextNormal();
            sum += (double) x[i] * x[i + 1];
        }
        return new Example(x, new float[] {sum > 0 ? 1 : 0});
    }

    /**
     * Few distinct rows, some of which stand thousands of times: a row is one of 1,000 {@linkplain ZipfPatterns patterns};
     * about 79 % of the classes can be known.
     */
    public static LearningProblem zipf(int rows, Settings settings) {
        ZipfPatterns patterns = new ZipfPatterns(RULE, 1000, 1.1);
        LongFunction<Example> pattern = row -> patterns.row(new Philox(ROWS, row));
        return new LearningProblem(
                "zipf",
                rows(0, rows, pattern),
                rows(FIRST_VALIDATION_ROW, 20_000, pattern),
                classifier(ZipfPatterns.INPUTS, List.of(64), 2),
                Loss.CROSS_ENTROPY,
                settings);
    }

    /** The built-in digits, by the settings of the job that is the built-in example. */
    public static LearningProblem digits() {
        Digits digits = new Digits(42);
        LongFunction<Example> digit = row -> {
            float[] pixels = new float[Digits.PIXELS];
            int label = digits.drawInto(row, pixels, 0);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] /= 255;
            }
            return new Example(pixels, new float[] {label});
        };
        return new LearningProblem(
                "digits",
                rows(0, 12_000, digit),
                rows(FIRST_VALIDATION_ROW, 5000, digit),
                classifier(Digits.PIXELS, List.of(128), Digits.CLASSES),
                Loss.CROSS_ENTROPY,
                Settings.adam(0.002, 256, 10));
    }

    /**
     * A target of mean 10⁶ and deviation 3·10⁵, standardised by the training rows: Friedman 1991, "Multivariate adaptive
     * regression splines", eq. 61, 10 sin(π x₁ x₂) + 20 (x₃ − ½)² + 10 x₄ + 5 x₅ of ten features of [0, 1), five of which
     * are noise, + N(0, 1).
     */
    public static LearningProblem regression() {
        List<Example> training = rows(0, 20_000, LearningProblems::friedman);
        List<Example> validation = rows(FIRST_VALIDATION_ROW, 10_000, LearningProblems::friedman);
        double[] targets =
                training.stream().mapToDouble(row -> row.targets()[0]).toArray();
        double mean = PairedLosses.mean(targets);
        double deviation = PairedLosses.deviation(targets);
        return new LearningProblem(
                "regression",
                standardised(training, mean, deviation),
                standardised(validation, mean, deviation),
                Network.of(10, List.of(64, 32), Activation.RELU, 1, Activation.IDENTITY),
                Loss.HALF_SQUARED_ERROR,
                Settings.adam(0.003, 128, 10));
    }

    private static Example friedman(long row) {
        Philox random = new Philox(ROWS, row);
        double[] x = new double[10];
        Arrays.setAll(x, i -> random.nextDouble());
        double y = 10 * StrictMath.sin(Math.PI * x[0] * x[1])
                + 20 * (x[2] - 0.5) * (x[2] - 0.5)
                + 10 * x[3]
                + 5 * x[4]
                + random.nextNormal();
        float[] features = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            features[i] = (float) (Math.sqrt(12) * (x[i] - 0.5)); // mean 0, deviation 1
        }
        double standard = (y - 14.4) / 5; // its mean and deviation, nearly
        return new Example(features, new float[] {(float) (1e6 + 3e5 * standard)});
    }

    private static List<Example> standardised(List<Example> rows, double mean, double deviation) {
        return rows.stream()
                .map(row -> new Example(row.features(), new float[] {(float) ((row.targets()[0] - mean) / deviation)}))
                .toList();
    }

    /**
     * Rows of 20,000 features, 30 of which are 1/√30 and the others 0, the lower numbers more often. The class is whether
     * e + ¼·a·b + N(0, ¼) is above 0: e is the sum of the effects, N(0, 1) each, of the row's features 4k; a and b count
     * its features 4k + 1 and 4k + 2, those of even k as 1 and those of odd k as −1.
     */
    public static LearningProblem sparse() {
        int inputs = 20_000;
        float[] effects = new float[inputs];
        Philox random = new Philox(RULE, 1);
        for (int i = 0; i < inputs; i += 4) {
            effects[i] = (float) random.nextNormal();
        }
        LongFunction<Example> row = number -> sparse(effects, new Philox(ROWS, number));
        return new LearningProblem(
                "sparse",
                rows(0, 60_000, row),
                rows(FIRST_VALIDATION_ROW, 10_000, row),
                classifier(inputs, List.of(32), 2).withSparse(true),
                Loss.CROSS_ENTROPY,
                Settings.adam(0.001, 256, 3));
    }

    private static Example sparse(float[] effects, Philox random) {
        TreeSet<Integer> drawn = new TreeSet<>();
        while (drawn.size() < 30) {
            double u = random.nextDouble();
            drawn.add((int) (effects.length * u * u * u * u));
        }
        double sum = 0.5 * random.nextNormal();
        int[] balance = new int[4]; // by index modulo 4; 1 and 2 are a and b
        for (int i : drawn) {
            sum += effects[i];
            balance[i % 4] += i / 4 % 2 == 0 ? 1 : -1;
        }
        sum += 0.25 * balance[1] * balance[2];
        float[] values = new float[drawn.size()];
        Arrays.fill(values, (float) (1 / Math.sqrt(values.length)));
        int[] indices = drawn.stream().mapToInt(i -> i).toArray();
        return new Example(effects.length, indices, values, new float[] {sum > 0 ? 1 : 0}, 1);
    }

    private static Network classifier(int inputs, List<Integer> hidden, int classes) {
        return Network.of(inputs, hidden, Activation.RELU, classes, Activation.SOFTMAX);
    }

    private static List<Example> rows(long first, int count, LongFunction<Example> make) {
        List<Example> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(make.apply(first + i));
        }
        return rows;
    }
}
