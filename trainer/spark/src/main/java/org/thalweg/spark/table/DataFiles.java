package org.thalweg.spark.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.thalweg.spark.FileSystems;

/** Lists the files of folders and globs. */
public final class DataFiles {
    private DataFiles() {}

    /**
     * The files at paths.
     *
     * @param files the files of each path, sorted by name, without hidden files and without files in subfolders
     * @param deep whether there are files in subfolders
     */
    record Listing(List<FileStatus> files, boolean deep) {}

    /** The files at paths: see {@link Listing#files}. */
    public static List<FileStatus> at(List<String> paths, Configuration hadoop) throws IOException {
        return listing(paths, hadoop).files();
    }

    static Listing listing(List<String> paths, Configuration hadoop) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        boolean deep = false;
        for (String path : paths) {
            Path pattern = new Path(path);
            FileSystem system = FileSystems.of(pattern, hadoop);
            List<FileStatus> candidates = new ArrayList<>();
            FileStatus[] matches = system.globStatus(pattern);
            for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
                List<FileStatus> below =
                        match.isDirectory() ? List.of(system.listStatus(match.getPath())) : List.of(match);
                deep |= below.stream().anyMatch(inside -> inside.isDirectory() && !isHidden(inside.getPath()));
                candidates.addAll(below);
            }
            candidates.stream()
                    .filter(file -> file.isFile() && !isHidden(file.getPath()))
                    .sorted(Comparator.comparing(file -> file.getPath().toString()))
                    .forEach(files::add);
        }
        return new Listing(files, deep);
    }

    /** A path that is read literally, and not as a glob. */
    public static String escaped(Path path) {
        return path.toString().replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
    }

    /** The path of a URI, as encoded by Spark. */
    static Path location(String address) {
        try {
            return new Path(URI.create(address));
        } catch (IllegalArgumentException e) {
            return new Path(address);
        }
    }

    /** A file for a message: local files are shown as paths, not as URIs. */
    static String shown(Path file) {
        return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
    }

    /** The characters of a text file, which may be compressed according to its name. */
    static BufferedReader reader(Path file, Configuration hadoop) throws IOException {
        return reader(file, hadoop, StandardCharsets.UTF_8);
    }

    /** The same in another encoding. */
    static BufferedReader reader(Path file, Configuration hadoop, Charset charset) throws IOException {
        InputStream raw = FileSystems.of(file, hadoop).open(file);
        CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
        InputStream plain = codec == null ? raw : codec.createInputStream(raw);
        return new BufferedReader(new InputStreamReader(plain, charset));
    }

    /** Hidden for Spark's readers too: checksums, success markers, and incomplete files. */
    private static boolean isHidden(Path file) {
        return file.getName().startsWith(".") || file.getName().startsWith("_");
    }
}
