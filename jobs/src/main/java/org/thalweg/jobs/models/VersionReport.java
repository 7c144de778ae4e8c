package org.thalweg.jobs.models;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.thalweg.jobs.config.JobFileReader;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.session.TextTable;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.VersionFiles;
import org.thalweg.spark.config.Purpose;

/** Reports on a store's versions, as text. */
public final class VersionReport {

    private static final String WEIGHTS = "weightsSha256";
    private static final int FEW = 60;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Set<String> MAIN =
            Set.of("task", "network", "parameters", "rows", "epochs", "steps", "stoppedBy", "seconds", WEIGHTS);
    private static final List<String> SPLITS = List.of("train", "validation", "test");

    private final ModelStore store;
    private final StoreState state;

    /** Reports on a store. */
    public VersionReport(ModelStore store, StoreState state) {
        this.store = store;
        this.state = state;
    }

    /** A table of the versions. */
    public String list() {
        if (state.versions().isEmpty()) {
            return "no version yet\n";
        }
        TextTable table =
                new TextTable(List.of("version", "time (UTC)", "action", "serves", "rows", "metric", "reason"));
        state.versions()
                .forEach((version, entry) -> table.row(List.of(
                        "" + version,
                        time(entry.time()),
                        entry.action().label(),
                        serves(version) ? "serves" : "",
                        metric(entry, "rows"),
                        metric(entry, "metric"),
                        few(String.join("; ", entry.reasons())))));
        return table.text();
    }

    /** A table of the entries. */
    public String log() {
        if (state.entries().isEmpty()) {
            return "no entry yet\n";
        }
        TextTable table =
                new TextTable(List.of("entry", "time (UTC)", "action", "version", "serves", "new rows", "reason"));
        state.entries()
                .forEach(entry -> table.row(List.of(
                        "" + entry.number(),
                        time(entry.time()),
                        entry.action().label(),
                        number(entry.version()),
                        number(entry.serves()),
                        metric(entry, "newRows"),
                        few(String.join("; ", entry.reasons())))));
        return table.text();
    }

    /** All details of an entry. */
    public String log(int number) {
        LogEntry entry = state.entries().get(number - 1);
        TextTable facts = new TextTable(List.of());
        facts.row(List.of("entry", number + ", " + entry.action().label()));
        facts.row(List.of("time (UTC)", time(entry.time())));
        facts.row(List.of("id", entry.id()));
        facts.row(List.of("version", number(entry.version())));
        facts.row(List.of("serves", number(entry.serves())));
        if (!entry.removed().isEmpty()) {
            facts.row(List.of("removed", numbers(entry.removed())));
        }
        addTo(entry, facts);
        return facts.text();
    }

    private static void addTo(LogEntry entry, TextTable facts) {
        entry.reasons().forEach(reason -> facts.row(List.of("reason", reason)));
        entry.metrics().forEach((key, value) -> {
            if (value instanceof List<?> several) {
                several.forEach(one -> facts.row(List.of(key, shown(one))));
            } else {
                facts.row(List.of(key, shown(value)));
            }
        });
    }

