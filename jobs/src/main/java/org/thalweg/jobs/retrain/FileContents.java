package org.thalweg.jobs.retrain;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.thalweg.jobs.retrain.Watermark.FileMark;

/** Files that have been seen, by their contents. */
final class FileContents {
    private final Map<Sha256, Map.Entry<String, FileMark>> first;

    FileContents(Map<String, FileMark> files) {
        first = new HashMap<>((int) (files.size() / 0.75f) + 1);
        files.entrySet()
                .forEach(file -> first.merge(
                        file.getValue().sha256(),
                        file,
                        (one, other) ->
                                other.getValue().night() < one.getValue().night() ? other : one));
    }

    /** The first file of a content, by the night in which it came. */
    Optional<Map.Entry<String, FileMark>> first(Sha256 content) {
        return Optional.ofNullable(first.get(content));
    }
}
