package org.thalweg.jobs.store;

import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.thalweg.spark.WholeFiles;

/**
 * Exclusive creation on HDFS: the file is written and forced to disk under another name, and then renamed, which is
 * atomic.
 */
final class RenamedCreation extends ExclusiveCreation {
    RenamedCreation(FileSystem files) {
        super(files);
    }

    @Override
    boolean create(Path file, byte[] bytes) throws IOException {
        Path draft = draftOf(file);
        WholeFiles.write(files, draft, out -> out.write(bytes));
        try {
            FileContext.getFileContext(files.getUri(), files.getConf()).rename(draft, file, Options.Rename.NONE);
            return true;
        } catch (FileAlreadyExistsException e) {
            // A retry may find the result of the first attempt.
            return holds(file, bytes);
        } catch (IOException e) {
            // The name node may have renamed the file, and its response been lost.
            if (holds(file, bytes)) {
                return true;
            }
            throw e;
        } finally {
            deleteDraft(draft);
        }
    }

    @Override
    String described() {
        return "by a rename that does not replace";
    }
}
