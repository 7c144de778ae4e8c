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
        description = "Inspect a model store, and change its serving version.",
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

    /** The options that all commands share. */
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

        StoreRun run(NotifySection notify) {
            return new StoreRun(path, HadoopSettings.withoutSession(verbose), notify, Output.of(spec));
        }
    }

    /** Which program or address a change is sent to. */
    static final class Notify {
        @Option(
                names = "--notify-command",
                paramLabel = "PROGRAM",
                description = "Run this program, without arguments, with the new log entry on its standard input, like"
                        + " retrain.notify.command.")
        private String command;

        @Option(
                names = "--notify-url",
                paramLabel = "URL",
                description = "Post the new log entry to this address, like retrain.notify.url.")
        private String url;

        NotifySection section() {
            if (url != null && !NotifySection.isAddress(url)) {
                throw new UsageException(
                        "--notify-url: expected an address that starts with http:// or https://, found " + url);
            }
            return new NotifySection(command == null ? List.of() : List.of(command), Optional.ofNullable(url));
        }
    }

    /** The options of commands that change the serving version. */
    static final class Change {
        @Option(
                names = "--watermark",
                description =
                        "Also reset the watermark to the version's: the next retraining learns again the rows that"
                                + " arrived after it.")
        private boolean watermark;

        @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, recorded in the log.")
        private String reason;

        StoreRun.StoreChangeRequest request() {
            return new StoreRun.StoreChangeRequest(watermark, Optional.ofNullable(reason));
        }
    }

    @Command(name = "list", description = "List the versions.")
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

    @Command(name = "log", description = "Show the store's log: versions, stopped retraining runs, and manual changes.")
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

    @Command(name = "promote", description = "Make a version the serving one.")
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
            store.run(notify.section()).promote(version, change.request());
        }
    }

    @Command(
            name = "rollback",
            description = "Return to the previous version: the highest number below the serving version.")
    static final class Rollback implements Runnable {
        @Mixin
        private Store store;

        @Mixin
        private Change change;

        @Mixin
        private Notify notify;

        @Override
        public void run() {
            store.run(notify.section()).rollback(change.request());
        }
    }

    @Command(
            name = "gc",
            description = "Delete old versions, except the last ones, the serving one, and one whose rows are being"
                    + " learned again; and the reports of stopped runs older than the versions that stay.")
    static final class Collect implements Runnable {
        @Option(
                names = "--keep",
                paramLabel = "K",
                required = true,
                description = "Number of latest versions to keep, at least 1.")
        private int keep;

        @Mixin
        private Store store;

        @Mixin
        private Notify notify;

        @Override
        public void run() {
            store.run(notify.section()).collect(keep);
        }
    }
}
