package org.thalweg.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thalweg.data.Cell;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.Scaling;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.model.Task;
import org.thalweg.spark.config.Missing;
import org.thalweg.spark.config.TargetScale;
import org.thalweg.spark.table.ColumnSample;

/**
 * What looks wrong with a column, by some of its rows.
 *
 * @param faults what training would refuse
 * @param warnings what it would take, and a person would look at again
 */
record ColumnFindings(List<String> faults, List<String> warnings) {
    /** Begins what is said of a column of a type that is no feature's: opening the table refuses it too. */
    static final String OF_TYPE = "of type ";

    private static final double MOSTLY = 0.95;
    private static final int FEW = 20;
    private static final int MANY = 100;
    private static final int LONG_TEXT = 30;
    private static final double FAR = 100;
    private static final double RARE = 0.01;
    private static final double FREQUENT = 0.8;

    /** Copies the lists. */
    ColumnFindings {
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }

    /** Of a column that is read in a role. */
    static ColumnFindings of(
            JobFile job, ColumnSample sample, ColumnUse.Role role, boolean whole, SpellingAdvice advice) {
        Finder finder = new Finder(job, sample, whole, advice);
        switch (role) {
            case NUMBER -> finder.number();
            case ONE_HOT, HASHED -> finder.category(role);
            case DATE -> finder.missing();
            case LABEL -> finder.label();
            case WEIGHT -> finder.weight();
            default -> {}
        }
        return new ColumnFindings(finder.faults, finder.warnings);
    }

    /** Looks at one column. */
    private static final class Finder {
        private final JobFile job;
        private final ColumnSample sample;
        private final boolean whole;
        private final SpellingAdvice advice;
        private final List<String> faults = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        Finder(JobFile job, ColumnSample sample, boolean whole, SpellingAdvice advice) {
            this.job = job;
            this.sample = sample;
            this.whole = whole;
            this.advice = advice;
        }

        private static String text(String format, Object... values) {
            return String.format(Locale.ROOT, format, values);
        }

        void number() {
            if (!sample.mayBeNumbers()) {
                faults.add(OF_TYPE + sample.type().simpleString() + ", which is no number: "
                        + (sample.isDates() ? "put it into data.dates" : "leave it out of data.features"));
                return;
            }
            if (!sample.isSingle()) {
                missing();
                return;
            }
            missing();
            if (sample.isText() && sample.distinct() == 1) {
                faults.add("the same text in every row: leave it out of data.features");
                return;
            }
            constant();
            List<String> spelling = advice.faults(sample, true);
            if (!spelling.isEmpty()) {
                faults.addAll(spelling);
            } else if (sample.isText()) {
                ofTexts();
            } else if (sample.present() > 0 && !sample.isNumeric()) {
                faults.add(someAreNone());
            } else {
                ofNumbers();
            }
        }

        private String someAreNone() {
            return "some values are no numbers, such as "
                    + sample.counts().keySet().stream()
                            .filter(text -> !Cell.isNumber(text))
                            .findFirst()
                            .map(Cell::shown)
                            .orElse("infinity");
        }

        private void ofTexts() {
            if (sample.dateFormat().isPresent()) {
                String format = sample.dateFormat().get();
                faults.add("texts that are dates: put it into data.dates"
                        + (format.isEmpty() ? "" : " with format: " + format));
            } else if (nearlyDistinct(FEW)) {
                faults.add(
                        isLong()
                                ? "free text: leave it out of data.features"
                                : "nearly all values differ, as of an id: leave it out of data.features");
            } else if (sample.counts().keySet().stream().anyMatch(Cell::isNumber)) {
                faults.add("texts, and numbers among them: put it into data.categorical, or leave it out");
            } else {
                faults.add(text(
                        "texts, %,d different: put it into data.categorical%s, or leave it out",
                        sample.distinct(),
                        sample.distinct() > FeatureColumn.OneHot.MAX_CATEGORIES ? " with hashing" : ""));
            }
        }

        private boolean isLong() {
            return sample.meanLength() > LONG_TEXT
                    || sample.counts().keySet().stream().anyMatch(value -> value.split(" ").length > 4);
        }

        private void ofNumbers() {
            if (sample.isWhole() && nearlyDistinct(MANY)) {
                warnings.add("nearly all values differ and are whole, as of an id: leave it out, if it is one");
            }
            double size = sample.size();
            if (job.data().scale() == Scaling.Kind.NONE && size > FAR) {
                warnings.add(
                        text("values as far from 0 as %.6g, and data.scale is none: take data.scale: standard", size));
            }
        }

