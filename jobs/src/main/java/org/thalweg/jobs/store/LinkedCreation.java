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
 * On a local disk: the file is written and forced under another name, and then gets its own as a second, hard link, which
 * POSIX's {@code link} makes in one step and only if the name is free. Hadoop's own creation there looks first and
 * creates then.
 */
final class LinkedCreation extends ExclusiveCreation {
    /** Gives a file a second name, if that is free. */
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
            // Also where an answer of NFS was lost, and its second try finds what the first has done.
            return holds(file, bytes);
        } catch (UnsupportedOperationException e) {
            throw new IOException("hard links cannot be made", e);
        } finally {
            takeAway(draft);
        }
    }

    private java.nio.file.Path local(Path file) {
        return java.nio.file.Path.of(files.makeQualified(file).toUri().getPath());
    }

    /** The name, too, must outlive a loss of power; where a folder cannot be opened, the system sees to it itself. */
    private static void force(java.nio.file.Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not on this system.
        }
    }

    @Override
    String described() {
        return "by a hard link";
    }
}
