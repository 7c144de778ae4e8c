package org.thalweg.jobs.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.spark.WholeFiles;

/**
 * Spark's list of a folder's files, in the format of its streaming file sink. While a folder has one, Spark reads only
 * these files. It contains full paths, so it must not stay in a folder that may be copied elsewhere.
 */
final class SparkFileList {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "v1";

    private final FileSystem files;
    private final Path folder;
    private final Path list;

    SparkFileList(FileSystem files, Path target) {
        this.files = files;
        this.folder = new Path(target, "_spark_metadata");
        this.list = new Path(folder, "0");
    }

    /** Replaces the list. */
    void replace(List<FileStatus> listed) throws IOException {
        StringBuilder text = new StringBuilder(VERSION);
        for (FileStatus file : listed) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("path", file.getPath().toUri().toString());
            entry.put("size", file.getLen());
            entry.put("isDir", false);
            entry.put("modificationTime", file.getModificationTime());
            entry.put("blockReplication", file.getReplication());
            entry.put("blockSize", file.getBlockSize());
            entry.put("action", "add");
            text.append('\n').append(JSON.writeValueAsString(entry));
        }
        WholeFiles.replace(files, list, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The names of the listed files; empty if there is no list. */
    Optional<Set<String>> names() throws IOException {
        if (!files.exists(list)) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        try (InputStream in = files.open(list)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList()) {
                names.add(new Path(URI.create(path(line))).getName());
            }
        }
        return Optional.of(names);
    }

    private String path(String line) {
        return JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), list.toString())
                .text("path");
    }

    void delete() throws IOException {
        files.delete(folder, true);
    }
}