    private static String numbers(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String number(OptionalInt version) {
        return version.isPresent() ? "" + version.getAsInt() : "";
    }

    private boolean serves(int version) {
        return state.serving().isPresent() && state.serving().getAsInt() == version;
    }

    /** All details of a version. */
    public String show(int version) {
        LogEntry entry = state.version(version);
        TextTable facts = new TextTable(List.of());
        facts.row(List.of("version", version + (serves(version) ? ", which serves" : "")));
        facts.row(List.of("entry", entry.number() + ", " + entry.action().label()));
        facts.row(List.of("time (UTC)", time(entry.time())));
        facts.row(List.of("id", entry.id()));
        addTo(entry, facts);
        state.entries().stream()
                .filter(later -> later.number() > entry.number()
                        && later.version().equals(entry.version())
                        && !later.action().makesVersion())
                .forEach(later -> facts.row(List.of(
                        "entry",
                        later.number() + ", " + later.action().label() + ", " + time(later.time())
                                + (later.reasons().isEmpty() ? "" : ": " + String.join("; ", later.reasons())))));
        TextTable files = new TextTable(List.of("file", "bytes", "SHA-256"));
        entry.files()
                .forEach((name, file) ->
                        files.row(List.of(name, String.format(Locale.ROOT, "%,d", file.bytes()), file.sha256())));
        TextTable metrics = new TextTable(List.of("metric", "value"));
        Map<String, Object> main = main(entry);
        main.forEach((key, value) -> metrics.row(List.of(key, shown(value))));
        return facts.text() + "\n" + files.text() + (main.isEmpty() ? "" : "\n" + metrics.text());
    }

    /** How two versions differ. */
    public String diff(int first, int second) {
        LogEntry one = state.version(first);
        LogEntry other = state.version(second);
        List<String> heads = List.of("version " + first, "version " + second);
        String weights = weights(one).equals(weights(other)) ? "the same weights\n" : "different weights\n";
        return weights
                + "\n"
                + sideBySide("job", heads, job(one), job(other), true)
                + "\n"
                + sideBySide("data", heads, rows(one), rows(other), false)
                + "\n"
                + sideBySide("metric", heads, main(one), main(other), false);
    }

    private static String sideBySide(
            String what, List<String> heads, Map<String, ?> one, Map<String, ?> other, boolean onlyDifferent) {
        TextTable table = new TextTable(List.of(what, heads.get(0), heads.get(1)));
        Set<String> keys = new LinkedHashSet<>(one.keySet());
        keys.addAll(other.keySet());
        int rows = 0;
        for (String key : keys) {
            String left = one.containsKey(key) ? shown(one.get(key)) : "-";
            String right = other.containsKey(key) ? shown(other.get(key)) : "-";
            if (!onlyDifferent || !left.equals(right)) {
                table.row(List.of(key, left, right));
                rows++;
            }
        }
        return rows > 0 ? table.text() : onlyDifferent ? "the same " + what + "\n" : "no " + what + "\n";
    }

    private Map<String, String> job(LogEntry entry) {
        return read(entry, ModelFolder.JOB)
                .map(bytes -> JobFileReader.read(bytes, name(entry, ModelFolder.JOB), List.of(), Purpose.TRAIN)
                        .flattened())
                .orElse(Map.of());
    }

    private static Map<String, Object> rows(LogEntry entry) {
        return entry.metrics().containsKey("rows")
                ? Map.of("rows", entry.metrics().get("rows"))
                : Map.of();
    }

    /** The main metrics: a model's quality, and how it was trained. */
    private Map<String, Object> main(LogEntry entry) {
        Map<String, Object> main = new LinkedHashMap<>();
        metrics(entry).forEach((key, value) -> {
            boolean ofSplit = SPLITS.stream().anyMatch(key::startsWith) && value instanceof Number;
            if ((ofSplit || MAIN.contains(key)) && !(value instanceof Map) && !(value instanceof List)) {
                main.put(key, value);
            }
        });
        return main;
    }

    private Map<String, Object> metrics(LogEntry entry) {
        return read(entry, ModelFolder.METRICS)
                .map(bytes -> JsonObject.parse(bytes, name(entry, ModelFolder.METRICS))
                        .values())
                .orElse(Map.of());
    }

    /**
     * The hash of the weights if the metrics contain it, else that of the model's file, which contains more than the
     * weights.
     */
    private String weights(LogEntry entry) {
        return metrics(entry).get(WEIGHTS) instanceof String sha256
                ? sha256
                : Optional.ofNullable(entry.files().get(ModelFolder.MODEL))
                        .map(file -> file.sha256())
                        .orElse("none of version " + entry.version().orElseThrow());
    }

    private Optional<byte[]> read(LogEntry entry, String name) {
        return entry.files().containsKey(name) ? Optional.of(VersionFiles.read(store, entry, name)) : Optional.empty();
    }

    private String name(LogEntry entry, String name) {
        return store.version(entry.version().orElseThrow()) + "/" + name;
    }

    private static String metric(LogEntry entry, String key) {
        return entry.metrics().get(key) == null ? "" : shown(entry.metrics().get(key));
    }

    private static String shown(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return String.format(Locale.ROOT, "%,d", value);
        }
        return value instanceof Double number ? String.format(Locale.ROOT, "%.6g", number) : "" + value;
    }

    private static String few(String text) {
        return text.length() <= FEW ? text : text.substring(0, FEW - 1) + "…";
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
