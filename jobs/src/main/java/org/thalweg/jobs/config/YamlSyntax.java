package org.thalweg.jobs.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.thalweg.spark.config.SourcePosition;

/** Words the engine's complaints about wrong YAML in one line each. */
final class YamlSyntax {
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

    private YamlSyntax() {}

    static String explain(MarkedYamlEngineException fault, SourcePosition source) {
        StringBuilder text = new StringBuilder("expected YAML, found a mistake: ").append(oneLine(fault.getProblem()));
        if (fault.getContext() != null) {
            text.append(" (").append(oneLine(fault.getContext()));
            Optional<Mark> begin = fault.getContextMark();
            if (begin.isPresent() && !source.override()) {
                text.append(" that begins on line ").append(begin.get().getLine() + 1);
            }
            text.append(')');
        }
        return text.append("; ").append(advice(fault, source)).toString();
    }

    private static String advice(MarkedYamlEngineException fault, SourcePosition source) {
        if (source.override()) {
            return adviceForOverride(source.source());
        }
        boolean reference = fault.getContext() != null && fault.getContext().matches(".*(alias|anchor).*");
        return reference
                ? "put quotes around text that starts with * or &"
                : "check the indentation (spaces, no tabs), the brackets and the quotes";
    }

    /** Quotes the value itself, where it is text and shown in full. */
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

    static String explain(ReaderException fault) {
        return String.format("expected text, found the control character U+%04X; remove it", fault.getCodePoint());
    }

    /** The line of the first character that the engine refuses: its own position counts from its buffer's start. */
    static SourcePosition position(String yaml, ReaderException fault, SourcePosition source) {
        int index = yaml.indexOf(fault.getCodePoint());
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

    /** Without the engine's line breaks, and without the code that it puts behind a character. */
    static String oneLine(String text) {
        return text == null
                ? "no reason given"
                : text.strip()
                        .replaceAll("(?<=found(?: unknown escape character)? \\S)\\(\\d+\\)", "")
                        .replaceAll("\\s+", " ");
    }
}
