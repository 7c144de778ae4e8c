package org.thalweg.jobs.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.spark.config.Group;
import org.thalweg.spark.config.SettingsErrors;
import org.thalweg.spark.config.SourcePosition;
import org.thalweg.spark.config.Value;
import org.thalweg.spark.config.Value.Entry;
import org.thalweg.spark.config.Value.Mapping;

/** Applies {@code key.path=value} overrides to a job file, one after the other, so that a later one wins. */
final class Overrides {
    private Overrides() {}

    static Mapping apply(Mapping file, List<String> overrides, Group keys, SettingsErrors errors) {
        Mapping root = file;
        for (String override : overrides) {
            SourcePosition position = SourcePosition.override(override);
            int equals = override.indexOf('=');
            String key = equals < 0 ? "" : override.substring(0, equals).strip();
            List<String> path = List.of(key.split("\\.", -1));
            if (path.stream().anyMatch(String::isBlank)) {
                errors.add(
                        position,
                        "expected key.path=value, found " + (equals < 0 ? "no =" : "an empty key")
                                + "; take e.g. seed=7");
                continue;
            }
            String text = override.substring(equals + 1);
            int before = errors.count();
            Optional<Value> value = YamlComposer.compose(text, key, position, errors);
            if (value.isPresent()) {
                root = set(root, path, 0, value.get(), List.of(keys), errors);
            } else if (text.isBlank()) {
                errors.add(
                        position,
                        key + ": expected a value, found nothing; write " + key + "=null for none or the default");
            } else if (errors.count() == before) {
                errors.add(position, key + ": expected a value, found a comment; put quotes around text that holds #");
            }
        }
        return root;
    }

    private static Mapping set(
            Mapping in, List<String> path, int depth, Value value, List<Group> keys, SettingsErrors errors) {
        String key = path.get(depth);
        Entry old = in.entries().get(key);
        if (depth == path.size() - 1) {
            return in.with(key, new Entry(value.position(), value));
        }
        List<Group> below = keys.stream()
                .flatMap(group -> group.keys().stream())
                .filter(candidate -> candidate.name().equals(key))
                .flatMap(found -> found.type().groups().stream())
                .toList();
        if (old == null || old.value().isNothing()) {
            Mapping empty = new Mapping(value.position(), Map.of());
            return in.with(key, new Entry(value.position(), set(empty, path, depth + 1, value, below, errors)));
        }
        Optional<Mapping> map = map(old.value(), below);
        if (map.isPresent()) {
            return in.with(key, new Entry(old.key(), set(map.get(), path, depth + 1, value, below, errors)));
        }
        String full = String.join(".", path.subList(0, depth + 1));
        errors.add(
                value.position(),
                full + ": expected a map to set " + path.get(depth + 1) + " in, found "
                        + old.value().found() + " (" + old.value().position().where() + "); set " + full
                        + " as a whole");
        return in;
    }

    /** A map, or the map that a single value means. */
    private static Optional<Mapping> map(Value value, List<Group> groups) {
        return value instanceof Mapping map
                ? Optional.of(map)
                : groups.stream()
                        .map(group -> group.map(value))
                        .flatMap(Optional::stream)
                        .findFirst();
    }
}
