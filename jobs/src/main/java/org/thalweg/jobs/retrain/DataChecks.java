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
import org.thalweg.spark.table.Names;

/**
 * Holds new rows against those that the serving model was trained on.
 *
 * <p>Of few rows every figure scatters, also where nothing has changed. A threshold is broken by what exceeds it by more than
 * {@link Chance} gives to two samples of one distribution.
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
     * @param then what the serving model was trained on; empty where there is none
     * @param now the new rows, counted in the same bins
     * @param filesWithoutRows among the new ones, for a message of too few rows
     */
    DataChecks(
            ChecksSection rules, Optional<DataProfile> then, DataProfile now, Supplier<List<String>> filesWithoutRows) {
        this.rules = rules;
        this.then = then;
        this.now = now;
        // Of no rows there is nothing else to tell.
        Optional<DataProfile> comparable = then.filter(earlier -> now.rows() > 0);
        this.drifts = comparable.map(earlier -> Drift.of(earlier, now)).orElse(List.of());
        checkRows(filesWithoutRows);
        drifts.forEach(this::check);
        comparable.ifPresent(this::checkLabels);
    }

    /** How many new rows there are. */
    long rows() {
        return now.rows();
    }

    /** What is not as it should be; none where all is. */
    List<String> breaches() {
        return List.copyOf(breaches);
    }

    /** How far each column is from what it was. */
    List<Drift> drifts() {
        return drifts;
    }

    /** The rules that a column breaks. */
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
        return files.isEmpty() ? "" : "; without a row: " + Names.few(files);
    }

    private void check(Drift drift) {
        Chance chance = new Chance(drift.valuesThen(), drift.values());
        share(
                drift,
                "missing",
                rules.missing(),
                drift.missingNow() - drift.missingThen(),
                "more missing values than before");
        share(drift, "outOfRange", rules.outOfRange(), drift.outOfRange(), "of the numbers outside the range so far");
        share(drift, "unseen", rules.unseen(), drift.unseen(), "of the values never seen before");
        figure(drift, "psi", rules.psi(), drift.psi(), chance.psi(drift.bins()));
        double most = rules.effect().orElse(0);
        figure(
                drift,
                "effect",
                rules.effect(),
                drift.effect(),
                drift.ofNumbers() ? chance.cohensD() : chance.cohensW(drift.bins(), most));
    }

    private void share(Drift drift, String rule, OptionalDouble most, double found, String words) {
        if (isMoreThan(most, found)) {
            breach(
                    drift,
                    rule,
                    String.format(
                            Locale.ROOT,
                            "expected at most %.2f %%, found %.2f %% %s",
                            100 * most.getAsDouble(),
                            100 * found,
                            words));
        }
    }

    private boolean isMoreThan(OptionalDouble most, double share) {
        return most.isPresent() && share > most.getAsDouble() + Chance.share(most.getAsDouble(), now.rows());
    }

    private void figure(Drift drift, String rule, OptionalDouble most, double found, double chance) {
        if (most.isPresent() && found > most.getAsDouble() + chance) {
            breach(
                    drift,
                    rule,
                    String.format(
                            Locale.ROOT,
                            "expected at most %.4g (and %.2g by chance), found %.4g",
                            most.getAsDouble(),
                            chance,
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

    /** Labels that were no class before; a model that begins anew would learn them. */
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

    /** A class or a label of few rows may vanish without any share having moved by much. */
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
            // Of several labels, each is 0 or 1.
            checkRatio(old, label, "rows that have it", ones(old), ones(label));
        }
    }

    private static long ones(ColumnProfile label) {
        return label.present() == 0 ? 0 : Math.round(label.mean() * label.present());
    }

    private void checkRatio(ColumnProfile old, ColumnProfile label, String of, long before, long found) {
        double times = rules.labelRatio().getAsDouble();
        Chance chance = new Chance(old.present(), label.present());
        boolean rarer = chance.isRarer(before, found, times);
        if (rarer || chance.isMoreFrequent(before, found, times)) {
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
        double most = rules.labelShift().getAsDouble() + new Chance(old.present(), label.present()).shift();
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

    /** A target's numbers may move without the share of any tenth of them changing by much. */
    private void checkMean(ColumnProfile old, ColumnProfile label) {
        if (label.bins() instanceof Bins.Numbers) {
            Drift drift = Drift.of(old, label);
            Chance chance = new Chance(drift.valuesThen(), drift.values());
            figure(drift, "effect", rules.effect(), drift.effect(), chance.cohensD());
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

    /** Whether there was anything to compare with, and a rule to do so by. */
    boolean compares() {
        return then.isPresent() && rules.compareRows();
    }
}
