package org.thalweg.jobs.store;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.json.JsonObject;

/**
 * One entry of a store's log. It contains the whole state after it, so that the last entry says which version serves
 * and what has been learned.
 *
 * @param number from 1, without gaps
 * @param id unique id of its writer
 * @param action the recorded action
 * @param version the version concerned; empty for none
 * @param serves the serving version after this entry; empty for none
 * @param reasons reasons, for users
 * @param files the files of the version that it creates, by name
 * @param removed the deleted versions
 * @param learned what the store's models have learned so far; opaque to the store
 * @param metrics some metrics of the version, for users
 */
public record LogEntry(
        int number,
        String id,
        Instant time,
        Action action,
        OptionalInt version,
        OptionalInt serves,
        List<String> reasons,
        Map<String, StoredFile> files,
        List<Integer> removed,
        Map<String, Object> learned,
        Map<String, Object> metrics) {
    /** From format 3 on, what has been learned may be in lists beside the log, which entries name. */
    private static final int FORMAT = 3;

    private static final int OLDEST_FORMAT = 2;

    /** Files must be below the version's folder: an untrusted log must not point outside the store. */
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._=-]*(/[A-Za-z0-9][A-Za-z0-9._=-]*)?");

    /** Copies the collections. */
    public LogEntry {
        reasons = List.copyOf(reasons);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        removed = List.copyOf(removed);
        learned = Collections.unmodifiableMap(new LinkedHashMap<>(learned));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    byte[] bytes() {
        return JsonObject.bytes(json());
    }

    /** The entry as one line of JSON. */
    byte[] line() {
        return JsonObject.line(json());
    }

    private Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("entry", number);
        map.put("id", id);
        map.put("time", time.toString());
        map.put("action", action.label());
        version.ifPresent(value -> map.put("version", value));
        map.put("serves", serves.isPresent() ? serves.getAsInt() : null);
        map.put("reasons", reasons);
        map.put("figures", metrics);
        if (!removed.isEmpty()) {
            map.put("removed", removed);
        }
        map.put("learned", learned);
        if (!files.isEmpty()) {
            Map<String, Object> stored = new LinkedHashMap<>();
            files.forEach((name, file) -> stored.put(name, Map.of("bytes", file.bytes(), "sha256", file.sha256())));
            map.put("files", stored);
        }
        return map;
    }

    /**
     * Reads an entry's file.
     *
     * @throws JsonException if it is not one
     */
    static LogEntry of(byte[] bytes, int number, String where) {
        JsonObject json = JsonObject.parse(bytes, where);
        if (json.whole("format") > 0 && json.whole("format") < OLDEST_FORMAT) {
            throw new JsonException("store: expected a log of format " + FORMAT + ", found format "
                    + json.whole("format") + ", of an earlier Thalweg, which held out rows by another rule (" + where
                    + "); start a new store: set retrain.store to another folder; the old store's models can still be"
                    + " used with model.path: STORE/versions/N");
        }
        if (json.whole("format") < OLDEST_FORMAT || json.whole("format") > FORMAT || json.count("entry") != number) {
            throw new JsonException("entry: expected number " + number + " of format " + OLDEST_FORMAT + " or " + FORMAT
                    + ", found " + json.whole("entry") + " of format " + json.whole("format") + " (" + where
                    + "); use the version of Thalweg that wrote it, or restore the file");
        }
        Action action = Action.labelled(json.text("action"), where);
        OptionalInt version = optional(json, "version");
        if (version.isEmpty() && action.makesVersion()) {
            throw new JsonException("version: expected the one that action " + action.label() + " made, found none ("
                    + where + "); restore the file");
        }
        return new LogEntry(
                number,
                json.text("id"),
                time(json, where),
                action,
                version,
                optional(json, "serves"),
                json.texts("reasons"),
                files(json, where),
                json.counts("removed"),
                json.object("learned").values(),
                json.object("figures").values());
    }

    private static Map<String, StoredFile> files(JsonObject json, String where) {
        Map<String, StoredFile> files = new LinkedHashMap<>();
        JsonObject stored = json.object("files");
        stored.values().keySet().forEach(name -> {
            if (!FILE.matcher(name).matches()) {
                throw new JsonException("files: expected names of files below the version's folder, found " + name
                        + " (" + where + "); restore the file");
            }
            JsonObject file = stored.object(name);
            files.put(name, new StoredFile(file.whole("bytes"), file.text("sha256")));
        });
        return files;
    }

    private static Instant time(JsonObject json, String where) {
        try {
            return Instant.parse(json.text("time"));
        } catch (DateTimeParseException e) {
            throw new JsonException("time: expected one such as 2026-11-28T02:15:00Z, found " + json.text("time") + " ("
                    + where + "); restore the file");
        }
    }

    private static OptionalInt optional(JsonObject json, String key) {
        return json.optionalCount(key).map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
