package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The documentation of keys, made from their declarations: of one key as text, or of all keys as a page of Markdown. */
public final class KeyPage {
    /** A key and its path. */
    private record Entry(String path, Key<?> key, Key.Effect effect) {}

    private final Map<String, List<Entry>> byPath = new LinkedHashMap<>();

    /** The present paths by the paths of former names. */
    private final Map<String, String> renamed = new LinkedHashMap<>();

    private final Group root;

    /** The documentation of a group and of all groups below it. */
    public KeyPage(Group root) {
        this.root = root;
        gather("", root, Key.Effect.WEIGHTS);
    }

    private void gather(String path, Group group, Key.Effect above) {
        for (Key<?> key : documented(group)) {
            String at = path + key.name();
            Key.Effect effect = key.effect().compareTo(above) > 0 ? key.effect() : above;
            byPath.computeIfAbsent(at, unused -> new ArrayList<>()).add(new Entry(at, key, effect));
            if (!key.former().isEmpty()) {
                renamed.put(path + key.former(), at);
            }
            key.type().groups().forEach(below -> gather(at + "." + key.type().between(), below, effect));
        }
    }

    /** All keys except those that are always refused. */
    private static List<Key<?>> documented(Group group) {
        return group.keys().stream()
                .filter(key -> key.conditions().stream()
                        .noneMatch(condition -> condition.text().isEmpty()))
                .toList();
    }

    /** The paths of all keys, in their order. */
    public List<String> paths() {
        return List.copyOf(byPath.keySet());
    }

    /** The keys of a path. There are several if maps of different kinds have the same key. */
    public List<Key<?>> keys(String path) {
        return byPath.getOrDefault(path, List.of()).stream()
                .<Key<?>>map(Entry::key)
                .toList();
    }

    /**
     * Describes a key: what it is, its values, its default, its conditions, an example, and the keys below it.
     *
     * @throws IllegalArgumentException for a path that no key has
     */
    public String text(String path) {
        List<Entry> entries = byPath.get(path);
        if (renamed.containsKey(path)) {
            throw new IllegalArgumentException(
                    "expected a key of job files, found " + path + "; its name is " + renamed.get(path) + " now");
        }
        if (entries == null) {
            List<String> names = paths().stream().map(KeyPage::last).toList();
            String meant = SpellingSuggestion.to(path, paths())
                    .or(() -> SpellingSuggestion.to(last(path), names)
                            .map(names::indexOf)
                            .map(paths()::get))
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; the sections are "
                            + root.keys().stream().map(Key::name).collect(Collectors.joining(", ")));
            throw new IllegalArgumentException(
                    "expected a key of job files, found " + (path.isEmpty() ? "nothing" : path) + meant);
        }
        return entries.stream().map(this::text).collect(Collectors.joining("\n"));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private String text(Entry entry) {
        Key<?> key = entry.key();
        StringBuilder text = new StringBuilder(entry.path()).append('\n');
        line(text, "what", key.meaning());
        line(text, "value", key.type().expected());
        line(text, "default", key.defaultText());
        line(text, "only", conditions(key));
        line(text, "example", key.exampleText().isEmpty() ? "" : entry.path() + ": " + key.exampleText());
        line(
                text,
                "weights",
                switch (entry.effect()) {
                    case WEIGHTS -> "the trained weights depend on this key";
                    case ROWS ->
                        "the trained weights depend on this key only through the training rows, or it decides which model"
                                + " serves";
                    case NONE -> "the trained weights do not depend on this key";
                });
        line(text, "below", below(entry));
        key.type().choices().forEach((word, meaning) -> text.append(String.format("  %-16s %s%n", word, meaning)));
        return text.toString();
    }

    private static void line(StringBuilder text, String title, String value) {
        if (!value.isEmpty()) {
            text.append(String.format("  %-8s  %s%n", title, value));
        }
    }

    private static String conditions(Key<?> key) {
        return key.conditions().stream().map(Condition::text).collect(Collectors.joining(" and "));
    }

    private static String below(Entry entry) {
        return entry.key().type().groups().stream()
                .map(group -> documented(group).stream().map(Key::name).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; or "));
    }

    /** All keys as Markdown tables, with a heading for each map. */
    public String markdown() {
        StringBuilder page = new StringBuilder();
        table(page, "", root, new HashMap<>());
        return page.toString();
    }

    /**
     * Adds a table of the keys of a group, and the tables below it.
     *
     * @param shown the path at which each list of groups is described
     */
    private static void table(StringBuilder page, String path, Group group, Map<List<Group>, String> shown) {
        page.append("| key | value | default | what it is | example |\n|---|---|---|---|---|\n");
        for (Key<?> key : documented(group)) {
            String only = conditions(key).isEmpty() ? "" : " Only " + conditions(key) + ".";
            page.append(String.format(
                    "| `%s` | %s | %s | %s%s | %s |%n",
                    path + key.name(),
                    cell(key.type().expected()),
                    cell(key.defaultText()),
                    cell(key.meaning()),
                    cell(only),
                    key.exampleText().isEmpty() ? "" : "`" + cell(key.exampleText()) + "`"));
        }
        for (Key<?> key : documented(group)) {
            if (path.isEmpty()
                    || !key.name().equals(ChoiceKeys.TYPE)
                    || key.type().choices().isEmpty()) {
                continue;
            }
            page.append('\n');
            key.type().choices().forEach((word, meaning) -> page.append(String.format("- `%s`: %s%n", word, meaning)));
        }
        for (Key<?> key : documented(group)) {
            List<Group> groups = key.type().groups();
            String at = path + key.name();
            String same = groups.size() > 1 ? shown.putIfAbsent(groups, at) : null;
            if (same != null) {
                page.append(String.format("%n### `%s`%n%nThe forms and keys are those of `%s`, above.%n", at, same));
                continue;
            }
            for (Group below : groups) {
                String names = documented(below).stream().map(Key::name).collect(Collectors.joining(", "));
                String form =
                        groups.size() == 1 ? "" : ", form " + (groups.indexOf(below) + 1) + " of " + groups.size();
                page.append(String.format("%n### `%s`%s: %s%n%n", at, form, names));
                table(page, at + "." + key.type().between(), below, shown);
            }
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
