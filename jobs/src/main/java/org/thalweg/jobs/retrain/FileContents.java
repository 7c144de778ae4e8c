package org.thalweg.jobs.retrain;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.thalweg.jobs.retrain.Watermark.FileMark;

/** Known files, indexed by content. */
final class FileContents {
    private final Map<Sha256, Map.Entry<String, FileMark>> first;

    FileContents(Map<String, FileMark> files) {
        first = new HashMap<>((int) (files.size() / 0.75f) + 1);
        files.entrySet()
                .forEach(file -> first.merge(
                        file.getValue().sha256(),
                        file,
                        (one, other) ->
                                other.getValue().runNumber() < one.getValue().runNumber() ? other : one));
    }

    /** The file of a content that arrived first. */
    Optional<Map.Entry<String, FileMark>> first(Sha256 content) {
        return Optional.ofNullable(first.get(content));
    }
}
