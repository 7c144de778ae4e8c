package org.thalweg.spark.fit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.data.TargetScaling;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.HoldOutSettings;
import org.thalweg.spark.config.TargetScale;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.NameList;
import org.thalweg.train.Batches;

/** Reports on the prepared training rows. */
final class RowReport {
    /** A batch size so many times the number of rows is probably a mistake, rather than a wish for full batches. */
    private static final long FAR_ABOVE = 10;

    private static final int SHOWN_CLASSES = 20;

    private final FitSettings settings;
    private final LabelledRows read;
    private final SparkRows training;
    private final FitListener listener;

    RowReport(FitSettings settings, LabelledRows read, SparkRows training, FitListener listener) {
        this.settings = settings;
        this.read = read;
        this.training = training;
        this.listener = listener;
    }

    private void report(String format, Object... arguments) {
        listener.reportMarked(String.format(Locale.ROOT, format, arguments));
    }

    /** Warns about features that are the same in every training row. */
    void constants(Scaling.Kind scaling) {
        FeatureStatistics statistics = training.survey().total();
        List<Integer> constant = Scaling.constantFeatures(statistics);
        if (constant.size() == statistics.inputs()) {
            report("warning: no feature ever changes in the training rows: nothing can be learned");
            return;
        }
        Optional<BitSet> numbers = read.roles().encoding().map(FeatureEncoding::numbers);
        List<String> names = constant.stream()
                .filter(input -> numbers.isEmpty() || numbers.get().get(input))
                .map(read.roles().featureNames()::get)
                .toList();
        if (scaling.shifts() && (numbers.isPresent() || !statistics.isSparse()) && !names.isEmpty()) {
            report(
                    "warning: %s never change%s in the training rows: scaling only shifts %s to 0, where %s nothing",
                    NameList.few(names),
                    names.size() == 1 ? "s" : "",
                    names.size() == 1 ? "it" : "them",
                    names.size() == 1 ? "it teaches" : "they teach");
        }
    }

    /**
     * Reports the number of rows, and the resulting number of steps and epochs.
     *
     * @param epochs at most
     * @param classWeights as a text; empty if all are 1
     */
    void rows(int epochs, Optional<String> classWeights) {
        report(
                "rows: %,d to train on%s, in %d lane%s over %d task%s",
                training.survey().training(),
                heldOutText(),
                training.layout().training().count(),
                training.layout().training().count() == 1 ? "" : "s",
                training.tasks(),
                training.tasks() == 1 ? "" : "s");
        long most = training.survey().training();
        Batches batches = training.batches();
        if (batches.size() > FAR_ABOVE * most) {
            report(
                    "warning: " + KeyText.of("training.batchSize")
                            + " is %,d, and there are %,d rows to train on: every step takes them all, as "
                            + KeyText.of("training.batchSize") + ": full does",
                    batches.size(),
                    most);
        }
        report(
                "steps: %,d an epoch, of %,d rows%s",
                training.order().steps(),
                training.order().rowsOf(0),
                batches.size() == Batches.AUTO ? " (" + KeyText.of("training.batchSize") + ": auto)" : "");
        if (settings.training().epochs().isAuto()) {
            report("epochs: %d (" + KeyText.of("training.epochs") + ": auto)", epochs);
        }
        classWeights.ifPresent(weights -> report("class weights: %s", weights));
        heldOut(settings.data().validation(), Split.VALIDATION, "data.validation");
        heldOut(settings.data().test(), Split.TEST, "data.test");
        constantTargets(training.survey().total());
    }

    /** Reports the held-out rows. If rows stay together in groups, the share is only met approximately. */
    private void heldOut(HoldOutSettings heldOut, Split split, String key) {
        long rows = training.survey().rows(split);
        if (heldOut instanceof HoldOutSettings.Share share
                && !(share.by() instanceof HoldOutSettings.Rows)
                && rows > 0) {
            report(
                    "%s: %,d of %,d rows (%.2f %%), by %s",
                    KeyText.of(key),
                    rows,
                    training.survey().all(),
                    100.0 * rows / training.survey().all(),
                    share.columns().isEmpty() ? "content" : String.join(", ", share.columns()));
        }
    }

    private void constantTargets(FeatureStatistics statistics) {
        List<String> names = read.roles().targetNames();
        for (int i = 0; i < statistics.targets(); i++) {
            if (statistics.targetDeviation(i) == 0) {
                report(
                        "warning: %s is %.6g in every training row: nothing can be learned from it",
                        names.get(i), statistics.targetMean(i));
            }
        }
    }

    private String heldOutText() {
        long validationRows = training.survey().rows(Split.VALIDATION);
        long testRows = training.survey().rows(Split.TEST);
        String first = validationRows > 0 ? String.format(Locale.ROOT, ", %,d held out", validationRows) : "";
        return testRows > 0 ? String.format(Locale.ROOT, "%s, %,d to test on", first, testRows) : first;
    }

    /**
     * Reports how targets are scaled.
     *
     * @param from the initial model whose scaling is used; empty for none
     */
    void targetScaling(Optional<WarmStart> from) {
        TargetScaling targets = training.transforms().targetScaling();
        if (targets.targets() == 1) {
            report(
                    "target: standardised by its mean %.6g and standard deviation %.6g; losses and errors are in its own"
                            + " units",
                    targets.meanOf(0), targets.deviationOf(0));
        } else if (!targets.isNone()) {
            report(
                    "targets: each of %d standardised by its mean and standard deviation; losses and errors are in their"
                            + " own units",
                    targets.targets());
        }
        boolean asScaled = settings.data().scaleTarget() == TargetScale.STANDARD;
        if (from.isPresent() && from.get().model().targetScaling().isNone() == asScaled) {
            report(
                    "warning: the %s was trained on targets %s, and training starts from its weights, so that "
                            + KeyText.of("data.scaleTarget") + ": %s has no effect; it has %s",
                    from.get().called(),
                    asScaled ? "as they are" : "that are standardised",
                    settings.data().scaleTarget().label(),
                    from.get().otherwise());
        }
    }

    /** Warns if features are to be scaled, but the initial model has no scaling. */
    void scaling(WarmStart from) {
        Scaling.Kind asked = settings.data().scale();
        if (asked != Scaling.Kind.NONE && from.model().scaling().equals(Scaling.NONE)) {
            report(
                    "warning: the %s was trained on features as they are, and training starts from its weights, so that "
                            + KeyText.of("data.scale") + ": %s has no effect; it has %s",
                    from.called(),
                    asked.label(),
                    from.otherwise());
        }
    }

    /** The first few classes with their weights. */
    static String shown(ClassWeights weights, List<String> labels) {
        List<String> parts = new ArrayList<>();
        for (int c = 0; c < Math.min(labels.size(), SHOWN_CLASSES); c++) {
            parts.add(String.format(Locale.ROOT, "%s %.4g", labels.get(c), weights.byClass()[c]));
        }
        if (labels.size() > SHOWN_CLASSES) {
            parts.add("… (" + labels.size() + ")");
        }
        return String.join(", ", parts);
    }
}
