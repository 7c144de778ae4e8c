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

/** Up to where a source's rows are known, and in which night they came: nights count from 1, each that was learned. */
sealed interface Watermark {
    String KIND = "kind";
    String NIGHT = "night";

    /** The last night in which rows came. */
    int night();

    /** The night in which rows come that have not been learned. */
    static int next(Optional<Watermark> learned) {
        return learned.map(Watermark::night).orElse(0) + 1;
    }

    /**
     * For the store's log.
     *
     * @param lists of the store, which get what they do not hold yet
     */
    Map<String, Object> json(StoredLists lists);

    /** Whether all that another tells of is known to this one. */
    boolean covers(Watermark other);

    /**
     * What {@link #json} has written.
     *
     * @param lists of the store
     * @throws JsonException if it is not that
     */
    static Watermark of(JsonObject json, StoredLists lists) {
        return switch (json.text(KIND)) {
            case Files.NAME -> Files.of(json, lists);
            case Partitions.NAME -> Partitions.of(json, lists);
            case Greatest.NAME -> Greatest.of(json, lists);
            default -> throw json.wrong(KIND, "files, partitions or column", json.text(KIND));
        };
    }

    /** Earlier entries of a log bear their marks themselves. */
    private static <T> Marks<T> read(Marks.Rows<T> rows, JsonObject json, StoredLists lists, Inline<T> inline) {
        List<StoredList> stored = StoredList.of(json);
        return stored.isEmpty() ? Marks.of(rows, inline.read()) : Marks.of(rows, lists, stored);
    }

    /** How an earlier entry's marks are read. */
    interface Inline<T> {
        SortedMap<String, T> read();
    }

    private static <T> Map<String, Object> json(String kind, Marks<T> marks, StoredLists lists) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(KIND, kind);
        StoredList.put(map, marks.store(lists));
        return map;
    }

    /**
     * A file that has been seen.
     *
     * @param bytes its length
     * @param modified when it was, in milliseconds; {@link #UNSETTLED} where it may have been written to after it was read
     * @param sha256 of its content
     * @param night in which its content came
     */
    record FileMark(long bytes, long modified, Sha256 sha256, int night) {
        static final long UNSETTLED = -1;
    }

    /** Files by their paths; of IDX files the pair of images and labels, joined by a bar, is one. */
    record Files(Marks<FileMark> marks) implements Watermark {
        static final String NAME = "files";

        private static final Marks.Rows<FileMark> ROWS = new Marks.Rows<>() {
            @Override
            public List<Object> row(String name, FileMark mark) {
                return List.of(
                        name, mark.bytes(), mark.modified(), mark.sha256().toString(), (long) mark.night());
            }

            @Override
            public FileMark mark(List<Object> row) {
                return new FileMark(
                        (long) row.get(1), (long) row.get(2), Sha256.of((String) row.get(3)), (int) (long) row.get(4));
            }
        };

        /** None. */
        static Files none() {
            return new Files(Marks.of(ROWS, new TreeMap<>()));
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
                        file.whole("bytes"), file.whole("modified"), Sha256.of(file.text("sha256")), file.count(NIGHT));
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
        public int night() {
            return files().values().stream().mapToInt(FileMark::night).max().orElse(0);
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

    /** Partitions of a table, such as {@code day=2026-11-28/region=north}, each with the night in which it came. */
    record Partitions(Marks<Integer> marks) implements Watermark {
        static final String NAME = "partitions";

        private static final Marks.Rows<Integer> ROWS = new Marks.Rows<>() {
            @Override
            public List<Object> row(String name, Integer night) {
                return List.of(name, (long) night);
            }

            @Override
            public Integer mark(List<Object> row) {
                return (int) (long) row.get(1);
            }
        };

        /** None. */
        static Partitions none() {
            return new Partitions(Marks.of(ROWS, new TreeMap<>()));
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
        public int night() {
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
     * @param type what the values are compared as: see {@link GrowingColumn}
     * @param marks the greatest values by night, as texts; at least one
     * @param rows that had a value up to the last of them
     */
    record Greatest(String column, String type, Marks<String> marks, long rows) implements Watermark {
        static final String NAME = "column";

        private static final Marks.Rows<String> ROWS = new Marks.Rows<>() {
            @Override
            public List<Object> row(String night, String value) {
                return List.of(night, value);
            }

            @Override
            public String mark(List<Object> row) {
                return (String) row.get(1);
            }
        };

        /**
         * Values that no list holds.
         *
         * @param values the greatest by each night; at least one
         */
        Greatest(String column, String type, SortedMap<Integer, String> values, long rows) {
            this(column, type, Marks.of(ROWS, byName(values)), rows);
        }

        private static SortedMap<String, String> byName(SortedMap<Integer, String> values) {
            TreeMap<String, String> named = new TreeMap<>();
            values.forEach((night, value) -> named.put(String.format(Locale.ROOT, "%010d", night), value));
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
                values.put(one.count(NIGHT), one.text("value"));
            }
            return byName(values);
        }

        /** With the greatest value of a further night. */
        Greatest with(int night, String value, long allRows) {
            TreeMap<Integer, String> one = new TreeMap<>();
            one.put(night, value);
            return new Greatest(column, type, marks.with(byName(one)), allRows);
        }

        /** The greatest by each night. */
        SortedMap<Integer, String> values() {
            TreeMap<Integer, String> values = new TreeMap<>();
            marks.all().forEach((night, value) -> values.put(Integer.parseInt(night), value));
            return values;
        }

        /** The greatest of all. */
        String value() {
            return marks.all().get(marks.all().lastKey());
        }

        /** The greatest of all, for people. */
        String shown() {
            return OrderedColumn.shown(type, value());
        }

        @Override
        public int night() {
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
