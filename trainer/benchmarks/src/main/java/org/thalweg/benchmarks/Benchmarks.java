package org.thalweg.benchmarks;

import java.util.function.IntConsumer;
import org.thalweg.benchmarks.common.Arguments;
import org.thalweg.benchmarks.common.MissingFilesException;
import org.thalweg.benchmarks.estimators.Estimators;
import org.thalweg.benchmarks.peers.Peers;
import org.thalweg.benchmarks.scaling.ExecutorScaling;
import org.thalweg.benchmarks.tables.Tables;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a benchmark by its name. */
@Command(
        name = "trainer/benchmarks/run",
        description = "Runs a benchmark; NAME --help prints what it takes.",
        synopsisSubcommandLabel = "NAME",
        mixinStandardHelpOptions = true)
public final class Benchmarks implements Runnable {
    @Spec
    private CommandSpec spec;

    private Benchmarks() {}

    /** Runs the benchmark that the first argument names, with the others, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** All benchmarks. */
    static CommandLine commandLine() {
        CommandLine all = new CommandLine(new Benchmarks());
        add(all, "gradient", "The gradient's speed, beside the machine's own matrix product.", GradientSpeed::run);
        add(all, "sparse", "The first layer's speed over sparse rows, beside the same.", SparseSpeed::run);
        add(all, "step", "What Spark adds to a training step, beside a bare Spark step.", StepOverhead::run);
        add(
                all,
                "reading",
                "Reading and packing rows, beside Spark's own scan, repartition and sort.",
                ReadingSpeed::run);
        add(all, "memory", "What cached rows take, beside their bytes as floats.", CachedRows::run);
        add(all, "checkpoint", "What a checkpoint takes from the training loop.", CheckpointCost::run);
        add(all, "soak", "What 10,000 steps hold, every thousand steps.", Soak::run);
        add(all, "nothing-new", "A night on which nothing is new, beside Spark's own start and end.", NothingNew::run);
        add(all, "forgetting", "MNIST by pairs of classes: accuracy on all ten after each.", Forgetting::run);
        add(
                all,
                "warm-start",
                "Half of MNIST and then all of it: from earlier weights or drawn ones.",
                WarmStartComparison::run);
        all.addSubcommand(new Parity());
        all.addSubcommand(new Peers(SquareProducts::gigaflops));
        all.addSubcommand(new ExecutorScaling());
        all.addSubcommand(new Tables());
        all.addSubcommand(new Estimators());
        all.setCaseInsensitiveEnumValuesAllowed(true);
        all.setParameterExceptionHandler((failure, unused) -> refuse(failure));
        all.setExecutionExceptionHandler((failure, command, unused) -> {
            if (!(failure instanceof MissingFilesException)) {
                throw failure;
            }
            command.getErr().println(failure.getMessage());
            return command.getCommandSpec().exitCodeOnInvalidInput();
        });
        return all;
    }

    @Command(
            description = "Nanoseconds an element of every activation, forward and backward.",
            mixinStandardHelpOptions = true)
    void activations() {
        ActivationSpeed.run();
    }

    @Command(
            description = "Rows a second that 2 and 8 threads answer on one predictor, beside one thread.",
            mixinStandardHelpOptions = true)
    void serving() {
        ServingSpeed.run();
    }

    private static void add(CommandLine all, String name, String description, IntConsumer benchmark) {
        CommandLine command = new CommandLine(new OnThreads(benchmark));
        command.getCommandSpec().usageMessage().description(description);
        all.addSubcommand(name, command);
    }

    private static int refuse(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String message = failure instanceof UnmatchedArgumentException unmatched && command.getParent() == null
                ? expectedName("\"" + unmatched.getUnmatched().get(0) + '"', command)
                : failure.getMessage();
        command.getErr().println(message + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String expectedName(String found, CommandLine all) {
        return "benchmark: expected one of "
                + String.join(", ", all.getSubcommands().keySet()) + ", found " + found;
    }

    @Override
    public void run() {
        Arguments.require(spec, false, expectedName("none", spec.commandLine()));
    }
}
