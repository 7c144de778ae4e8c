package org.thalweg.jobs.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.HoldOutSettings;

/**
 * The location of a path: its file system, and the names from the root. It is computed without connecting to a file
 * system, so that paths of different file systems can be compared.
 *
 * @param names names of folders; globs in paths of data
 */
public record Location(String scheme, String authority, List<String> names) {
    private static final Pattern HALF_A_CHOICE = Pattern.compile("[{][^}]*$");

    /** A path that data is read from. */
    private record Read(String key, String path) {}

    /**
     * The location of a path.
     *
     * @throws IllegalArgumentException if it is not a path
     */
    public static Location of(String path, Configuration hadoop) {
        URI home = FileSystem.getDefaultUri(hadoop);
        Path found = new Path(path); // normalises . and .. and doubled slashes
        URI uri = found.toUri();
        boolean ofHome = uri.getScheme() == null || uri.getScheme().equalsIgnoreCase(home.getScheme());
        if (!found.isAbsolute()) {
            uri = new Path(workingFolder(home), found).toUri();
        }
        String scheme = uri.getScheme() == null ? home.getScheme() : uri.getScheme();
        String authority = uri.getAuthority() == null && ofHome ? home.getAuthority() : uri.getAuthority();
        return new Location(
                scheme.toLowerCase(Locale.ROOT),
                authority == null ? "" : authority.toLowerCase(Locale.ROOT),
                Stream.of(uri.getPath().split("/"))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    /** The folder of relative paths: the working folder on the local file system, else the user's home folder. */
    private static Path workingFolder(URI home) {
        if ("file".equals(home.getScheme())) {
            return new Path(System.getProperty("user.dir"));
        }
        try {
            return new Path("/user", UserGroupInformation.getCurrentUser().getShortUserName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether files that match a glob may be in this location, or this location in one of them. */
    private boolean overlapsGlob(Location glob) {
        int known = 0; // Alternatives with separators, {a/b,c}, may match anything.
        while (known < glob.names.size()
                && !HALF_A_CHOICE.matcher(glob.names.get(known)).find()) {
            known++;
        }
        return overlaps(new Location(glob.scheme, glob.authority, glob.names.subList(0, known)), Location::matches);
    }

    private boolean overlaps(Location other, BiPredicate<String, String> sameName) {
        boolean all = scheme.equals(other.scheme) && authority.equals(other.authority);
        for (int i = 0; all && i < Math.min(names.size(), other.names.size()); i++) {
            all = sameName.test(names.get(i), other.names.get(i));
        }
        return all;
    }

    private static boolean matches(String name, String glob) {
        try {
            return name.equals(glob) || new GlobFilter(glob).accept(new Path("/", name));
        } catch (IOException e) {
            return true; // An invalid glob is reported when it is read.
        }
    }

    /** Whether two paths are the same location, or one is in the other. */
    public static boolean overlap(String path, String other, Configuration hadoop) {
        Optional<Location> here = ifPath(path, hadoop);
        Optional<Location> there = ifPath(other, hadoop);
        return here.isPresent() && there.isPresent() && here.get().overlaps(there.get(), String::equals);
    }

    /**
     * Requires that an output folder does not overlap with a job's data.
     *
     * @param key the job file's key of the folder
     * @throws UsageException if it does
     */
    public static void requireDisjointFromData(String path, String key, JobFile job, Configuration hadoop) {
        Optional<Location> here = ifPath(path, hadoop);
        reads(job).forEach(read -> {
            Optional<Location> there = ifPath(read.path(), hadoop);
            if (here.isPresent() && there.isPresent() && here.get().overlapsGlob(there.get())) {
                throw new UsageException(key + ": expected a folder apart from the data, found " + path + " beside "
                        + read.key() + " " + read.path() + "; use another path");
            }
        });
    }

    /**
     * Requires that an output folder does not overlap with the job's model.
     *
     * @throws UsageException if it does
     */
    public static void requireDisjointFromModel(String path, String key, JobFile job, Configuration hadoop) {
        Optional<Location> here = ifPath(path, hadoop);
        Stream.concat(Stream.of(job.model().path()), job.model().store().stream())
                .forEach(model -> {
                    Optional<Location> there = ifPath(model, hadoop);
                    if (here.isPresent() && there.isPresent() && here.get().overlapsGlob(there.get())) {
                        throw new UsageException(key + ": expected a folder apart from the model, found " + path
                                + " beside " + model + "; use another path");
                    }
                });
    }

    /** Empty for an invalid path, which is reported when it is opened. */
    private static Optional<Location> ifPath(String path, Configuration hadoop) {
        try {
            return Optional.of(of(path, hadoop));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Stream<Read> reads(JobFile job) {
        return Stream.of(
                        reads(job.data().source(), "data.path"),
                        reads(job.data().validation(), "data.validation.path"),
                        reads(job.data().test(), "data.test.path"))
                .flatMap(reads -> reads);
    }

    private static Stream<Read> reads(HoldOutSettings heldOut, String key) {
        return heldOut instanceof HoldOutSettings.Separate separate ? reads(separate.source(), key) : Stream.of();
    }

    private static Stream<Read> reads(DataSource source, String key) {
        return source instanceof DataSource.InFiles files
                ? files.paths().stream().map(path -> new Read(key, path))
                : Stream.of();
    }
}
