package org.thalweg.jobs.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.thalweg.spark.config.SourcePosition;

/** Describes the engine's YAML errors in one line each. */
final class YamlSyntax {
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

    private YamlSyntax() {}

    static String explain(MarkedYamlEngineException error, SourcePosition source) {
        StringBuilder text = new StringBuilder("expected YAML, found a mistake: ").append(oneLine(error.getProblem()));
        if (error.getContext() != null) {
            text.append(" (").append(oneLine(error.getContext()));
            Optional<Mark> begin = error.getContextMark();
            if (begin.isPresent() && !source.override()) {
                text.append(" that begins on line ").append(begin.get().getLine() + 1);
            }
            text.append(')');
        }
        return text.append("; ").append(advice(error, source)).toString();
    }

    private static String advice(MarkedYamlEngineException error, SourcePosition source) {
        if (source.override()) {
            return adviceForOverride(source.source());
        }
        boolean reference = error.getContext() != null && error.getContext().matches(".*(alias|anchor).*");
        return reference
                ? "put quotes around text that starts with * or &"
                : "check the indentation (spaces, no tabs), the brackets and the quotes";
    }

    /** Advice that quotes the value itself, if it is a text and shown in full. */
    private static String adviceForOverride(String override) {
        int equals = override.indexOf('=');
        String value = override.substring(equals + 1);
        if (value.matches("\\s*[\\[{\"'].*")) {
            return "check the brackets and the quotes";
        }
        String advice = "put quotes around text with special characters";
        return override.endsWith(SourcePosition.CUT)
                ? advice
                : advice + ", e.g. --set '" + override.substring("--set ".length(), equals) + "=\"" + value + "\"'";
    }

    static String explain(ReaderException error) {
        return String.format("expected text, found the control character U+%04X; remove it", error.getCodePoint());
    }

    /**
     * The line of the first character that the engine refuses. The engine's own position counts from the start of its buffer.
     */
    static SourcePosition position(String yaml, ReaderException error, SourcePosition source) {
        int index = yaml.indexOf(error.getCodePoint());
        if (index < 0) {
            return source;
        }
        int line = 1
                + (int) yaml.substring(0, index).chars().filter(c -> c == '\n').count();
        return source.at(line, 1);
    }

    static String shortTag(String tag) {
        return tag.startsWith(STANDARD_TAGS) ? "!!" + tag.substring(STANDARD_TAGS.length()) : tag;
    }

    /** A text without the engine's line breaks, and without the code that it adds after a character. */
    static String oneLine(String text) {
        return text == null
                ? "no reason given"
                : text.strip()
                        .replaceAll("(?<=found(?: unknown escape character)? \\S)\\(\\d+\\)", "")
                        .replaceAll("\\s+", " ");
    }
}
