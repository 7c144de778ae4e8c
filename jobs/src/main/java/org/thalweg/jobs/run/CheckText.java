package org.thalweg.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.thalweg.data.EncodingSurvey;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.RetrainSection;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.OutputFolder;
import org.thalweg.jobs.session.Session;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.model.Task;
import org.thalweg.nn.Network;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.CheckpointSection;
import org.thalweg.spark.config.ClassWeighting;
import org.thalweg.spark.config.HoldOutSettings;
import org.thalweg.spark.config.TargetScale;
import org.thalweg.spark.fit.DataSets;
import org.thalweg.spark.fit.FitPlan;
import org.thalweg.spark.fit.WarmStart;
import org.thalweg.spark.table.ColumnRoles;
import org.thalweg.spark.table.HoldOutRows;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.NameList;
import org.thalweg.train.Batches;
import org.thalweg.train.Epochs;
import org.thalweg.train.StoppedBy;
import org.thalweg.train.StoppingRule;
import org.thalweg.train.TrainingPlan;

/** Describes what training by a job file would do, from the file and the data's schema. */
final class CheckText {
    private static final int FEWEST_CLASSES = 2;

    private final Session session;
    private final JobFile job;
    private final Console console;
    private final StringBuilder text = new StringBuilder();

    CheckText(Session session, JobFile job, Console console) {
        this.session = session;
        this.job = job;
        this.console = console;
    }

    /**
     * The lines, one for each setting.
     *
     * @param from the model whose weights training starts from; empty for none
     * @param model the text of {@link #model}
     * @param faults collects the errors
     */
    String of(LabelledRows training, DataSets data, Optional<WarmStart> from, String model, CheckErrors faults) {
        line(
                "task",
                job.task() == Task.AUTOENCODER
                        ? job.task().label()
                        : job.task().label() + " of "
                                + String.join(", ", training.roles().labels()));
        line(
                "rows",
                job.data().source().format().label() + ": " + training.table().described());
        line("features", features(training.roles()));
        job.data()
                .classWeights()
                .ifPresent(weighting -> line(
                        "classes",
                        weighting instanceof ClassWeighting.ByLabel named
                                ? "weighted: "
                                        + NameList.few(named.weights().entrySet().stream()
                                                .map(entry -> entry.getKey() + " " + Setting.text(entry.getValue()))
                                                .toList())
                                : "weighted: " + ClassWeighting.BALANCED));
        training.roles().weight().ifPresent(column -> line("weights", column));
        line("sparse", job.data().sparse().label());
        line("scale", job.data().scale().label());
        if (job.task() == Task.REGRESSION) {
            line(
                    "target",
                    job.data().scaleTarget().label()
                            + (job.data().scaleTarget() == TargetScale.STANDARD ? ", reported in its own units" : ""));
        }
        faults.gather(() -> line("validation", heldOut(job.data().validation(), "data.validation", training, data)));
        if (job.data().test().isPresent()) {
            faults.gather(() -> line("test", heldOut(job.data().test(), "data.test", training, data)));
        }
        faults.gather(
                () -> HoldOutRows.requireNoLabel(job.data(), training.roles().labels()));
        faults.gather(() -> network(training));
        from.ifPresent(start -> faults.gather(() -> start(start, training)));
        line(job.hasStore() ? "store" : "model", model);
        line("checkpoint", checkpoints());
        job.retrain().ifPresent(retrain -> faults.gather(() -> retraining(retrain, training)));
        return text.toString();
    }

    /** Where the model is written, and what is there now. */
    String model() {
        String path = job.model().path();
        if (job.hasStore()) {
            return path + " (" + ModelStore.described(path, session.hadoop()) + ")";
        }
        boolean there = OutputFolder.requireReplaceable(path, "model.path", session.hadoop());
        String found = !there
                ? "new"
                : job.model().overwrite() ? "exists; will be replaced" : "exists; train needs --overwrite";
        return path + " (" + found + ")";
    }

    private void retraining(RetrainSection retrain, LabelledRows training) {
        training.table().require(retrain.gate().slices(), "retrain.gate.slices");
        String again = retrain.rehearsal().isAll()
                ? "all earlier rows again"
                : String.format(
                        Locale.ROOT,
                        "at most %,d earlier rows again",
                        retrain.rehearsal().rows().getAsInt());
        line(
                "retrain",
                String.format(
                        Locale.ROOT,
                        "start %s, on the new rows and %s; %s %% of all rows are held out to compare models",
                        retrain.start().name(),
                        again,
                        Setting.hundredths(retrain.holdOut())));
    }

    private String checkpoints() {
        CheckpointSection section = job.checkpoint();
        List<String> every = new ArrayList<>();
        section.everySteps().ifPresent(steps -> every.add(steps + " steps"));
        section.everyEpochs().ifPresent(epochs -> every.add(epochs + " epochs"));
        section.everySeconds().ifPresent(seconds -> every.add(Setting.text(seconds) + " s"));
        return section.keep() == 0
                ? "none"
                : "every " + String.join(", ", every) + ", the last " + section.keep() + " kept in "
                        + section.path(job.model().path());
    }

