package org.thalweg.jobs.session;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.spark.WholeFiles;

/** A folder that is written under another name beside its place, and renamed when it is done. */
final class RenamedFolder extends OutputFolder {
    private static final String WRITING = "writing";
    private static final String OLD = "old";

    private final FileSystem files;
    private final Path target;
    private final Path draft;
    private final boolean overwrite;
    private final List<Path> missingParents; // before the draft was made, from the lowest up
    private boolean published;

    RenamedFolder(FileSystem files, Path target, boolean overwrite) throws IOException {
        this.files = files;
        this.target = target;
        this.overwrite = overwrite;
        this.missingParents = missingParents(files, target);
        this.draft = sibling(WRITING);
        makeDraft();
    }

    private static List<Path> missingParents(FileSystem files, Path target) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path parent = target.getParent(); parent != null && !files.exists(parent); parent = parent.getParent()) {
            missing.add(parent);
        }
        return missing;
    }

    /** Undoes the half of a {@link #publish} that a killed run did. */
    static void putBack(FileSystem files, Path target, Console console) throws IOException {
        if (target.isRoot() || files.exists(target)) {
            return;
        }
        List<Path> old = siblings(files, target, OLD);
        if (old.size() == 1 && isOurs(files, old.get(0)) && files.rename(old.get(0), target)) {
            console.report(
                    "warning: %s was missing, as a run was killed that was about to replace it; put back", target);
        }
    }

    /** What runs made beside a target under names of their own. */
    private static List<Path> siblings(FileSystem files, Path target, String what) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote("." + target.getName() + "." + what + "-") + "[0-9a-f-]{36}");
        List<Path> found = new ArrayList<>();
        try {
            for (FileStatus status : files.listStatus(target.getParent())) {
                if (status.isDirectory()
                        && name.matcher(status.getPath().getName()).matches()) {
                    found.add(status.getPath());
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        }
        return found;
    }

    private void makeDraft() throws IOException {
        if (!files.mkdirs(draft)) {
            takeAway();
            throw new IOException("no folder can be made there");
        }
    }

    private Path sibling(String what) {
        return new Path(target.getParent(), "." + target.getName() + "." + what + "-" + UUID.randomUUID());
    }

    /** Where to write until it is published. */
    Path draft() {
        return draft;
    }

    @Override
    public void save(DataFrameWriter<Row> rows) {
        rows.mode(SaveMode.Append).save(draft.toString());
    }

    @Override
    public void write(String name, TensorFile.Content content) {
        try {
            WholeFiles.write(files, new Path(draft, name), content);
        } catch (IOException e) {
            throw new UsageException("cannot write " + name + " for " + target + ": expected room and rights, found "
                    + e.getMessage() + "; nothing is left there");
        }
    }

    @Override
    public void publish() {
        try {
            boolean there = files.exists(target);
            if (there && !overwrite) {
                throw new UsageException(target + ": expected nobody else to write there, found a folder that has "
                        + "appeared meanwhile; what was written is lost");
            }
            Path old = sibling(OLD);
            if (there && !files.rename(target, old)) {
                throw new IOException("cannot move the old folder away");
            }
            if (!files.rename(draft, target)) {
                if (there) {
                    files.rename(old, target);
                }
                throw new IOException("cannot rename " + draft);
            }
            Path within = new Path(target, draft.getName());
            if (files.exists(within)) { // Hadoop moves a folder into one that has appeared since it was looked for.
                files.delete(within, true);
                throw new IOException("a folder that has appeared meanwhile");
            }
            published = true;
            takeEmptyDraftsAway();
            if (there) {
                files.delete(old, true);
            }
        } catch (IOException e) {
            throw new UsageException(
                    "cannot publish " + target + ": expected room and rights, found " + e.getMessage());
        }
    }

    /**
     * What runs that were killed left before they wrote anything. A run that goes on loses nothing by it: creating a file
     * makes its parents again, on a local file system too, where a folder is taken away only if nothing is in it; Hadoop
     * itself would look into it first, and then delete what has come into it since.
     */
    private void takeEmptyDraftsAway() {
        try {
            for (Path other : siblings(files, target, WRITING)) {
                if (other.equals(draft) || files.listStatus(other).length > 0) {
                    continue;
                }
                if ("file".equals(files.getUri().getScheme())) {
                    Files.deleteIfExists(java.nio.file.Path.of(other.toUri().getPath()));
                } else {
                    files.delete(other, false);
                }
            }
        } catch (IOException e) {
            // They are in nobody's way.
        }
    }

    /** Takes the draft away, and the folders made on the way to it that nobody else has put anything into. */
    private void takeAway() throws IOException {
        files.delete(draft, true);
        takeEmptyDraftsAway();
        for (Path parent : missingParents) {
            if (!files.exists(parent) || files.listStatus(parent).length > 0) {
                return;
            }
            files.delete(parent, false);
        }
    }

    @Override
    public void close() {
        if (published) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            takeAway();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take away " + draft + ": " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
