package org.thalweg.jobs.command;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.thalweg.jobs.config.Reference;
import org.thalweg.jobs.session.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root of the command line. */
@Command(
        name = "thalweg",
        description = "Trains neural networks, data-parallel, on Apache Spark.",
        versionProvider = VersionText.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainCommand.class,
            RetrainCommand.class,
            EvaluateCommand.class,
            ScoreCommand.class,
            GenerateCommand.class,
            CheckCommand.class,
            PlanCommand.class,
            ModelsCommand.class,
            HelpCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "    0  done",
            "    1  unexpected failure: please report it",
            "    2  the command line or the job file is wrong, or a path cannot be used",
            "    3  the data or a model file is invalid",
            "    4  training failed: it diverged or lost its executors, a step took too long, or memory or",
            "       disk space ran out",
            "    5  another run changed the model store meanwhile",
            "   20  retraining kept the serving model",
            "   21  retraining found no new rows",
            "  130  interrupted by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP; nothing half-written is left"
        })
public final class ThalwegCommand {
    /** Narrower, {@code JOB.yaml} breaks at its dot. */
    private static final int USAGE_WIDTH = 100;

    private static final List<String> HELP = List.of("-h", "--help");

    private final Console console;

    private ThalwegCommand(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    /**
     * Runs a command line.
     *
     * @param arguments as a shell splits them
     * @return how it ended; its result and messages have been printed
     */
    public static ExitCode run(Console console, String... arguments) {
        CommandLine line = new CommandLine(new ThalwegCommand(console));
        PrintWriter err = new PrintWriter(console.err(), true);
        line.setOut(new PrintWriter(console.out(), true));
        line.setErr(err);
        line.setUsageHelpWidth(USAGE_WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        addHelp(line);
        boolean verbose = Arrays.asList(arguments).contains("--verbose");
        ExitCode[] failed = new ExitCode[1];
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            failed[0] = Failures.report(failure, err, verbose);
            return failed[0].code();
        });
        if (arguments.length == 0) {
            line.usage(console.err());
            return ExitCode.USAGE;
        }
        Optional<String> key = keyToExplain(line, arguments);
        if (key.isPresent()) {
            return explain(key.get(), console);
        }
        int code;
        try {
            code = line.execute(arguments);
        } catch (OutOfMemoryError e) { // picocli's handler gets exceptions only.
            return Failures.report(e, err, verbose);
        }
        return failed[0] != null ? failed[0] : ExitCode.of(code);
    }

    /** The key that follows {@code --help} of a command that takes a job file; empty if there is none. */
    private static Optional<String> keyToExplain(CommandLine line, String... arguments) {
        CommandLine command = line.getSubcommands().get(arguments[0]);
        boolean takesJob = command != null && takesJob(command);
        for (int i = 1; takesJob && i < arguments.length - 1; i++) {
            if (HELP.contains(arguments[i]) && !arguments[i + 1].startsWith("-")) {
                return Optional.of(arguments[i + 1]);
            }
        }
        return Optional.empty();
    }

    private static boolean takesJob(CommandLine command) {
        return command.getCommandSpec().positionalParameters().stream()
                .anyMatch(parameter -> parameter.paramLabel().equals(JobArguments.JOB));
    }

    private static ExitCode explain(String key, Console console) {
        try {
            console.result(Reference.of(key));
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            console.report("--help: %s", e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private static void addHelp(CommandLine line) {
        line.getSubcommands().forEach((name, command) -> {
            if (!name.equals("help")) {
                command.addMixin("help", takesJob(command) ? new KeyHelpOption() : new HelpOption());
                addHelp(command);
            }
        });
    }

    /** {@code --help} of every command. Only the root command has {@code --version}. */
    @Command
    private static final class HelpOption {
        @CommandLine.Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        private boolean help;
    }

    /** The same on commands that take a job file. */
    @Command
    private static final class KeyHelpOption {
        @CommandLine.Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help, or explain a key: --help training.epochs.")
        private boolean help;
    }
}