        private boolean nearlyDistinct(int rows) {
            return sample.present() >= rows && sample.distinct() >= MOSTLY * sample.present();
        }

        void category(ColumnUse.Role role) {
            missing();
            constant();
            boolean oneHot = role == ColumnUse.Role.ONE_HOT;
            if (oneHot && sample.distinct() > FeatureColumn.OneHot.MAX_CATEGORIES) {
                faults.add(text(
                        "%,d categories, more than oneHot takes: take { type: hashing, buckets: 1024 }",
                        sample.distinct()));
            }
            if (sample.dateFormat().isPresent()) {
                warnings.add("texts that are dates, as categories: put it into data.dates");
            } else if (nearlyDistinct(MANY)) {
                warnings.add(
                        isLong()
                                ? "free text, as a category: leave it out"
                                : "nearly all values differ, as of an id: leave it out, if it is one");
            }
        }

        /** Of features and dates, whose missing values may be filled. */
        void missing() {
            boolean columns = job.data().source().format().hasColumns();
            if (columns && sample.missing() > 0 && job.data().columns().missing() == Missing.REFUSE) {
                faults.add(text(
                        "%,d of %,d rows without a value: take data.missing: mean, or leave it out",
                        sample.missing(), sample.rows()));
            }
        }

        void noMissing() {
            if (sample.missing() > 0) {
                faults.add(text("%,d of %,d rows without a value", sample.missing(), sample.rows()));
            }
        }

        void weight() {
            noMissing();
            requireNumbers();
        }

        private void requireNumbers() {
            List<String> spelling = advice.faults(sample, false);
            faults.addAll(spelling);
            if (spelling.isEmpty() && sample.isSingle() && sample.present() > 0 && !sample.isNumeric()) {
                faults.add(sample.isText() ? "texts, where numbers are wanted" : someAreNone());
            }
        }

        private void constant() {
            if (sample.present() == 0 && sample.rows() > 0) {
                warnings.add("no row has a value");
            } else if (sample.distinct() == 1 && sample.missing() == 0 && sample.rows() > 1) {
                warnings.add("the same in every row: nothing can be learned it");
            }
        }

        void label() {
            noMissing();
            if (job.task() == Task.CLASSIFICATION) {
                classes();
                return;
            }
            requireNumbers();
            if (job.task() == Task.REGRESSION && sample.isNumeric()) {
                double far = Math.max(Math.abs(sample.mean()), sample.deviation());
                if (job.data().scaleTarget() == TargetScale.NONE && far > FAR) {
                    warnings.add(text(
                            "a target as far from 0 as %.6g, and data.scaleTarget is none: the loss begins large",
                            far));
                }
                if (sample.distinct() == 1) {
                    warnings.add("the same in every row: nothing can be learned from it");
                }
            }
        }

        private void classes() {
            if (sample.distinct() < 2 && sample.rows() > 0) {
                (whole ? faults : warnings).add("one class alone: a network learns classes from rows of each");
            }
            if (sample.isNumeric() && !sample.isWhole() && nearlyDistinct(FEW)) {
                warnings.add(
                        "numbers of which nearly all differ, as classes: take task: regression, if they are amounts");
                return;
            }
            secondOfTwo();
            for (Map.Entry<String, Long> each : sample.counts().entrySet()) {
                if (each.getValue() < RARE * sample.present()) {
                    warnings.add(text(
                            "class %s has %,d of %,d rows (%.2f %%)%s",
                            each.getKey(),
                            each.getValue(),
                            sample.present(),
                            100.0 * each.getValue() / sample.present(),
                            each.getValue() == 1 ? ": a slip, or a file that was cut?" : ""));
                }
            }
        }

        /** Of two classes the second is measured, and by its order that may be the frequent one. */
        private void secondOfTwo() {
            if (sample.distinct() != 2 || job.data().classes().isPresent()) {
                return;
            }
            List<String> order = Cell.inOrder(sample.counts().keySet());
            long frequent = sample.counts().get(order.get(1));
            if (frequent > FREQUENT * sample.present()) {
                warnings.add(text(
                        "F1, PR AUC, the score and its threshold are of the second class, %2$s, which has %3$.2f %% of the"
                                + " rows: for those of %1$s take data.classes: [%2$s, %1$s]",
                        order.get(0), order.get(1), 100.0 * frequent / sample.present()));
            }
        }
    }
}
