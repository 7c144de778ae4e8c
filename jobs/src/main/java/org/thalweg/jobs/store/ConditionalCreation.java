package org.thalweg.jobs.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Exclusive creation on an object store: a conditional write completes only if the object does not exist (S3:
 * {@code If-None-Match: *}). Checking first, as Hadoop does without conditional writes, does not exclude another
 * writer.
 */
final class ConditionalCreation extends ExclusiveCreation {
    /** Supported by Hadoop from 3.4.2 on. Earlier versions, and other stores' connectors, ignore it. */
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
            // Refused, or the response was lost: the object's content shows which.
            if (holds(file, bytes)) {
                return true;
            }
            if (files.exists(file)) {
                return false;
            }
            throw e;
        }
    }

    /** Aborts an upload, as closing it would complete it. */
    private static void giveUp(FSDataOutputStream out) {
        try {
            out.abort();
        } catch (UnsupportedOperationException e) {
            // The upload ends with the process.
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
                throw new IOException("a file is visible before it is complete");
            }
            requireExcluded(file, first);
        } finally {
            files.delete(file, false);
        }
    }

    /** Tests two writers that both found no object: the second to complete must be refused. */
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
            throw new IOException("the second of two concurrent writers replaces what the first has written");
        }
    }

    @Override
    String described() {
        return "by a conditional write";
    }
}
