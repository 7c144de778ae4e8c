package org.thalweg.spark.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.thalweg.spark.FileSystems;

/** Estimates the number of rows in files with one row per line, from their size and the first lines of the first file. */
public final class RowEstimate {
    private static final int READ = 1 << 20;

    private RowEstimate() {}

    /** The estimate; empty for other formats, for compressed files, and if a file cannot be read. */
    public static OptionalLong of(OpenTable table) {
        if (!(table.format() instanceof FileFormat files) || !table.format().hasRowsByLine()) {
            return OptionalLong.empty();
        }
        Configuration hadoop = table.spark().sessionState().newHadoopConf();
        CompressionCodecFactory codecs = new CompressionCodecFactory(hadoop);
        try {
            List<FileStatus> notEmpty = DataFiles.at(files.source().paths(), hadoop).stream()
                    .filter(file -> file.getLen() > 0)
                    .toList();
            if (notEmpty.isEmpty() || notEmpty.stream().anyMatch(file -> codecs.getCodec(file.getPath()) != null)) {
                return OptionalLong.empty();
            }
            long bytes = notEmpty.stream().mapToLong(FileStatus::getLen).sum();
            return OptionalLong.of(Math.round(bytes / bytesALine(notEmpty.get(0), hadoop)));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static double bytesALine(FileStatus file, Configuration hadoop) throws IOException {
        try (InputStream in = FileSystems.of(file.getPath(), hadoop).open(file.getPath())) {
            byte[] start = in.readNBytes(READ);
            int lines = 0;
            for (byte each : start) {
                lines += each == '\n' ? 1 : 0;
            }
            return (double) start.length / Math.max(1, lines);
        }
    }
}