    private static String heldOut(HoldOutSettings heldOut, String key, LabelledRows training, DataSets data) {
        HoldOutRows.requireColumns(training.table(), heldOut, key);
        if (heldOut instanceof HoldOutSettings.Separate separate) {
            return data.forModel(separate.source(), key, training.roles().known(), true)
                    .table()
                    .described();
        }
        if (heldOut instanceof HoldOutSettings.Latest latest) {
            return latest.share() + " of the rows, the latest by " + latest.column();
        }
        if (heldOut instanceof HoldOutSettings.Where where) {
            return "the rows where " + where.column() + " is true";
        }
        if (!(heldOut instanceof HoldOutSettings.Share share)) {
            return "none";
        }
        String drawn = share.share() + " of the rows, drawn at random";
        if (share.by() instanceof HoldOutSettings.Content) {
            return drawn + "; rows of equal features on one side";
        }
        return heldOut.columns().isEmpty()
                ? drawn
                : drawn + "; rows of equal " + String.join(", ", heldOut.columns()) + " on one side";
    }

    private void network(LabelledRows training) {
        int targets =
                switch (job.task()) {
                    case CLASSIFICATION ->
                        job.data().classes().map(classes -> classes.count()).orElse(0);
                    case MULTILABEL, REGRESSION ->
                        training.roles().targetNames().size();
                    case AUTOENCODER -> training.roles().inputs();
                };
        boolean open =
                training.roles().encoding().filter(EncodingSurvey::isNeeded).isPresent();
        if (!open) {
            warnOfRoom(training.roles().inputs(), targets);
        }
        if (targets > 0 && !open) {
            TrainingPlan plan = new FitPlan(job.fit()).plan(training.roles().inputs(), targets, false);
            line(
                    "network",
                    String.format(
                            Locale.ROOT,
                            "%s, %,d parameters",
                            plan.network().shape(),
                            plan.network().parameterCount()));
        } else {
            List<Object> outputs = new ArrayList<>(job.network().hidden());
            outputs.add(targets > 0 ? targets : "(classes, as the data has labels)");
            line(
                    "network",
                    Network.shape(
                            open
                                    ? "(inputs, as the data has values)"
                                    : training.roles().inputs(),
                            outputs));
        }
        line("steps", steps(job.training().batches()));
        line("epochs", epochs(job.training().epochs()) + fewer());
    }

    private void start(WarmStart start, LabelledRows training) {
        Network known = start.model().network();
        start.requireNetwork(new FitPlan(job.fit())
                .plan(training.roles().inputs(), known.outputs(), known.sparse())
                .network());
        line("start", "the weights of " + job.initialModel().orElseThrow());
    }

    /** Training refuses a network that does not fit. This is only a warning, as the driver may have another heap than this
     * process. */
    private void warnOfRoom(int inputs, int targets) {
        FitPlan plan = new FitPlan(job.fit());
        plan.lackOfRoom(plan.plan(inputs, targets > 0 ? targets : FEWEST_CLASSES, false)
                        .network())
                .ifPresent(lack -> console.report(
                        "warning: %s of this process%s; if a cluster's driver has no larger one, set --driver-memory,"
                                + " or use fewer units",
                        lack, targets > 0 ? "" : ", even for " + FEWEST_CLASSES + " classes"));
    }

    private String epochs(Epochs epochs) {
        if (epochs.isAuto() && job.training().isFullBatch()) {
            return Integer.toString(Epochs.FULL_AUTO);
        }
        return epochs.isAuto()
                ? Epochs.MIN_AUTO + " to " + Epochs.MAX_AUTO + ", depending on the number of rows"
                : Integer.toString(epochs.count());
    }

    private String steps(Batches batches) {
        if (job.optimizer().isLbfgs()) {
            return "as many per epoch as L-BFGS's line search takes, each over all rows";
        }
        return switch (batches.size()) {
            case Batches.FULL -> "one per epoch, over all rows";
            case Batches.AUTO ->
                "of " + Batches.MIN_AUTO + " to " + Batches.MAX_AUTO + " rows, depending on the number of rows";
            default -> "of " + batches.size() + " rows";
        };
    }

    /** The rules that may end training earlier. */
    private String fewer() {
        List<String> ifs = job.training().stopping().stream()
                .map(StoppingRule::text)
                .collect(Collectors.toCollection(ArrayList::new));
        if (job.optimizer().isLbfgs()) {
            ifs.add(StoppedBy.CONVERGED.message());
        }
        return ifs.isEmpty() ? "" : ", fewer if " + String.join(" or ", ifs);
    }

    /** The features; those of an encoding with the number of inputs of each column. */
    private static String features(ColumnRoles roles) {
        if (roles.encoding().isEmpty()) {
            return roles.inputs() + ": " + NameList.few(roles.features());
        }
        FeatureEncoding encoding = roles.encoding().get();
        List<String> columns = encoding.columns().stream().map(CheckText::text).toList();
        return columns.size() + " columns: " + NameList.few(columns)
                + (encoding.fillsMissing() ? "; missing values become the mean, marked by an extra input" : "");
    }

    private static String text(FeatureColumn column) {
        if (column instanceof FeatureColumn.OneHot) {
            return column.name() + " (one input per category)";
        }
        return column instanceof FeatureColumn.Hashed
                ? column.name() + " (" + column.inputs() + " buckets)"
                : column.name();
    }

    private void line(String name, String value) {
        text.append(String.format("%-10s  %s%n", name, value));
    }
}
