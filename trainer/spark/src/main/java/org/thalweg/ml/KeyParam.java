package org.thalweg.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;

/**
 * A key of job files as a param, such as {@code optimizer.schedule.type}. Its values are numbers, truth values, texts, lists and
 * maps. A text that starts with a bracket or a brace is a list or a map in JSON, so that all of them can be given as a text.
 * They are checked when a model is fitted, all at once, as a job file is.
 */
public final class KeyParam extends Param<Object> {
    private static final long serialVersionUID = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

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
            return JSON.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    name() + ": expected a list or a map in JSON, found " + text + ": " + e.getOriginalMessage()
                            + "; write e.g. [1, 2] or {\"a\": 1}",
                    e);
        }
    }

    @Override
    public void validate(Object value) {
        setting(value);
    }

    @Override
    public String jsonEncode(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    name() + ": expected a number, a truth value, a text, a list or a map, found "
                            + value.getClass().getName(),
                    e);
        }
    }

    @Override
    public Object jsonDecode(String json) {
        try {
            return JSON.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name() + ": expected a value in JSON, found " + json, e);
        }
    }
}
