package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.jobs.retrain.Watermark.FileMark;

/** Known files, indexed by content. */
final class FileContents {
    private final List<Map.Entry<String, FileMark>> sorted;

    FileContents(Map<String, FileMark> files) {
        sorted = new ArrayList<>(files.entrySet());
        sorted.sort(Comparator.<Map.Entry<String, FileMark>, Sha256>comparing(
                        file -> file.getValue().sha256())
                .thenComparing(file -> file.getValue().runNumber()));
    }

    /** The file of a content that arrived first. */
    Optional<Map.Entry<String, FileMark>> first(Sha256 content) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).getValue().sha256().compareTo(content) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < sorted.size() && sorted.get(low).getValue().sha256().equals(content)
                ? Optional.of(sorted.get(low))
                : Optional.empty();
    }
}
