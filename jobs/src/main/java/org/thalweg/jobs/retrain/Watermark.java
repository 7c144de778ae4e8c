package org.thalweg.jobs.retrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.store.StoredList;
import org.thalweg.jobs.store.StoredLists;
import org.thalweg.spark.table.OrderedColumn;

/** Which of a source's rows are known, and the number of the run in which they arrived. Runs that learned rows are numbered
 * from 1. */
sealed interface Watermark {
    String KIND = "kind";
    String RUN_NUMBER = "night";

    /** Number of the last run in which rows arrived. */
    int runNumber();

    /** The run number of rows that have not been learned. */
    static int next(Optional<Watermark> learned) {
        return learned.map(Watermark::runNumber).orElse(0) + 1;
    }

    /**
     * The JSON for the store's log.
     *
     * @param lists the store's lists, to which new items are written
     */
    Map<String, Object> json(StoredLists lists);

    /** Whether this watermark contains everything that another does. */
    boolean covers(Watermark other);

    /**
     * Reads the JSON of {@link #json}.
     *
     * @param lists the store's lists
     * @throws JsonException if it is invalid
     */
    static Watermark of(JsonObject json, StoredLists lists) {
        return switch (json.text(KIND)) {
            case Files.NAME -> Files.of(json, lists);
            case Partitions.NAME -> Partitions.of(json, lists);
            case Greatest.NAME -> Greatest.of(json, lists);
            default -> throw json.wrong(KIND, "files, partitions or column", json.text(KIND));
        };
    }

    /** Reads the marks from lists, or from the entry itself, where earlier versions wrote them. */
    private static <T> KnownItems<T> read(
            KnownItems.Rows<T> rows, JsonObject json, StoredLists lists, Inline<T> inline) {
        List<StoredList> stored = StoredList.of(json);
        return stored.isEmpty() ? KnownItems.of(rows, inline.read()) : KnownItems.of(rows, lists, stored);
    }

    /** Reads marks that are in the entry itself. */
    interface Inline<T> {
        SortedMap<String, T> read();
    }

