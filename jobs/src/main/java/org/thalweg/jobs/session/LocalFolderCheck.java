package org.thalweg.jobs.session;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.thalweg.spark.RowStorage;

/**
 * Checks the driver's local folders before Spark starts, as Spark ends the process if it cannot use any.
 *
 * @param setting the setting that names the folders
 * @param folders the folders in the setting
 */
record LocalFolderCheck(String setting, List<String> folders) {
    private static final String CONF = "spark.local.dir";

    /**
     * Set in a YARN container, where YARN sets the folders; elsewhere {@code SPARK_LOCAL_DIRS} overrides Spark's
     * setting.
     */
    private static final String CONTAINER = "CONTAINER_ID";

    private static final String FILE = "file:";

    private static final String OF_YARN = "LOCAL_DIRS";
    private static final String OF_SPARK = "SPARK_LOCAL_DIRS";

    /** The folders that Spark will use. */
    static LocalFolderCheck of(SparkConf conf, Map<String, String> environment) {
        if (environment.containsKey(CONTAINER)) {
            return split(OF_YARN, environment.getOrDefault(OF_YARN, ""));
        }
        return environment.containsKey(OF_SPARK)
                ? split(OF_SPARK, environment.get(OF_SPARK))
                : split(CONF, conf.get(CONF, System.getProperty("java.io.tmpdir")));
    }

    private static LocalFolderCheck split(String setting, String folders) {
        return new LocalFolderCheck(setting, List.of(folders.split(",")));
    }

    /**
     * Requires a usable folder.
     *
     * @return warnings about unusable folders, which Spark ignores
     * @throws UsageException if there is none
     */
    List<String> warnings() {
        List<String> faults = new ArrayList<>();
        for (String folder : folders) {
            requireNoSpaceAround(folder);
            fault(folder).ifPresent(faults::add);
        }
        if (faults.size() == folders.size()) {
            throw new UsageException(setting + ": expected a folder that Spark can write into, found "
                    + String.join("; ", faults) + "; name another folder" + how());
        }
        return faults.stream()
                .map(found -> "warning: " + setting + ": expected folders that Spark can write into, found " + found
                        + "; Spark uses only the others")
                .toList();
    }

    /** Spark would create a folder with a space in its name, in the working folder. */
    private void requireNoSpaceAround(String folder) {
        if (!folder.equals(folder.strip())) {
            throw new UsageException(setting + ": expected folders separated by commas only, found \"" + folder
                    + "\"; remove the space");
        }
    }

    private String how() {
        return setting.equals(CONF)
                ? " with --conf spark.local.dir=FOLDER before the command"
                : setting.equals(OF_SPARK)
                        ? " in that environment variable, or unset it and use --conf spark.local.dir=FOLDER before the"
                                + " command"
                        : " in yarn.nodemanager.local-dirs";
    }

    /** Tries what Spark will do: creates the folder, and one in it. Empty if that works. */
    private static Optional<String> fault(String name) {
        if (name.isBlank()) {
            return Optional.of("an empty name");
        }
        try {
            Path folder = Files.createDirectories(Path.of(name));
            Files.delete(Files.createTempDirectory(folder, "thalweg-"));
            return Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return Optional.of(name + ", which is a file");
        } catch (NoSuchFileException e) {
            return Optional.of(name + ", which cannot be created");
        } catch (AccessDeniedException e) {
            return Optional.of(name + ", which is not writable");
        } catch (FileSystemException e) {
            return Optional.of(name + " (" + e.getReason() + ")");
        } catch (IOException | InvalidPathException e) {
            return Optional.of(name + " (" + e.getMessage() + ")");
        }
    }

    /**
     * Requires space for the jars that Spark copies into one of the folders when it starts in local mode.
     *
     * @param jars the value of {@code spark.jars}
     * @throws UsageException if there is too little
     */
    void requireRoomFor(String jars) {
        long needed = Stream.of(jars.split(","))
                .map(jar -> new File(jar.startsWith(FILE) ? URI.create(jar).getPath() : jar))
                .mapToLong(File::length)
                .sum();
        for (String name : folders) {
            File folder = new File(name);
            if (fault(name).isEmpty() && folder.getTotalSpace() > 0 && folder.getUsableSpace() < needed) {
                throw new UsageException(setting + ": expected " + RowStorage.megabytes(needed)
                        + " free for the jars that Spark copies there, and more for rows, found "
                        + RowStorage.megabytes(folder.getUsableSpace()) + " (" + name + "); name another folder"
                        + how());
            }
        }
    }
}
