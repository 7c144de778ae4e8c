package org.thalweg.jobs.retrain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.json.JsonObject;

/** Up to where a source's rows are known. */
sealed interface Watermark {
    String KIND = "kind";

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
            case Partitions.NAME -> new Partitions(new TreeSet<>(json.texts("partitions")));
            case Greatest.NAME ->
                new Greatest(json.text("column"), json.text("type"), json.text("value"), json.whole("rows"));
            default -> throw json.wrong(KIND, "files, partitions or column", json.text(KIND));
        };
    }

    /**
     * Files that have been seen.
     *
     * @param bytes its length
     * @param modified when it was, in milliseconds
     * @param sha256 of its content
     */
    record FileMark(long bytes, long modified, String sha256) {}

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
                files.put(path, new FileMark(file.whole("bytes"), file.whole("modified"), file.text("sha256")));
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
                told.put(path, one);
            });
            map.put("files", told);
            return map;
        }

        /** Whether a file of this content has been seen, by any name. */
        boolean holds(String sha256) {
            return files.values().stream().anyMatch(file -> file.sha256().equals(sha256));
        }

        @Override
        public boolean covers(Watermark other) {
            return other instanceof Files that && that.files.values().stream().allMatch(file -> holds(file.sha256()));
        }
    }

    /** Partitions of a table, such as {@code day=2026-11-28/region=north}. */
    record Partitions(SortedSet<String> partitions) implements Watermark {
        static final String NAME = "partitions";

        public Partitions {
            partitions = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put(KIND, NAME);
            map.put("partitions", List.copyOf(partitions));
            return map;
        }

        @Override
        public boolean covers(Watermark other) {
            return other instanceof Partitions that && partitions.containsAll(that.partitions);
        }
    }

    /**
     * The greatest value of a column.
     *
     * @param type what the values are compared as: see {@link GrowingColumn}
     * @param value as text
     * @param rows that had a value up to this one
     */
    record Greatest(String column, String type, String value, long rows) implements Watermark {
        static final String NAME = "column";

        @Override
        public Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put(KIND, NAME);
            map.put("column", column);
            map.put("type", type);
            map.put("value", value);
            map.put("rows", rows);
            return map;
        }

        @Override
        public boolean covers(Watermark other) {
            return other instanceof Greatest that
                    && column.equals(that.column)
                    && type.equals(that.type)
                    && value.equals(that.value);
        }
    }
}
