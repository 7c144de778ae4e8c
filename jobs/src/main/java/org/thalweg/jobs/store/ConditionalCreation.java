package org.thalweg.jobs.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * On an object store: the upload, which is seen once it is completed, is completed only if there is no such object
 * (S3: {@code If-None-Match: *}). Looking first, as Hadoop does where that is off, excludes nobody.
 */
final class ConditionalCreation extends ExclusiveCreation {
    /** Of Hadoop from 3.4.2 on; earlier ones, and other stores' connectors, do not know it and let it be. */
    private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

    ConditionalCreation(FileSystem files) {
        super(files);
    }

    @Override
    boolean create(Path file, byte[] bytes) throws IOException {
        try {
            FSDataOutputStream out = open(file);
            try {
                out.write(bytes);
            } catch (IOException e) {
                giveUp(out);
                throw e;
            }
            out.close();
            return true;
        } catch (IOException e) {
            // Refused, or the answer was lost: what is there now tells.
            if (holds(file, bytes)) {
                return true;
            }
            if (files.exists(file)) {
                return false;
            }
            throw e;
        }
    }

    /** Closed, it would be completed. */
    private static void giveUp(FSDataOutputStream out) {
        try {
            out.abort();
        } catch (UnsupportedOperationException e) {
            // What it holds goes with the process.
        }
    }

    private FSDataOutputStream open(Path file) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = files.createFile(file);
        return (FSDataOutputStream)
                builder.overwrite(false).opt(CONDITIONAL, true).build();
    }

    @Override
    void probe(Path folder) throws IOException {
        super.probe(folder);
        Path file = new Path(folder, ".probe-" + UUID.randomUUID());
        try {
            FSDataOutputStream first = open(file);
            first.write("first".getBytes(StandardCharsets.UTF_8));
            if (files.exists(file)) {
                first.close();
                throw new IOException("a file is seen before it is whole");
            }
            requireExcluded(file, first);
        } finally {
            files.delete(file, false);
        }
    }

    /** Two writers that have both looked, and found nothing: the second to end must be refused. */
    private void requireExcluded(Path file, FSDataOutputStream first) throws IOException {
        FSDataOutputStream second;
        try {
            second = open(file);
        } catch (IOException e) {
            first.close();
            return;
        }
        second.write("second".getBytes(StandardCharsets.UTF_8));
        first.close();
        boolean refused = false;
        try {
            second.close();
        } catch (IOException e) {
            refused = true;
        }
        if (!refused || !holds(file, "first".getBytes(StandardCharsets.UTF_8))) {
            throw new IOException("of two writers at once the second replaces what the first has written");
        }
    }

    @Override
    String described() {
        return "by a conditional write";
    }
}
