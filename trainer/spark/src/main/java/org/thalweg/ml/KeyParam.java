package org.thalweg.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;

/**
 * A key of job files as a param, such as {@code optimizer.schedule.type}. Its values are numbers, truth values, texts, lists and
 * maps. A text that starts with a bracket or a brace is a list or a map in JSON, so that all of them can be given as a text.
 * They are checked when a model is fitted, all at once, as a job file is.
 */
public final class KeyParam extends Param<Object> {
    private static final long serialVersionUID = 1;

    KeyParam(Identifiable owner, String name, String doc) {
        super(owner, name, doc);
    }

    /** The class of the values over Spark Connect, where each comes as a text; Spark 3.5 asks for none. */
    @SuppressWarnings("unchecked") // a text is one of the values
    public Class<Object> dataClass() {
        return (Class<Object>) (Class<?>) String.class;
    }

    /**
     * A value as a job file's: a text of JSON as the list or map that it is.
     *
     * @throws IllegalArgumentException for a text that starts as JSON does, and is none
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
