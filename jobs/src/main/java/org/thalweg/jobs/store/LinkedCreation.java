package org.thalweg.jobs.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.spark.WholeFiles;

/**
 * Exclusive creation on a local disk: the file is written and forced to disk under another name, and then gets its name
 * as a hard link. POSIX's {@code link} is atomic and fails if the name exists. Hadoop's own creation checks first and
 * then creates.
 */
final class LinkedCreation extends ExclusiveCreation {
    /** Gives a file a second name, unless that exists. */
    interface Linking {
        void link(java.nio.file.Path name, java.nio.file.Path file) throws IOException;
    }

    private final Linking linking;

    LinkedCreation(FileSystem files) {
        this(files, Files::createLink);
    }

    LinkedCreation(FileSystem files, Linking linking) {
        super(files);
        this.linking = linking;
    }

    @Override
    boolean create(Path file, byte[] bytes) throws IOException {
        Path draft = draftOf(file);
        WholeFiles.write(files, draft, out -> out.write(bytes));
        try {
            linking.link(local(file), local(draft));
            force(local(file).getParent());
            return true;
        } catch (FileAlreadyExistsException e) {
            // On NFS a response may be lost, and the retry then finds the link of the first attempt.
            return holds(file, bytes);
        } catch (UnsupportedOperationException e) {
            throw new IOException("hard links cannot be made", e);
        } finally {
            deleteDraft(draft);
        }
    }

    private java.nio.file.Path local(Path file) {
        return java.nio.file.Path.of(files.makeQualified(file).toUri().getPath());
    }

    /**
     * Forces the folder to disk, so that the name survives a power failure. Systems that cannot open a folder do so
     * themselves.
     */
    private static void force(java.nio.file.Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not supported on this system.
        }
    }

    @Override
    String described() {
        return "by a hard link";
    }
}
