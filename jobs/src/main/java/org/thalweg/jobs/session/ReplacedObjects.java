package org.thalweg.jobs.session;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.jobs.store.RunLock;
import org.thalweg.math.Fingerprint;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.spark.WholeFiles;

/**
 * An output folder on an object store, where a rename is not atomic. The upload of one object replaces the old content
 * by the new.
 *
 * <p>For a model this object is the model's file. The other files are uploaded before it {@linkplain ModelFolder#beside
 * beside} the folder, under the SHA-256 of the model's file, and copied into the folder after it. For rows it is
 * {@linkplain SparkFileList Spark's list} of the folder's files, which exists only while the rows are replaced. A
 * marker says that the folder is being written: {@link #recover} completes or undoes what a killed run has started.
 */
final class ReplacedObjects extends OutputFolder {
    private static final String MARKER = "_replacing";

    private static final Set<String> OF_MODEL =
            Set.of(ModelFolder.MODEL, ModelFolder.METRICS, ModelFolder.HISTORY, ModelFolder.JOB, ModelFolder.REPORT);

    private final Map<String, TensorFile.Content> contents = new LinkedHashMap<>();
    private Set<String> before; // the files that new rows replace; null if no rows are written

    ReplacedObjects(FileSystem files, Path target, boolean overwrite, RunLock lock) throws IOException {
        super(files, target, overwrite, lock);
        WholeFiles.replace(files, marker(target), out -> {});
    }

    private static Path marker(Path target) {
        return new Path(target, MARKER);
    }

    /** Whether a run is writing a folder, or was killed while it did. */
    static boolean isMarked(FileSystem files, Path target) throws IOException {
        return files.exists(marker(target));
    }

    /** Restores the old content, or completes the new content, of a folder whose run was killed. */
    static void recover(FileSystem files, Path target) throws IOException {
        if (!isMarked(files, target)) {
            return;
        }
        SparkFileList list = new SparkFileList(files, target);
        Optional<Set<String>> rows = list.names();
        if (rows.isPresent()) {
            settleRows(files, target, rows.get());
        } else if (files.exists(new Path(target, ModelFolder.MODEL))) {
            settleModel(files, target);
        } else if (!isOurs(files, target)) {
            files.delete(new Path(target, ModelFolder.LABELS), false);
        }
        deleteFilesBeside(files, target);
        if (isOurs(files, target) || files.listStatus(target).length == 1) {
            files.delete(marker(target), false);
        }
    }

    /** Deletes the files of rows that are not in a set, and then Spark's list. */
    private static void settleRows(FileSystem files, Path target, Set<String> rows) throws IOException {
        for (FileStatus status : files.listStatus(target)) {
            String name = status.getPath().getName();
            if (name.equals("_temporary") || isOfRows(name) && !rows.contains(name)) {
                files.delete(status.getPath(), true);
            }
        }
        if (!rows.isEmpty() && !isOurs(files, target)) {
            WholeFiles.replace(files, new Path(target, SUCCESS), out -> {});
        }
        new SparkFileList(files, target).delete();
    }

    private static boolean isOfRows(String name) {
        return !name.startsWith("_") && !name.startsWith(".");
    }

    /** Copies the other files of the current model into its folder, replacing those of the previous one. */
    private static void settleModel(FileSystem files, Path target) throws IOException {
        Optional<Path> beside = ModelFolder.beside(files, target);
        if (beside.isEmpty()) {
            return;
        }
        for (FileStatus status : files.listStatus(beside.get())) {
            Path file = status.getPath();
            if (!file.getName().equals(ModelFolder.COMPLETE)) {
                WholeFiles.replace(files, new Path(target, file.getName()), out -> WholeFiles.copy(files, file, out));
            }
        }
        for (FileStatus status : files.listStatus(target)) {
            String name = status.getPath().getName();
            if (!OF_MODEL.contains(name) && !name.equals(MARKER)) {
                files.delete(status.getPath(), true);
            }
        }
    }

    private static void deleteFilesBeside(FileSystem files, Path target) throws IOException {
        Pattern name =
                Pattern.compile(Pattern.quote(ModelFolder.beside(target, "").getName()) + "[0-9a-f]{64}");
        for (FileStatus status : list(files, target.getParent())) {
            if (name.matcher(status.getPath().getName()).matches()) {
                files.delete(new Path(status.getPath(), ModelFolder.COMPLETE), false);
                files.delete(status.getPath(), true);
            }
        }
    }

    private static FileStatus[] list(FileSystem files, Path folder) throws IOException {
        try {
            return files.listStatus(folder);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    /** Keeps the content in memory until it is published, as an object cannot be renamed. */
    @Override
    public void write(String name, TensorFile.Content content) {
        contents.put(name, content);
    }

    @Override
    public void save(DataFrameWriter<Row> rows) {
        try {
            List<FileStatus> there = ofRows();
            new SparkFileList(files, target).replace(there);
            before = there.stream().map(file -> file.getPath().getName()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw cannotPublish(e);
        }
        rows.mode(SaveMode.Append)
                .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", false)
                .save(target.toString());
    }

    private List<FileStatus> ofRows() throws IOException {
        List<FileStatus> rowFiles = new ArrayList<>();
        for (FileStatus status : files.listStatus(target)) {
            if (status.isFile() && isOfRows(status.getPath().getName())) {
                rowFiles.add(status);
            }
        }
        return rowFiles;
    }

    @Override
    void publishWritten() throws IOException {
        if (before == null) {
            requireNoOther();
        }
        if (before != null) {
            publishRows();
        } else if (contents.containsKey(ModelFolder.MODEL)) {
            publishModel();
        } else {
            publishImages();
        }
        published = true;
        recover(files, target);
    }

    private void publishRows() throws IOException {
        List<FileStatus> written = ofRows();
        written.removeIf(file -> before.contains(file.getPath().getName()));
        new SparkFileList(files, target).replace(written);
    }

    private void publishModel() throws IOException {
        Path beside = ModelFolder.beside(target, sha256(contents.get(ModelFolder.MODEL)));
        for (Map.Entry<String, TensorFile.Content> file : contents.entrySet()) {
            if (!file.getKey().equals(ModelFolder.MODEL)) {
                WholeFiles.replace(files, new Path(beside, file.getKey()), file.getValue());
            }
        }
        WholeFiles.replace(files, new Path(beside, ModelFolder.COMPLETE), out -> {});
        WholeFiles.replace(files, new Path(target, ModelFolder.MODEL), contents.get(ModelFolder.MODEL));
    }

    private static String sha256(TensorFile.Content content) throws IOException {
        MessageDigest digest = Fingerprint.begin();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.to(out);
        }
        return Fingerprint.end(digest);
    }

    /** Publishes images and labels. The images come last, as the folder counts as written once they exist. */
    private void publishImages() throws IOException {
        for (String last : List.of(ModelFolder.IMAGES, ModelFolder.MODEL, SUCCESS)) {
            files.delete(new Path(target, last), false);
        }
        for (FileStatus status : files.listStatus(target)) {
            if (!status.getPath().getName().equals(MARKER)) {
                files.delete(status.getPath(), true);
            }
        }
        WholeFiles.replace(files, new Path(target, ModelFolder.LABELS), contents.get(ModelFolder.LABELS));
        WholeFiles.replace(files, new Path(target, ModelFolder.IMAGES), contents.get(ModelFolder.IMAGES));
    }

    @Override
    String written() {
        return "what was written to " + target;
    }

    @Override
    void deleteUnpublished() throws IOException {
        if (lock.isHeld()) {
            recover(files, target);
        }
    }
}
