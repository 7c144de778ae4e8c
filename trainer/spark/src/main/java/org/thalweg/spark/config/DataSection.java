package org.thalweg.spark.config;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.thalweg.data.Scaling;

/**
 * The job file's {@code data}. All its sources are of one format and share their columns.
 *
 * @param source the rows to train on, to evaluate or to score
 * @param classes the classes expected, where the file tells them
 * @param classWeights how much the rows of each class count; empty where all count alike
 * @param scale how features are scaled
 * @param scaleTarget how a regression's targets are scaled; none for other tasks
 * @param sparse whether rows are held without their zeros
 * @param validation what the model is validated on after each epoch
 * @param test what it is measured on once, at the end
 */
public record DataSection(
        DataSource source,
        Optional<Classes> classes,
        Optional<ClassWeighting> classWeights,
        Scaling.Kind scale,
        TargetScale scaleTarget,
        Sparse sparse,
        HeldOut validation,
        HeldOut test) {
    public static final Sparse DEFAULT_SPARSE = Sparse.AUTO;
    public static final Scaling.Kind DEFAULT_SCALE = Scaling.Kind.NONE;

    /**
     * Checks that the sources belong together.
     *
     * @throws IllegalArgumentException for two formats
     */
    public DataSection {
        Objects.requireNonNull(classes, "classes");
        Objects.requireNonNull(classWeights, "classWeights");
        Objects.requireNonNull(scale, "scale");
        Objects.requireNonNull(scaleTarget, "scaleTarget");
        Objects.requireNonNull(sparse, "sparse");
        if (HeldOut.shares(validation, test) >= 1) {
            throw new IllegalArgumentException("data.validation and data.test: expected shares below 1 together, found "
                    + HeldOut.shares(validation, test));
        }
        Format format = source.format();
        Stream.of(validation, test).forEach(held -> {
            if (held instanceof HeldOut.Separate other && other.source().format() != format) {
                throw new IllegalArgumentException("data: expected validation and test in format " + format.label()
                        + ", found " + other.source().format().label());
            }
        });
    }

    /** The same with targets scaled so. */
    public DataSection withScaleTarget(TargetScale other) {
        return new DataSection(source, classes, classWeights, scale, other, sparse, validation, test);
    }
}
