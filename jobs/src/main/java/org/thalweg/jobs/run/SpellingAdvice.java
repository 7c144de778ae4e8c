package org.thalweg.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.thalweg.data.Cell;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.spark.config.CsvDialect;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.Missing;
import org.thalweg.spark.table.ColumnSample;
import org.thalweg.spark.table.NumberSpelling;

/** Advises which settings read texts as numbers. It names one setting for all number columns if one fits them all. */
final class SpellingAdvice {
    private final JobFile job;
    private final Optional<CsvDialect> dialect; // of CSV
    private final List<NumberSpelling> common = new ArrayList<>();

    /**
     * Advice on a file.
     *
     * @param numbers the columns that should be numbers
     */
    SpellingAdvice(JobFile job, List<ColumnSample> numbers) {
        this.job = job;
        this.dialect =
                job.data().source() instanceof DataSource.Csv csv ? Optional.of(csv.dialect()) : Optional.empty();
        List<ColumnSample> formatted =
                numbers.stream().filter(column -> !column.spellings().isEmpty()).toList();
        if (!formatted.isEmpty()) {
            common.addAll(formatted.get(0).spellings());
            formatted.forEach(column -> common.retainAll(column.spellings()));
        }
        if (dialect.filter(CsvDialect::hasPlainNumbers).isPresent()) {
            numbers.forEach(column -> common.removeIf(spelling -> !column.isNumericBy(spelling)));
        }
    }

    /**
     * Errors of a column that should be numbers: one for its number format, and one for texts that mean a missing
     * value.
     */
    List<String> faults(ColumnSample column, boolean mayBeMissing) {
        List<String> faults = new ArrayList<>();
        List<NumberSpelling> own = column.spellings();
        if (!own.isEmpty()) {
            faults.add(numberFormatFault(column, own));
        }
        List<String> nullTexts = column.nullTexts();
        if (!nullTexts.isEmpty()) {
            faults.add(nullsAmongNumbers(column, nullTexts, mayBeMissing));
        }
        return faults;
    }

    private String numberFormatFault(ColumnSample column, List<NumberSpelling> own) {
        String example = column.counts().keySet().stream()
                .filter(text -> !Cell.isNumber(text) && text.chars().anyMatch(Character::isDigit))
                .findFirst()
                .orElse("");
        String found = "numbers written as " + Cell.shown(example);
        if (dialect.isEmpty()) {
            return found + ", in texts: convert them to numbers";
        }
        List<NumberSpelling> fitting = common.isEmpty() ? own : common;
        NumberSpelling first = fitting.get(0);
        String other = first.isAmbiguous(fitting)
                ? " (or, if it is the decimal separator, data.decimal: \""
                        + first.thousands().get() + "\")"
                : "";
        return found + ": use " + first.settings() + other
                + (common.isEmpty()
                        ? "; other columns are written differently: rewrite those, as a file is read with one format"
                        : "");
    }

    private String nullsAmongNumbers(ColumnSample column, List<String> nullTexts, boolean mayBeMissing) {
        long rows = nullTexts.stream().mapToLong(column.counts()::get).sum();
        String found = String.format(
                Locale.ROOT,
                "texts among numbers, in %,d of %,d rows (%s)",
                rows,
                column.rows(),
                nullTexts.stream().map(Cell::shown).collect(Collectors.joining(", ")));
        if (!mayBeMissing) {
            return found + ": leave these rows out";
        }
        if (dialect.isEmpty()) {
            return found + ": if they mean a missing value, leave the cell empty";
        }
        TreeSet<String> all = new TreeSet<>(dialect.get().nulls());
        all.addAll(nullTexts);
        return found + ": if they mean a missing value, set data.nulls: "
                + all.stream().map(Cell::shown).collect(Collectors.joining(", ", "[", "]"))
                + (job.data().columns().missing() == Missing.REFUSE ? " and data.missing: mean" : "");
    }
}
