package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.thalweg.spark.config.SettingsErrors;
import org.thalweg.spark.config.SourcePosition;
import org.thalweg.spark.config.Value;
import org.thalweg.spark.config.Value.Entry;
import org.thalweg.spark.config.Value.Items;
import org.thalweg.spark.config.Value.Mapping;
import org.thalweg.spark.config.Value.Scalar;

/**
 * Reads YAML text into values with their positions. It uses the engine's events, not its node graph: with events, a written
 * tag can be distinguished from a resolved one, the depth can be limited before recursion, and a duplicate key is one error
 * among others. An alias shares the value of a complete anchor, so that values are never circular or expanded.
 */
final class YamlComposer {
    private static final int MAX_CHARACTERS = 4 << 20;
    private static final int MAX_DEPTH = 32;

    /** Ends reading at the first error after which the rest of the text cannot be read. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable() {
            super(null, null, false, false);
        }
    }

    private final SourcePosition source;
    private final SettingsErrors errors;
    private final Iterator<Event> events;
    private final Map<String, Value> anchors = new HashMap<>();

    /** The position that the engine has reached. */
    private SourcePosition reached;

    private boolean ended;

    private YamlComposer(String yaml, SourcePosition source, SettingsErrors errors) {
        this.source = source;
        this.errors = errors;
        this.reached = source;
        LoadSettings settings = LoadSettings.builder()
                .setParseComments(false)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        this.events = new Parse(settings).parseString(yaml).iterator();
    }

    /**
     * Reads the single document of the text. Empty if the text is empty, or if it is not YAML, which is an error. After other
     * errors, the value can still be read.
     *
     * @param path the key the value belongs to, for messages; empty for a whole file
     */
    static Optional<Value> compose(String yaml, String path, SourcePosition source, SettingsErrors errors) {
        if (yaml.length() > MAX_CHARACTERS) {
            errors.add(source, "expected at most " + MAX_CHARACTERS + " characters, found " + yaml.length());
            return Optional.empty();
        }
        try {
            return new YamlComposer(yaml, source, errors).document(path);
        } catch (Unreadable e) {
            return Optional.empty();
        } catch (MarkedYamlEngineException notYaml) {
            SourcePosition position = notYaml.getProblemMark()
                    .map(mark -> source.at(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(source);
            errors.addSyntax(position, YamlSyntax.explain(notYaml, source));
        } catch (ReaderException notText) {
            errors.add(YamlSyntax.position(yaml, notText, source), YamlSyntax.explain(notText));
        } catch (YamlVersionException version) {
            errors.add(source, "expected YAML 1.2, found another version after %YAML; remove that line");
        } catch (YamlEngineException other) {
            errors.add(source, "expected YAML, found: " + YamlSyntax.oneLine(other.getMessage()));
        }
        return Optional.empty();
    }

    /**
     * Also reports exceptions that the engine does not handle, such as for an escape with eight digits that is too large for
     * an int.
     */
    private Event next() {
        try {
            Event event = events.next();
            ended = event.getEventId() == Event.ID.StreamEnd;
            reached = position(event);
            return event;
        } catch (YamlEngineException e) {
            throw e;
        } catch (RuntimeException unexpected) {
            errors.add(
                    reached,
                    "expected YAML, found what cannot be read, here or soon after ("
                            + YamlSyntax.oneLine(unexpected.getMessage()) + ")");
            throw new Unreadable();
        }
    }

    private Optional<Value> document(String path) {
        Optional<Value> root = Optional.empty();
        boolean started = false;
        while (!ended) {
            Event event = next();
            if (event.getEventId() == Event.ID.DocumentStart) {
                if (started) {
                    errors.add(
                            position(event),
                            "expected one YAML document, found a second one; keep one, without a line ---");
                    return root;
                }
                started = true;
                root = Optional.of(value(next(), path, 0));
            }
        }
        return root;
    }

    private Value value(Event event, String path, int depth) {
        if (depth > MAX_DEPTH) {
            errors.add(position(event), "expected at most " + MAX_DEPTH + " levels of nesting, found more");
            throw new Unreadable();
        }
        if (event instanceof AliasEvent alias) {
            return anchored(alias);
        }
        refuseTag(event, path);
        Value value;
        if (event instanceof ScalarEvent scalar) {
            value = new Scalar(position(event), scalar.getValue(), scalar.isPlain());
        } else if (event.getEventId() == Event.ID.SequenceStart) {
            value = items(position(event), path, depth);
        } else {
            value = mapping(position(event), path, depth);
        }
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), value));
        return value;
    }

    private Value anchored(AliasEvent alias) {
        Value value = anchors.get(alias.getAlias().getValue());
        if (value == null) {
            errors.add(
                    position(alias),
                    "expected the alias *" + alias.getAlias().getValue() + " of an anchor (&) further up, found no such"
                            + " anchor; quote text that starts with *");
            throw new Unreadable();
        }
        return value;
    }

    private Items items(SourcePosition position, String path, int depth) {
        List<Value> values = new ArrayList<>();
        Event event = next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            values.add(value(event, path + "[" + values.size() + "]", depth + 1));
            event = next();
        }
        return new Items(position, values);
    }

    private Mapping mapping(SourcePosition position, String path, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Event event = next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            Value key = value(event, path, depth + 1);
            String name = key instanceof Scalar scalar ? scalar.text() : "";
            String full = path.isEmpty() ? name : path + "." + name;
            Value value = value(next(), full, depth + 1);
            Entry first = name.isBlank() ? null : entries.putIfAbsent(name, new Entry(key.position(), value));
            if (first != null) {
                errors.add(
                        key.position(),
                        "duplicate key " + full + "; it stands "
                                + (source.override()
                                        ? "twice"
                                        : "on line " + first.key().line() + " already")
                                + ": keep one");
            } else if (name.isBlank()) {
                String what = key instanceof Scalar ? "nothing" : key.found();
                errors.add(key.position(), "expected a key" + below(path) + ", found " + what);
            }
            event = next();
        }
        return new Mapping(position, entries);
    }

    private static String below(String path) {
        return path.isEmpty() ? "" : " below " + path;
    }

    private void refuseTag(Event event, String path) {
        Optional<String> tag = Optional.empty();
        if (event instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        } else if (event instanceof CollectionStartEvent start) {
            tag = start.getTag();
        }
        tag.ifPresent(written -> errors.add(
                position(event),
                (path.isEmpty() ? "" : path + ": ") + "expected a value without a tag, found "
                        + YamlSyntax.shortTag(written) + "; remove it"));
    }

    private SourcePosition position(Event event) {
        return event.getStartMark()
                .map(mark -> source.at(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(source);
    }
}