    private static <T> Map<String, Object> json(String kind, KnownItems<T> marks, StoredLists lists) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(KIND, kind);
        StoredList.put(map, marks.store(lists));
        return map;
    }

    /**
     * A known file.
     *
     * @param bytes its length
     * @param modified its modification time in milliseconds; {@link #UNSETTLED} if it may have been modified after
     *     it was read
     * @param sha256 the hash of its content
     * @param runNumber number of the run in which its content arrived
     */
    record FileMark(long bytes, long modified, Sha256 sha256, int runNumber) {
        static final long UNSETTLED = -1;
    }

    /** Files by path. A pair of IDX files of images and labels has one entry, its paths joined by a bar. */
    record Files(KnownItems<FileMark> marks) implements Watermark {
        static final String NAME = "files";

        private static final KnownItems.Rows<FileMark> ROWS = new KnownItems.Rows<>() {
            @Override
            public List<Object> row(String name, FileMark mark) {
                return List.of(
                        name, mark.bytes(), mark.modified(), mark.sha256().toString(), (long) mark.runNumber());
            }

            @Override
            public FileMark mark(List<Object> row) {
                return new FileMark(
                        (long) row.get(1), (long) row.get(2), Sha256.of((String) row.get(3)), (int) (long) row.get(4));
            }
        };

        /** None. */
        static Files none() {
            return new Files(KnownItems.of(ROWS, new TreeMap<>()));
        }

        static Files of(JsonObject json, StoredLists lists) {
            return new Files(Watermark.read(ROWS, json, lists, () -> {
                TreeMap<String, FileMark> files = new TreeMap<>();
                JsonObject found = json.object("files");
                found.values().keySet().forEach(path -> files.put(path, mark(found.object(path))));
                return files;
            }));
        }

        private static FileMark mark(JsonObject file) {
            try {
                return new FileMark(
                        file.whole("bytes"),
                        file.whole("modified"),
                        Sha256.of(file.text("sha256")),
                        file.count(RUN_NUMBER));
            } catch (IllegalArgumentException e) {
                throw file.wrong("sha256", "64 digits in hex", file.text("sha256"));
            }
        }

        @Override
        public Map<String, Object> json(StoredLists lists) {
            return Watermark.json(NAME, marks, lists);
        }

        SortedMap<String, FileMark> files() {
            return marks.all();
        }

        @Override
        public int runNumber() {
            return files().values().stream().mapToInt(FileMark::runNumber).max().orElse(0);
        }

        @Override
        public boolean covers(Watermark other) {
            if (!(other instanceof Files that)) {
                return false;
            }
            FileContents contents = new FileContents(files());
            return that.files().values().stream()
                    .allMatch(file -> contents.first(file.sha256()).isPresent());
        }
    }

    /**
     * Partitions of a table, such as {@code day=2026-11-28/region=north}, each with the number of the run in which it
     * arrived.
     */
    record Partitions(KnownItems<Integer> marks) implements Watermark {
        static final String NAME = "partitions";

        private static final KnownItems.Rows<Integer> ROWS = new KnownItems.Rows<>() {
            @Override
            public List<Object> row(String name, Integer runNumber) {
                return List.of(name, (long) runNumber);
            }

            @Override
            public Integer mark(List<Object> row) {
                return (int) (long) row.get(1);
            }
        };

        /** None. */
        static Partitions none() {
            return new Partitions(KnownItems.of(ROWS, new TreeMap<>()));
        }

        static Partitions of(JsonObject json, StoredLists lists) {
            return new Partitions(Watermark.read(ROWS, json, lists, () -> {
                TreeMap<String, Integer> partitions = new TreeMap<>();
                JsonObject found = json.object(NAME);
                found.values().keySet().forEach(name -> partitions.put(name, found.count(name)));
                return partitions;
            }));
        }

        SortedMap<String, Integer> partitions() {
            return marks.all();
        }

        @Override
        public int runNumber() {
            return partitions().values().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
        }

        @Override
        public Map<String, Object> json(StoredLists lists) {
            return Watermark.json(NAME, marks, lists);
        }

        @Override
        public boolean covers(Watermark other) {
            return other instanceof Partitions that
                    && partitions().keySet().containsAll(that.partitions().keySet());
        }
    }

    /**
     * The greatest values of a column.
     *
     * @param type the type as which values are compared: see {@link GrowingColumn}
     * @param marks the greatest value of each run, as text; at least one
     * @param rows number of rows with a value up to the last of them
     */
    record Greatest(String column, String type, KnownItems<String> marks, long rows) implements Watermark {
        static final String NAME = "column";

        private static final KnownItems.Rows<String> ROWS = new KnownItems.Rows<>() {
            @Override
            public List<Object> row(String runNumber, String value) {
                return List.of(runNumber, value);
            }

            @Override
            public String mark(List<Object> row) {
                return (String) row.get(1);
            }
        };

        /**
         * Values that are in no list.
         *
         * @param values the greatest value of each run; at least one
         */
        Greatest(String column, String type, SortedMap<Integer, String> values, long rows) {
            this(column, type, KnownItems.of(ROWS, byName(values)), rows);
        }

        private static SortedMap<String, String> byName(SortedMap<Integer, String> values) {
            TreeMap<String, String> named = new TreeMap<>();
            values.forEach((runNumber, value) -> named.put(String.format(Locale.ROOT, "%010d", runNumber), value));
            return named;
        }

        static Greatest of(JsonObject json, StoredLists lists) {
            Greatest read = new Greatest(
                    json.text("column"),
                    json.text("type"),
                    Watermark.read(ROWS, json, lists, () -> inline(json)),
                    json.whole("rows"));
            if (read.marks.all().isEmpty()) {
                throw json.wrong("values", "one or more", "none");
            }
            return read;
        }

        private static SortedMap<String, String> inline(JsonObject json) {
            TreeMap<Integer, String> values = new TreeMap<>();
            for (JsonObject one : json.objects("values")) {
                values.put(one.count(RUN_NUMBER), one.text("value"));
            }
            return byName(values);
        }

        /** Adds the greatest value of a further run. */
        Greatest with(int runNumber, String value, long allRows) {
            TreeMap<Integer, String> one = new TreeMap<>();
            one.put(runNumber, value);
            return new Greatest(column, type, marks.with(byName(one)), allRows);
        }

        /** The greatest value of each run. */
        SortedMap<Integer, String> values() {
            TreeMap<Integer, String> values = new TreeMap<>();
            marks.all().forEach((runNumber, value) -> values.put(Integer.parseInt(runNumber), value));
            return values;
        }

        /** The greatest value of all runs. */
        String value() {
            return marks.all().get(marks.all().lastKey());
        }

        /** The greatest of all, for people. */
        String shown() {
            return OrderedColumn.shown(type, value());
        }

        @Override
        public int runNumber() {
            return Integer.parseInt(marks.all().lastKey());
        }

        @Override
        public Map<String, Object> json(StoredLists lists) {
            Map<String, Object> map = Watermark.json(NAME, marks, lists);
            map.put("column", column);
            map.put("type", type);
            map.put("rows", rows);
            return map;
        }

        @Override
        public boolean covers(Watermark other) {
            return other instanceof Greatest that
                    && column.equals(that.column)
                    && type.equals(that.type)
                    && value().equals(that.value());
        }
    }
}
