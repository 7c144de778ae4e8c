package org.thalweg.jobs.store;

import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.thalweg.spark.WholeFiles;

/** On HDFS: the file is written and forced under another name, and renamed, which its name node does in one step. */
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
            // Also where a second try finds what the first has done.
            return holds(file, bytes);
        } catch (IOException e) {
            // The name node may have renamed, and its answer been lost.
            if (holds(file, bytes)) {
                return true;
            }
            throw e;
        } finally {
            takeAway(draft);
        }
    }

    @Override
    String described() {
        return "by a rename that replaces nothing";
    }
}
