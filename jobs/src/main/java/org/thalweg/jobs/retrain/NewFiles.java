package org.thalweg.jobs.retrain;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.thalweg.jobs.retrain.Watermark.FileMark;
import org.thalweg.math.Fingerprint;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.DataFiles;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.TableFormat;

/**
 * Finds files that are new: of a content that has not been seen, under whatever name. A file whose path, length and time are
 * known is not read; of all others the SHA-256 is.
 */
final class NewFiles {
    private static final int CHUNK = 1 << 20;
    private static final int MOST_TOLD = 20;

    private final DataSource.InFiles source;
    private final Configuration hadoop;
    private final SortedMap<String, FileMark> known;
    private final Watermark.Files before;
    private final int night;
    private final SortedMap<String, FileMark> seen = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private final Consumer<String> warnings;

    /** @param warnings gets what is odd about the files, whether any is new or not */
    NewFiles(DataSource.InFiles source, Optional<Watermark> learned, Configuration hadoop, Consumer<String> warnings) {
        this.source = source;
        this.hadoop = hadoop;
        this.warnings = warnings;
        this.before = learned.filter(Watermark.Files.class::isInstance)
                .map(Watermark.Files.class::cast)
                .orElse(new Watermark.Files(new TreeMap<>()));
        this.night = Watermark.next(learned);
        this.known = before.files();
        seen.putAll(known);
    }

    /** What is read as one: a file, or of IDX files the images and their labels. */
    private record Unit(List<FileStatus> files) {
        String name() {
            return String.join(
                    "|", files.stream().map(file -> file.getPath().toString()).toList());
        }

        /** Whether rows and labels are in a file each. */
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

    /** The new files; empty where there is none. */
    Optional<Arrivals> find() {
        try {
            List<Unit> fresh = new ArrayList<>();
            List<Unit> all = new ArrayList<>();
            TreeMap<String, String> contents = new TreeMap<>(); // by hash, the first file of it
            for (Unit unit : units()) {
                look(unit, fresh, all, contents);
            }
            if (fresh.isEmpty()) {
                return Optional.empty();
            }
            if (fresh.size() > MOST_TOLD) {
                told.add(String.format(Locale.ROOT, "… (%,d files)", fresh.size()));
            }
            all.removeAll(fresh);
            return Optional.of(new Arrivals(
                    of(fresh),
                    night,
                    UnaryOperator.identity(),
                    all.isEmpty() ? Optional.empty() : Optional.of(of(all)),
                    nightsOf(all),
                    new Watermark.Files(seen),
                    fresh.stream().anyMatch(Unit::isPair)
                            ? List.of()
                            : fresh.stream().map(Unit::name).toList(),
                    told,
                    List.of()));
        } catch (IOException e) {
            throw new DataException(
                    "data.path: expected files that can be read, found " + e.getMessage() + "; check paths and rights",
                    e);
        }
    }

    private void look(Unit unit, List<Unit> fresh, List<Unit> all, TreeMap<String, String> contents)
            throws IOException {
        FileMark old = known.get(unit.name());
        boolean untouched = old != null && old.bytes() == unit.bytes() && old.modified() == unit.modified();
        String sha256 = untouched ? old.sha256() : sha256(unit);
        String first = contents.putIfAbsent(sha256, unit.name());
        if (first == null) {
            all.add(unit);
        }
        int since = untouched ? old.night() : before.nightOf(sha256).orElse(night);
        seen.put(unit.name(), new FileMark(unit.bytes(), unit.modified(), sha256, since));
        if (untouched) {
            return;
        }
        if (first != null || before.holds(sha256)) {
            if (old == null || !old.sha256().equals(sha256)) {
                warnings.accept(unit.name() + ": expected new rows, found the content of a file that has been seen ("
                        + (first != null ? first : nameOf(sha256)) + "); it is left out");
            }
            return;
        }
        if (old != null) {
            warnings.accept(unit.name() + ": was learned with another content; all its rows are taken for new");
        }
        fresh.add(unit);
        if (fresh.size() <= MOST_TOLD) {
            told.add(String.format(Locale.ROOT, "%s (%,d bytes, SHA-256 %s)", unit.name(), unit.bytes(), sha256));
        }
    }

    private UnaryOperator<Dataset<Row>> nightsOf(List<Unit> units) {
        Map<String, Integer> nights = new HashMap<>();
        units.forEach(unit -> nights.put(
                unit.files().get(0).getPath().toString(), seen.get(unit.name()).night()));
        return rows -> rows.withColumn(NumberedRows.NIGHT, OpenTable.byFile(nights));
    }

    private String nameOf(String sha256) {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().sha256().equals(sha256))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("?");
    }

    private List<Unit> units() throws IOException {
        List<FileStatus> files = DataFiles.at(source.paths(), hadoop);
        if (files.isEmpty()) {
            throw new DataException("data.path: expected files, found none at " + String.join(", ", source.paths())
                    + "; check the path (folders within folders are not looked into: name them by a glob)");
        }
        Optional<List<String>> labelPaths = labelPaths();
        if (labelPaths.isEmpty()) {
            return files.stream().map(file -> new Unit(List.of(file))).toList();
        }
        List<FileStatus> labels = DataFiles.at(labelPaths.get(), hadoop);
        if (labels.size() != files.size()) {
            throw new DataException("data.labels: expected one file for each of the " + files.size()
                    + " files of data.path, found " + labels.size() + "; name the labels' file of each file");
        }
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            units.add(new Unit(List.of(files.get(i), labels.get(i))));
        }
        return units;
    }

    /** Of a format whose labels are in files of their own. */
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

    private String sha256(Unit unit) throws IOException {
        MessageDigest digest = Fingerprint.begin();
        byte[] chunk = new byte[CHUNK];
        for (FileStatus file : unit.files()) {
            Path path = file.getPath();
            try (InputStream in = FileSystems.of(path, hadoop).open(path)) {
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    digest.update(chunk, 0, read);
                }
            }
        }
        return Fingerprint.end(digest);
    }
}
