package org.thalweg.jobs.retrain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.json.JsonObject;

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

    /** For the store's log. */
    Map<String, Object> json();

    /** Whether all that another tells of is known to this one. */
    boolean covers(Watermark other);

    /**
     * What {@link #json} has written.
     *
     * @throws JsonException if it is not that
     */
    static Watermark of(JsonObject json) {
        return switch (json.text(KIND)) {
            case Files.NAME -> Files.of(json);
            case Partitions.NAME -> Partitions.of(json);
            case Greatest.NAME -> Greatest.of(json);
            default -> throw json.wrong(KIND, "files, partitions or column", json.text(KIND));
        };
    }

    /**
     * Files that have been seen.
     *
     * @param bytes its length
     * @param modified when it was, in milliseconds
     * @param sha256 of its content
     * @param night in which its content came
     */
    record FileMark(long bytes, long modified, String sha256, int night) {}

    /** Files by their paths; of IDX files the pair of images and labels, joined by a bar, is one. */
    record Files(SortedMap<String, FileMark> files) implements Watermark {
        static final String NAME = "files";

        public Files {
            files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        }

        static Files of(JsonObject json) {
            TreeMap<String, FileMark> files = new TreeMap<>();
            JsonObject told = json.object("files");
            told.values().keySet().forEach(path -> {
                JsonObject file = told.object(path);
                files.put(
                        path,
                        new FileMark(
                                file.whole("bytes"), file.whole("modified"), file.text("sha256"), file.count(NIGHT)));
            });
            return new Files(files);
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put(KIND, NAME);
            Map<String, Object> told = new LinkedHashMap<>();
            files.forEach((path, file) -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("bytes", file.bytes());
                one.put("modified", file.modified());
                one.put("sha256", file.sha256());
                one.put(NIGHT, file.night());
                told.put(path, one);
            });
            map.put("files", told);
            return map;
        }

        /** Whether a file of this content has been seen, by any name. */
        boolean holds(String sha256) {
            return nightOf(sha256).isPresent();
        }

        /** The night in which a content came; empty for one that has not been seen. */
        Optional<Integer> nightOf(String sha256) {
            return files.values().stream()
                    .filter(file -> file.sha256().equals(sha256))
                    .map(FileMark::night)
                    .min(Integer::compare);
        }

        @Override
        public int night() {
            return files.values().stream().mapToInt(FileMark::night).max().orElse(0);
        }

        @Override
        public boolean covers(Watermark other) {
            return other instanceof Files that && that.files.values().stream().allMatch(file -> holds(file.sha256()));
        }
    }

    /** Partitions of a table, such as {@code day=2026-11-28/region=north}, each with the night in which it came. */
    record Partitions(SortedMap<String, Integer> partitions) implements Watermark {
        static final String NAME = "partitions";

        public Partitions {
            partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
        }

        static Partitions of(JsonObject json) {
            TreeMap<String, Integer> partitions = new TreeMap<>();
            JsonObject told = json.object(NAME);
            told.values().keySet().forEach(name -> partitions.put(name, told.count(name)));
            return new Partitions(partitions);
        }

        @Override
        public int night() {
            return partitions.values().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put(KIND, NAME);
            map.put(NAME, partitions);
            return map;
        }

        @Override
        public boolean covers(Watermark other) {
            return other instanceof Partitions that && partitions.keySet().containsAll(that.partitions.keySet());
        }
    }

    /**
     * The greatest values of a column.
     *
     * @param type what the values are compared as: see {@link GrowingColumn}
     * @param values the greatest by each night, as texts; at least one
     * @param rows that had a value up to the last of them
     */
    record Greatest(String column, String type, SortedMap<Integer, String> values, long rows) implements Watermark {
        static final String NAME = "column";

        public Greatest {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }

        static Greatest of(JsonObject json) {
            TreeMap<Integer, String> values = new TreeMap<>();
            for (JsonObject one : json.objects("values")) {
                values.put(one.count(NIGHT), one.text("value"));
            }
            if (values.isEmpty()) {
                throw json.wrong("values", "one or more", "none");
            }
            return new Greatest(json.text("column"), json.text("type"), values, json.whole("rows"));
        }

        /** The greatest of all. */
        String value() {
            return values.get(values.lastKey());
        }

        @Override
        public int night() {
            return values.lastKey();
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put(KIND, NAME);
            map.put("column", column);
            map.put("type", type);
            map.put(
                    "values",
                    values.entrySet().stream()
                            .map(one -> Map.of(NIGHT, one.getKey(), "value", one.getValue()))
                            .toList());
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
