package org.thalweg.jobs.retrain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.thalweg.jobs.retrain.Watermark.FileMark;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.DataFiles;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.TableFormat;

/** Finds new files: those whose content, by its SHA-256, has not been seen under any name. */
final class NewFiles {
    private static final int MOST_REPORTED = 20;

    /**
     * A file modified this shortly before it was listed may be modified again without a change of its modification
     * time.
     */
    private static final long SETTLED_MILLIS = 2000;

    private final DataSource.InFiles source;
    private final Configuration hadoop;
    private final FileHashing hashing;
    private final boolean quick;
    private final Watermark.Files known;
    private final FileContents knownContents;
    private final int runNumber;
    private final SortedMap<String, FileMark> changed = new TreeMap<>();
    private final Map<Sha256, String> contents = new HashMap<>(); // the first file of each content
    private final List<Unit> fresh = new ArrayList<>();
    private final List<Unit> earlier = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private final Consumer<String> warnings;

    /**
     * A search.
     *
     * @param quick whether a known file of the same length and modification time counts as unchanged, and is not read
     * @param warnings receives warnings about the files, even if none is new
     */
    NewFiles(
            DataSource.InFiles source,
            Optional<Watermark> learned,
            Configuration hadoop,
            FileHashing hashing,
            boolean quick,
            Consumer<String> warnings) {
        this.source = source;
        this.hadoop = hadoop;
        this.hashing = hashing;
        this.quick = quick;
        this.warnings = warnings;
        this.known = learned.filter(Watermark.Files.class::isInstance)
                .map(Watermark.Files.class::cast)
                .orElse(Watermark.Files.none());
        this.knownContents = new FileContents(known.files());
        this.runNumber = Watermark.next(learned);
    }

    /** What is read as one: a file, or an IDX file of images with its file of labels. */
    private record Unit(List<FileStatus> files) {
        String name() {
            return String.join(
                    "|", files.stream().map(file -> file.getPath().toString()).toList());
        }

        FileHashing.Content content() {
            return new FileHashing.Content(
                    files.stream().map(file -> file.getPath().toString()).toList(), bytes());
        }

        /** Whether features and labels are in separate files. */
        boolean isPair() {
            return files.size() > 1;
        }

        long bytes() {
            return files.stream().mapToLong(FileStatus::getLen).sum();
        }

        long modified() {
            return files.stream()
                    .mapToLong(FileStatus::getModificationTime)
                    .max()
                    .orElse(0);
        }
    }

    /** The new files; empty if there are none. */
    Optional<NewData> find() {
        try {
            long listed = System.currentTimeMillis();
            List<Unit> units = units();
            List<Unit> unread = units.stream().filter(unit -> !isSpared(unit)).toList();
            Iterator<Sha256> hashes = hashing.of(
                            unread.stream().map(Unit::content).toList(), hadoop)
                    .iterator();
            for (Unit unit : units) {
                look(unit, isSpared(unit) ? mark(unit).sha256() : hashes.next(), listed);
            }
            return fresh.isEmpty() ? Optional.empty() : Optional.of(newData());
        } catch (IOException e) {
            throw new DataException(
                    "data.path: expected files that can be read, found " + e.getMessage()
                            + "; check paths and permissions",
                    e);
        }
    }

    private NewData newData() {
        if (fresh.size() > MOST_REPORTED) {
            reports.add(String.format(Locale.ROOT, "… (%,d files)", fresh.size()));
        }
        return new NewData(
                of(fresh),
                runNumber,
                UnaryOperator.identity(),
                earlier.isEmpty() ? Optional.empty() : Optional.of(of(earlier)),
                runNumbersOf(earlier),
                new Watermark.Files(known.marks().with(changed)),
                fresh.stream().anyMatch(Unit::isPair)
                        ? List.of()
                        : fresh.stream().map(Unit::name).toList(),
                reports,
                List.of());
    }

    /** The known mark of a file of this name; null if there is none. */
    private FileMark mark(Unit unit) {
        return known.files().get(unit.name());
    }

    /** Whether a file is known to be unchanged, so that it need not be read. */
    private boolean isSpared(Unit unit) {
        FileMark old = mark(unit);
        return quick && old != null && old.bytes() == unit.bytes() && old.modified() == unit.modified();
    }

    private void look(Unit unit, Sha256 content, long listed) {
        FileMark old = mark(unit);
        Optional<Map.Entry<String, FileMark>> same = knownContents.first(content);
        boolean isOld = old != null && old.sha256().equals(content);
        int since = isOld
                ? old.runNumber()
                : same.map(file -> file.getValue().runNumber()).orElse(runNumber);
        boolean settled = unit.modified() < listed - SETTLED_MILLIS;
        FileMark now = new FileMark(unit.bytes(), settled ? unit.modified() : FileMark.UNSETTLED, content, since);
        if (!now.equals(old)) {
            changed.put(unit.name(), now);
        }
        String first = contents.putIfAbsent(content, unit.name());
        if (isOld || first != null || same.isPresent()) {
            if (first == null) {
                earlier.add(unit);
            }
            if (!isOld) {
                warnings.accept(unit.name() + ": expected new rows, found the same content as in a known file ("
                        + (first != null ? first : same.get().getKey()) + "); it is skipped");
            }
            return;
        }
        if (old != null) {
            warnings.accept(
                    unit.name() + ": its content has changed since it was learned; all its rows are treated as new");
        }
        fresh.add(unit);
        if (fresh.size() <= MOST_REPORTED) {
            reports.add(String.format(Locale.ROOT, "%s (%,d bytes, SHA-256 %s)", unit.name(), unit.bytes(), content));
        }
    }

    private UnaryOperator<Dataset<Row>> runNumbersOf(List<Unit> units) {
        Map<String, Integer> runNumbers = new HashMap<>();
        units.forEach(unit -> runNumbers.put(
                unit.files().get(0).getPath().toString(),
                changed.getOrDefault(unit.name(), mark(unit)).runNumber()));
        return rows -> rows.withColumn(OccurrenceNumbers.RUN_NUMBER, OpenTable.byFile(runNumbers));
    }

    private List<Unit> units() throws IOException {
        List<FileStatus> files = DataFiles.at(source.paths(), hadoop);
        if (files.isEmpty()) {
            throw new DataException("data.path: expected files, found none at " + String.join(", ", source.paths())
                    + "; check the path (subfolders are not searched: name them with a glob)");
        }
        Optional<List<String>> labelPaths = labelPaths();
        if (labelPaths.isEmpty()) {
            return files.stream().map(file -> new Unit(List.of(file))).toList();
        }
        List<FileStatus> labels = DataFiles.at(labelPaths.get(), hadoop);
        if (labels.size() != files.size()) {
            throw new DataException("data.labels: expected one file for each of the " + files.size()
                    + " files of data.path, found " + labels.size() + "; name one label file for each file");
        }
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            units.add(new Unit(List.of(files.get(i), labels.get(i))));
        }
        return units;
    }

    /** The files of labels, for a format whose labels are in separate files. */
    private Optional<List<String>> labelPaths() {
        return TableFormat.of(source).paths().stream()
                .filter(paths -> paths.key().equals(TableFormat.LABELS))
                .map(TableFormat.Paths::paths)
                .findFirst();
    }

    private DataSource of(List<Unit> units) {
        List<String> paths = units.stream().map(unit -> path(unit, 0)).toList();
        return source.with(
                paths,
                units.stream().filter(Unit::isPair).map(unit -> path(unit, 1)).toList());
    }

    private static String path(Unit unit, int index) {
        return DataFiles.escaped(unit.files().get(index).getPath());
    }
}
