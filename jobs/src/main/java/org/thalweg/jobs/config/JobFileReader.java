package org.thalweg.jobs.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.spark.config.Purpose;
import org.thalweg.spark.config.Reading;
import org.thalweg.spark.config.Settings;
import org.thalweg.spark.config.SettingsErrors;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.config.SourcePosition;
import org.thalweg.spark.config.Value;
import org.thalweg.spark.config.Value.Mapping;

/** Reads job files. All errors of a file and its overrides are thrown as one {@link SettingsException}. */
public final class JobFileReader {
    private static final String NAMELESS = "job";

    private JobFileReader() {}

    /**
     * Reads a job file's text.
     *
     * @param yaml the text; may be blank if there are overrides
     * @param fileName the file's name or path, for messages; its base name is the default of {@code name}
     * @param overrides {@code key.path=value}, with a YAML value; the later of two for the same key wins
     * @param purpose the command for which the file is read
     * @throws SettingsException if anything is wrong with the text or the overrides
     */
    public static JobFile read(String yaml, String fileName, List<String> overrides, Purpose purpose) {
        SettingsErrors errors = new SettingsErrors();
        SourcePosition file = SourcePosition.file(fileName);
        Optional<Mapping> written = mapping(yaml, file, !overrides.isEmpty(), errors);
        Mapping whole = Overrides.apply(written.orElse(new Mapping(file, Map.of())), overrides, JobFile.GROUP, errors);
        Optional<Settings> settings = written.map(map ->
                Reading.read(JobFile.GROUP, whole, file, errors, new Reading.Context(purpose, baseName(fileName))));
        errors.throwIfAny();
        return new JobFile(settings.orElseThrow());
    }

    /**
     * Reads a job file's bytes, which must be UTF-8; otherwise as {@link #read(String, String, List, Purpose)}.
     *
     * @throws SettingsException if the bytes are not UTF-8, or anything is wrong with the text or the overrides
     */
    public static JobFile read(byte[] utf8, String fileName, List<String> overrides, Purpose purpose) {
        return read(decode(utf8, fileName), fileName, overrides, purpose);
    }

    private static String decode(byte[] bytes, String fileName) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            SettingsErrors errors = new SettingsErrors();
            errors.add(
                    SourcePosition.file(fileName).at(line, 1),
                    String.format(
                            "expected text in UTF-8, found the byte 0x%02X at offset %d; save the file as UTF-8",
                            bytes[in.position()], in.position()));
            errors.throwIfAny();
        }
        return text;
    }

    /** The file's map of keys. Empty, with an error, if the file contains something else. */
    private static Optional<Mapping> mapping(
            String yaml, SourcePosition file, boolean mayBeEmpty, SettingsErrors errors) {
        int before = errors.count();
        Optional<Value> root = YamlComposer.compose(yaml, "", file, errors);
        if (root.isPresent() && root.get() instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        boolean empty = root.map(Value::isNothing).orElse(errors.count() == before);
        if (empty && mayBeEmpty) {
            return Optional.of(new Mapping(file, Map.of()));
        }
        if (empty || root.isPresent()) {
            String found = empty ? "an empty file" : root.get().found();
            errors.add(
                    empty ? file : root.get().position(),
                    "expected a job file's keys (task, data, network, model, …), found " + found
                            + "; begin with e.g. task: classification");
        }
        return Optional.empty();
    }

    private static String baseName(String fileName) {
        String last = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        int dot = last.lastIndexOf('.');
        String base = dot > 0 ? last.substring(0, dot) : last;
        return base.isBlank() ? NAMELESS : base;
    }
}
