package org.thalweg.jobs.session;

import java.io.FileNotFoundException;
import java.io.IOException;
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
import org.thalweg.jobs.store.RunLock;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.spark.WholeFiles;

/** An output folder that is written under another name beside its target, and renamed to publish it. */
final class RenamedFolder extends OutputFolder {
    private static final String WRITING = "writing";
    private static final String OLD = "old";

    private final Path draft;

    RenamedFolder(FileSystem files, Path target, boolean overwrite, RunLock lock) throws IOException {
        super(files, target, overwrite, lock);
        this.draft = new Path(target.getParent(), "." + target.getName() + "." + WRITING + "-" + UUID.randomUUID());
        if (!files.mkdirs(draft)) {
            throw new IOException("no folder can be created there");
        }
    }

    /** Undoes an incomplete {@link #publish} of a killed run, and deletes what it left. */
    static void recover(FileSystem files, Path target, Console console) throws IOException {
        putBack(files, target, console);
        for (Path draft : siblings(files, target, WRITING)) {
            files.delete(draft, true);
        }
        if (files.exists(target)) {
            for (Path old : siblings(files, target, OLD)) {
                files.delete(old, true);
            }
        }
    }

    private static void putBack(FileSystem files, Path target, Console console) throws IOException {
        if (files.exists(target)) {
            return;
        }
        List<Path> old = siblings(files, target, OLD);
        if (old.size() == 1 && isOurs(files, old.get(0)) && files.rename(old.get(0), target)) {
            console.report("warning: %s was missing, as a run was killed while it replaced it; restored", target);
        }
    }

    /** The folders that runs created beside a target. */
    private static List<Path> siblings(FileSystem files, Path target, String what) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote("." + target.getName() + "." + what + "-") + "[0-9a-f-]{36}");
        List<Path> siblings = new ArrayList<>();
        try {
            for (FileStatus status : files.listStatus(target.getParent())) {
                if (status.isDirectory()
                        && name.matcher(status.getPath().getName()).matches()) {
                    siblings.add(status.getPath());
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        }
        return siblings;
    }

    /** The folder to write to until it is published. */
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
            throw new UsageException("cannot write " + name + " for " + target
                    + ": expected disk space and permission, found " + e.getMessage() + "; nothing is left there");
        }
    }

    @Override
    void publishWritten() throws IOException {
        requireNoOther();
        boolean there = files.exists(target);
        Path old = new Path(target.getParent(), draft.getName().replace("." + WRITING + "-", "." + OLD + "-"));
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
        if (files.exists(within)) { // If the target has appeared meanwhile, Hadoop moves the folder into it.
            files.delete(within, true);
            throw new IOException("a folder that appeared meanwhile");
        }
        published = true;
        if (there) {
            files.delete(old, true);
        }
    }

    @Override
    String written() {
        return draft.toString();
    }

    @Override
    void deleteUnpublished() throws IOException {
        files.delete(draft, true);
    }
}
