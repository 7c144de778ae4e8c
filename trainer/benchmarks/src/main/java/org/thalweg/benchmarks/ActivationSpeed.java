package org.thalweg.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.settings.Choice;

/** Nanoseconds per element of every activation, forward and backward, for a layer of 500 units and 128 rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ActivationSpeed {
    private static final int ROWS = 128;
    private static final int COLUMNS = 500;
    private static final List<String> FORMULAS =
            List.of("formula(max(x, 0))", "formula(tanh(x))", "formula(sigmoid(x))", "formula(x * sigmoid(x))");

    /** The name of the activation, as in model files. */
    @Param("relu")
    public String activation;

    private final float[] z = new float[ROWS * COLUMNS];
    private final float[] a = new float[ROWS * COLUMNS];
    private final float[] delta = new float[ROWS * COLUMNS];
    private Activation.Kernel kernel;

    /** Standard normal numbers, as in a normalised layer. */
    @Setup
    public void fill() {
        Philox random = new Philox(1, 0);
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextNormal();
            delta[i] = (float) random.nextNormal();
        }
        kernel = Activation.parse(activation).kernel(z.length);
        kernel.forwardInto(z, a, ROWS, COLUMNS);
    }

    /** a = f(z). */
    @Benchmark
    @OperationsPerInvocation(ROWS * COLUMNS)
    public float[] forward() {
        kernel.forwardInto(z, a, ROWS, COLUMNS);
        return a;
    }

    /** δ = ∂C/∂a · f′(z), into a copy of ∂C/∂a: repeated multiplication of the same numbers would end at 0 or infinity. */
    @Benchmark
    @OperationsPerInvocation(ROWS * COLUMNS)
    public float[] backward() {
        System.arraycopy(z, 0, delta, 0, delta.length);
        kernel.backwardInPlace(delta, z, a, ROWS, COLUMNS);
        return delta;
    }

    /** Runs the benchmark for every activation, and for formulas that are equal to some of them. */
    static void run() {
        String[] all = Stream.concat(
                        Activation.CHOICES.stream().map(Choice::name).filter(name -> !name.equals("softmax")),
                        FORMULAS.stream())
                .toArray(String[]::new);
        try {
            new Runner(new OptionsBuilder()
                            .include(ActivationSpeed.class.getName() + "\\.")
                            .param("activation", all)
                            .forks(1)
                            .warmupIterations(3)
                            .warmupTime(TimeValue.milliseconds(300))
                            .measurementIterations(5)
                            .measurementTime(TimeValue.milliseconds(300))
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }
}
