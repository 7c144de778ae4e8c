package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.thalweg.jobs.config.ChecksSection;
import org.thalweg.jobs.profile.Bins;
import org.thalweg.jobs.profile.ColumnProfile;
import org.thalweg.jobs.profile.DataProfile;
import org.thalweg.jobs.profile.Drift;
import org.thalweg.settings.Setting;
import org.thalweg.spark.table.NameList;

/**
 * Compares new rows with those that the serving model was trained on.
 *
 * <p>Statistics of few rows vary by chance even if nothing has changed. So a threshold counts as exceeded only by more
 * than the {@link SamplingNoise} between two samples of one distribution.
 */
final class DataChecks {
    private final ChecksSection rules;
    private final DataProfile now;
    private final Optional<DataProfile> then;
    private final List<Drift> drifts;
    private final Map<String, List<String>> byColumn = new HashMap<>();
    private final List<String> breaches = new ArrayList<>();

    /**
     * Checks new rows.
     *
     * @param then profile of the rows that the serving model was trained on; empty if there is no such model
     * @param now profile of the new rows, with the same bins
     * @param filesWithoutRows new files without a row, for the message of too few rows
     */
    DataChecks(
            ChecksSection rules, Optional<DataProfile> then, DataProfile now, Supplier<List<String>> filesWithoutRows) {
        this.rules = rules;
        this.then = then;
        this.now = now;
        // Without rows there is nothing else to check.
        Optional<DataProfile> comparable = then.filter(earlier -> now.rows() > 0);
        this.drifts = comparable.map(earlier -> Drift.of(earlier, now)).orElse(List.of());
        checkRows(filesWithoutRows);
        drifts.forEach(this::check);
        comparable.ifPresent(this::checkLabels);
    }

    /** Number of new rows. */
    long rows() {
        return now.rows();
    }

    /** The broken rules, a message each; empty if there are none. */
    List<String> breaches() {
        return List.copyOf(breaches);
    }

    /** The drift of each column. */
    List<Drift> drifts() {
        return drifts;
    }

    /** The rules that a column breaks, separated by commas. */
    String rulesBrokenBy(String column) {
        return String.join(", ", byColumn.getOrDefault(column, List.of()));
    }

    private void checkRows(Supplier<List<String>> filesWithoutRows) {
        if (now.rows() < rules.minRows()) {
            breaches.add(String.format(
                    Locale.ROOT,
                    "rows: expected at least %,d new (retrain.checks.minRows), found %s%s",
                    rules.minRows(),
                    now.rows() == 0 ? "none" : String.format(Locale.ROOT, "%,d", now.rows()),
                    without(filesWithoutRows.get())));
        }
        if (rules.maxRows().isPresent() && now.rows() > rules.maxRows().getAsLong()) {
            breaches.add(String.format(
                    Locale.ROOT,
                    "rows: expected at most %,d new, found %,d",
                    rules.maxRows().getAsLong(),
                    now.rows()));
        }
    }

    private static String without(List<String> files) {
        return files.isEmpty() ? "" : "; without a row: " + NameList.few(files);
    }

    private void check(Drift drift) {
        SamplingNoise noise = new SamplingNoise(drift.valuesThen(), drift.values());
        share(
                drift,
                "missing",
                rules.missing(),
                drift.missingNow() - drift.missingThen(),
                "more missing values than before");
        share(drift, "outOfRange", rules.outOfRange(), drift.outOfRange(), "of the numbers outside the range so far");
        share(drift, "unseen", rules.unseen(), drift.unseen(), "of the values never seen before");
        statistic(drift, "psi", rules.psi(), drift.psi(), noise.psi(drift.bins()));
        double most = rules.effect().orElse(0);
        statistic(
                drift,
                "effect",
                rules.effect(),
                drift.effect(),
                drift.ofNumbers() ? noise.cohensD() : noise.cohensW(drift.bins(), most));
    }

    private void share(Drift drift, String rule, OptionalDouble most, double found, String text) {
        if (isMoreThan(most, found)) {
            breach(
                    drift,
                    rule,
                    String.format(
                            Locale.ROOT,
                            "expected at most %.2f %%, found %.2f %% %s",
                            100 * most.getAsDouble(),
                            100 * found,
                            text));
        }
    }

    private boolean isMoreThan(OptionalDouble most, double share) {
        return most.isPresent() && share > most.getAsDouble() + SamplingNoise.share(most.getAsDouble(), now.rows());
    }

    private void statistic(Drift drift, String rule, OptionalDouble most, double found, double noise) {
        if (most.isPresent() && found > most.getAsDouble() + noise) {
            breach(
                    drift,
                    rule,
                    String.format(
                            Locale.ROOT,
                            "expected at most %.4g (plus %.2g of sampling noise), found %.4g",
                            most.getAsDouble(),
                            noise,
                            found));
        }
    }

