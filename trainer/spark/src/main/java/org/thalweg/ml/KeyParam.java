package org.thalweg.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;

/**
 * A key of job files as a param, such as {@code optimizer.schedule.type}. Its values are numbers, booleans, strings, lists and
 * maps. A string that starts with a bracket or a brace is parsed as a JSON list or map.
 * All values are checked together when a model is fitted, as in a job file.
 */
public final class KeyParam extends Param<Object> {
    private static final long serialVersionUID = 1;

    KeyParam(Identifiable owner, String name, String doc) {
        super(owner, name, doc);
    }

    /** The class of the values over Spark Connect, which sends each as a string. Not called by Spark 3.5. */
    @SuppressWarnings("unchecked") // a string is a valid value
    public Class<Object> dataClass() {
        return (Class<Object>) (Class<?>) String.class;
    }

    /**
     * The value as in a job file: a JSON string is parsed to its list or map.
     *
     * @throws IllegalArgumentException if a string starts like JSON and is not valid JSON
     */
    Object setting(Object value) {
        if (!(value instanceof String text) || !text.strip().matches("(?s)[\\[{].*")) {
            return value;
        }
        try {
            return JsonValues.read(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name() + ": expected a list or a map in JSON, found " + text + ": " + e.getMessage()
                            + "; write e.g. [1, 2] or {\"a\": 1}",
                    e);
        }
    }

    @Override
    public void validate(Object value) {
        if (setting(value) == value) {
            JsonValues.text(value);
        }
    }

    @Override
    public String jsonEncode(Object value) {
        return JsonValues.text(value);
    }

    @Override
    public Object jsonDecode(String json) {
        return JsonValues.read(json);
    }
}
