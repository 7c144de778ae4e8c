package org.thalweg.jobs.command;

import java.util.List;
import java.util.Optional;
import org.thalweg.jobs.config.NotifySection;
import org.thalweg.jobs.models.StoreRun;
import org.thalweg.jobs.session.HadoopSettings;
import org.thalweg.jobs.session.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = "Look into a model store, and say which of its versions serves.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ModelsCommand.ListVersions.class,
            ModelsCommand.Show.class,
            ModelsCommand.Log.class,
            ModelsCommand.Diff.class,
            ModelsCommand.Promote.class,
            ModelsCommand.Rollback.class,
            ModelsCommand.Collect.class
        })
final class ModelsCommand {

    /** The store, for every one of the commands. */
    static final class Store {
        @Option(names = "--store", paramLabel = "DIR", required = true, description = "The model store's folder.")
        private String path;

        @Option(names = "--verbose", description = "Show Hadoop's log.")
        private boolean verbose;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec;

        StoreRun run() {
            return run(new NotifySection(List.of(), Optional.empty()));
        }

        StoreRun run(NotifySection whom) {
            return new StoreRun(path, HadoopSettings.withoutSession(verbose), whom, Output.of(spec));
        }
    }

    /** Who is told of a change. */
    static final class Notify {
        @Option(
                names = "--notify-command",
                paramLabel = "PROGRAM",
                description =
                        "Tell this program, which gets no arguments, of the log's new entry, on its standard input, as retrain.notify.command"
                                + " does.")
        private String command;

        @Option(
                names = "--notify-url",
                paramLabel = "URL",
                description = "Post the log's new entry to this address, as retrain.notify.url does.")
        private String url;

        NotifySection whom() {
            if (url != null && !NotifySection.isAddress(url)) {
                throw new UsageException(
                        "--notify-url: expected an address that begins with http:// or https://, found " + url);
            }
            return new NotifySection(command == null ? List.of() : List.of(command), Optional.ofNullable(url));
        }
    }

    /** What is said of a change. */
    static final class Change {
        @Option(
                names = "--watermark",
                description = "Take back, too, what has been learned: the next retraining learns again what came after"
                        + " the version.")
        private boolean watermark;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the log.")
        private String reason;

        StoreRun.StoreChangeRequest request() {
            return new StoreRun.StoreChangeRequest(watermark, Optional.ofNullable(reason));
        }
    }

    @Command(name = "list", description = "Show the versions that there are.")
    static final class ListVersions implements Runnable {
        @Mixin
        private Store store;

        @Override
        public void run() {
            store.run().list();
        }
    }

    @Command(name = "show", description = "Show a version: its entry in the log, its files and its metrics.")
    static final class Show implements Runnable {
        @Parameters(paramLabel = "N", description = "The version.")
        private int version;

        @Mixin
        private Store store;

        @Override
        public void run() {
            store.run().show(version);
        }
    }

    @Command(
            name = "log",
            description = "Show the store's log: versions, nights that were stopped, and what people have changed.")
    static final class Log implements Runnable {
        @Parameters(paramLabel = "ENTRY", arity = "0..1", description = "Show all of this entry alone.")
        private Integer entry;

        @Mixin
        private Store store;

        @Override
        public void run() {
            if (entry == null) {
                store.run().log();
            } else {
                store.run().log(entry);
            }
        }
    }

    @Command(name = "diff", description = "Show how two versions differ: job, data, metrics and weights.")
    static final class Diff implements Runnable {
        @Parameters(index = "0", paramLabel = "N", description = "A version.")
        private int first;

        @Parameters(index = "1", paramLabel = "M", description = "Another one.")
        private int second;

        @Mixin
        private Store store;

        @Override
        public void run() {
            store.run().diff(first, second);
        }
    }

    @Command(name = "promote", description = "Let a version serve from now on.")
    static final class Promote implements Runnable {
        @Parameters(paramLabel = "N", description = "The version.")
        private int version;

        @Mixin
        private Store store;

        @Mixin
        private Change change;

        @Mixin
        private Notify notify;

        @Override
        public void run() {
            store.run(notify.whom()).promote(version, change.request());
        }
    }

    @Command(
            name = "rollback",
            description = "Let the version serve again that served before, the greatest one below the one that serves.")
    static final class Rollback implements Runnable {
        @Mixin
        private Store store;

        @Mixin
        private Change change;

        @Mixin
        private Notify notify;

        @Override
        public void run() {
            store.run(notify.whom()).rollback(change.request());
        }
    }

    @Command(
            name = "gc",
            description = "Take old versions away, but for the last ones, the one that serves, and one whose rows are"
                    + " learned again; and the reports of nights that were stopped before the last ones.")
    static final class Collect implements Runnable {
        @Option(
                names = "--keep",
                paramLabel = "K",
                required = true,
                description = "How many of the last versions stay, at least 1.")
        private int keep;

        @Mixin
        private Store store;

        @Mixin
        private Notify notify;

        @Override
        public void run() {
            store.run(notify.whom()).collect(keep);
        }
    }
}