    private void breach(Drift drift, String rule, String what) {
        byColumn.computeIfAbsent(drift.column(), name -> new ArrayList<>()).add(rule);
        breaches.add(drift.column() + ": " + rule + ": " + what);
    }

    private void checkLabels(DataProfile earlier) {
        for (ColumnProfile label : now.labels()) {
            earlier.labels().stream()
                    .filter(old -> old.name().equals(label.name()) && old.bins().equals(label.bins()))
                    .findFirst()
                    .ifPresent(old -> {
                        checkClasses(old, label);
                        checkRatios(old, label);
                        checkLabel(old, label);
                        checkMean(old, label);
                    });
        }
    }

    /** Checks for labels that were no class before. A model trained from scratch would learn them. */
    private void checkClasses(ColumnProfile old, ColumnProfile label) {
        if (!(label.bins() instanceof Bins.Texts texts)) {
            return;
        }
        int others = texts.texts().size();
        double found = label.share(others) - old.share(others);
        if (isMoreThan(rules.unseen(), found)) {
            breaches.add(String.format(
                    Locale.ROOT,
                    "%s: unseen: expected at most %.2f %% of the labels to be no class of the serving model, found %.2f %%",
                    label.name(),
                    100 * rules.unseen().getAsDouble(),
                    100 * found));
        }
    }

    /** Checks how often each class or label occurs. One of few rows may vanish without any share changing much. */
    private void checkRatios(ColumnProfile old, ColumnProfile label) {
        if (rules.labelRatio().isEmpty()) {
            return;
        }
        if (label.bins() instanceof Bins.Texts texts) {
            for (int bin = 0; bin < texts.texts().size(); bin++) {
                checkRatio(
                        old,
                        label,
                        texts.texts().get(bin),
                        old.counts().get(bin),
                        label.counts().get(bin));
            }
        } else if (label.bins() instanceof Bins.Numbers) {
            // With several labels, each is 0 or 1.
            checkRatio(old, label, "rows that have it", ones(old), ones(label));
        }
    }

    private static long ones(ColumnProfile label) {
        return label.present() == 0 ? 0 : Math.round(label.mean() * label.present());
    }

    private void checkRatio(ColumnProfile old, ColumnProfile label, String of, long before, long found) {
        double times = rules.labelRatio().getAsDouble();
        SamplingNoise noise = new SamplingNoise(old.present(), label.present());
        boolean rarer = noise.isRarer(before, found, times);
        if (rarer || noise.isMoreFrequent(before, found, times)) {
            breaches.add(String.format(
                    Locale.ROOT,
                    "%s: labelRatio: expected %s to become at most %s times %s, found %.2f %% now and %.2f %% before",
                    label.name(),
                    of,
                    Setting.text(times),
                    rarer ? "rarer" : "more frequent",
                    100.0 * found / label.present(),
                    100.0 * before / old.present()));
        }
    }

    private void checkLabel(ColumnProfile old, ColumnProfile label) {
        if (rules.labelShift().isEmpty()) {
            return;
        }
        double most = rules.labelShift().getAsDouble() + new SamplingNoise(old.present(), label.present()).shift();
        for (int bin = 0; bin < label.bins().count(); bin++) {
            double shift = Math.abs(label.share(bin) - old.share(bin));
            if (shift > most) {
                breaches.add(String.format(
                        Locale.ROOT,
                        "%s: labelShift: expected the share of %s to change by at most %.2f points, found %.2f %% now and"
                                + " %.2f %% before",
                        label.name(),
                        name(label.bins(), bin),
                        100 * rules.labelShift().getAsDouble(),
                        100 * label.share(bin),
                        100 * old.share(bin)));
            }
        }
    }

    /** Checks the mean of a numeric target, which may move without the share of any bin changing much. */
    private void checkMean(ColumnProfile old, ColumnProfile label) {
        if (label.bins() instanceof Bins.Numbers) {
            Drift drift = Drift.of(old, label);
            SamplingNoise noise = new SamplingNoise(drift.valuesThen(), drift.values());
            statistic(drift, "effect", rules.effect(), drift.effect(), noise.cohensD());
        }
    }

    private static String name(Bins bins, int bin) {
        if (bins instanceof Bins.Texts texts) {
            return bin < texts.texts().size() ? texts.texts().get(bin) : "other labels";
        }
        return bins instanceof Bins.Numbers numbers
                ? bin < numbers.edges().size()
                        ? "values up to " + numbers.edges().get(bin)
                        : "the greatest values"
                : "values of hash " + bin;
    }

    /** Whether there is a profile to compare with, and a rule that compares. */
    boolean compares() {
        return then.isPresent() && rules.compareRows();
    }
}
