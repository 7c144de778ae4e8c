package org.thalweg.spark.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.thalweg.data.Scaling;
import org.thalweg.model.Task;
import org.thalweg.nn.CrossEntropy;

/**
 * The rows, and how they become inputs and targets. All sources have the same format and the same columns.
 *
 * @param settings of {@link #GROUP}
 */
public record DataSection(Settings settings) {

    private static final Key<OptionalInt> NUM_FEATURES = Key.optionalInteger(DataSource.Libsvm.NUM_FEATURES)
            .byDefault("the largest index in the rows", at -> OptionalInt.empty())
            .means("Number of features, which is the largest index that may occur.")
            .ofRows()
            .when(Condition.only(DataKeys.FORMAT, Format.LIBSVM));

    private static final Key<Scaling.Kind> SCALE = Key.of("scale", Types.choice(Scaling.Kind.values()))
            .byDefault(
                    "without data.dates: none; with data.dates: standard (minMax for an autoencoder with loss"
                            + " crossEntropy)",
                    DataSection::scale)
            .means("How features are scaled, using statistics of the training rows. standard: to mean 0 and"
                    + " standard deviation 1. minMax: to the range from 0 to 1. maxAbs: divided by the largest"
                    + " absolute value. none: not scaled. Scale features whose ranges differ: most networks train"
                    + " badly otherwise.")
            .example("standard")
            .check(DataSection::requireNoShift)
            .check(DataSection::requireShares);

    private static final Key<TargetScale> SCALE_TARGET = Key.of("scaleTarget", Types.choice(TargetScale.values()))
            .byDefault(
                    "standard if network.output is identity and loss is squaredError, absoluteError, huber or quantile;"
                            + " otherwise none",
                    DataSection::targetScale)
            .means("Whether targets are scaled to mean 0 and standard deviation 1 for training. Predictions, losses"
                    + " and errors are reported in the original units. The exception is a loss that is given as a"
                    + " formula: it is reported in the scaled units.")
            .when(Condition.only(TaskKeys.TASK, Task.REGRESSION))
            .check(DataSection::requireDifferences);

    private static final Key<StorageChoice> STORAGE = Key.of("storage", Types.choice(StorageChoice.values()))
            .byDefault(StorageChoice.AUTO)
            .means("Where the encoded rows are stored during training. memory: in the memory of the executors."
                    + " disk: in memory-mapped files in Spark's local folders; use it for rows that do not fit in"
                    + " memory. auto: memory if the rows need at most 40 % of the executors' memory for cached data,"
                    + " otherwise disk.")
            .withoutEffect();

    private static final Key<Sparse> SPARSE = Key.of("sparse", Types.choice(Sparse.values()))
            .byDefault(Sparse.AUTO)
            .means("Whether rows are stored without their zeros, which saves memory if most inputs are 0. auto:"
                    + " true with format libsvm, with Spark's sparse vectors in a column of features, or if, because"
                    + " of encoded categories, at least 15 of 16 inputs of every row are 0; otherwise false.")
            .example("true")
            .ofRows()
            .check(DataSection::requireDenseAutoencoder);

    private static final Key<HoldOutType.Selection> VALIDATION = Key.of("validation", new HoldOutType(0.0))
            .byDefault("0", at -> HoldOutType.Selection.NONE)
            .means("The rows on which the network is evaluated after each epoch. They are not trained on. Give a"
                    + " share, such as 0.1, for random rows, or a map of one of the four forms below: a random share"
                    + " (share), the latest rows (latest), the rows that a column marks (where), or rows from another"
                    + " place (path, table or rows).")
            .example("0.1")
            .check(DataSection::requireOtherDigits)
            .check(DataSection::requireOtherThanLabel);

    private static final Key<HoldOutType.Selection> TEST = Key.of("test", new HoldOutType(null))
            .means("The rows on which the network is evaluated once, at the end of training. They are not trained"
                    + " on. The values are the same as for data.validation.")
            .example("{ path: /data/test.csv }")
            .ofRows()
            .check(DataSection::requireOtherDigits)
            .check(DataSection::requireOtherThanLabel)
            .check(DataSection::requireRowsToTrainOn);

    /** Its keys. */
    public static final Group GROUP = Group.of(DataKeys.FORMAT)
            .with(DataKeys.LOCATION)
            .with(List.of(
                    ColumnKeys.LABEL,
                    ColumnKeys.FEATURES,
                    ColumnKeys.WEIGHT,
                    ColumnKeys.CATEGORICAL,
                    DateKeys.DATES,
                    ColumnKeys.MISSING,
                    ColumnKeys.HEADER))
            .with(CsvKeys.ALL)
            .with(List.of(
                    NUM_FEATURES,
                    ClassKeys.CLASSES,
                    ClassKeys.CLASS_WEIGHTS,
                    SCALE,
                    SCALE_TARGET,
                    SPARSE,
                    STORAGE,
                    VALIDATION,
                    TEST));

    private static Scaling.Kind scale(Reading at) {
        boolean dates =
                at.value(DateKeys.DATES).filter(columns -> !columns.isEmpty()).isPresent();
        return !dates ? Scaling.Kind.NONE : readsShares(at) ? Scaling.Kind.MIN_MAX : Scaling.Kind.STANDARD;
    }

    /** Whether the inputs are targets of cross entropy, which is only defined for targets from 0 to 1. */
    private static boolean readsShares(Reading at) {
        return at.value(TaskKeys.TASK).filter(Task.AUTOENCODER::equals).isPresent()
                && at.value(TaskKeys.LOSS)
                        .filter(CrossEntropy.class::isInstance)
                        .isPresent();
    }

    private static void requireShares(Scaling.Kind scale, SettingField field, Reading at) {
        if (scale == Scaling.Kind.STANDARD && readsShares(at)) {
            field.expected(
                    "minMax, maxAbs or none for task autoencoder with loss crossEntropy, whose targets are from 0 to 1",
                    "take minMax, or another loss");
        }
    }

    private static TargetScale targetScale(Reading at) {
        Reading network = at.root().in(Keys.NETWORK);
        return at.value(TaskKeys.LOSS)
                .flatMap(
                        loss -> network.value(NetworkSection.OUTPUT).map(output -> TargetScale.byDefault(loss, output)))
                .orElse(TargetScale.NONE);
    }

    private static void requireDifferences(TargetScale scale, SettingField field, Reading at) {
        at.value(TaskKeys.LOSS)
                .filter(loss -> !scale.goesWith(Task.REGRESSION, loss))
                .ifPresent(loss -> field.expected("none with loss " + loss.name(), "its targets are counts"));
    }

    private static void requireDenseAutoencoder(Sparse sparse, SettingField field, Reading at) {
        if (sparse == Sparse.TRUE
                && at.value(TaskKeys.TASK).filter(Task.AUTOENCODER::equals).isPresent()) {
            field.expected("false or auto for task autoencoder", "it reconstructs zeros too");
        }
    }

    /** A split by the label would put all rows of a class on one side. */
    private static void requireOtherThanLabel(HoldOutType.Selection held, SettingField field, Reading at) {
        HoldOutSettings ofData = held.ofData();
        if (!(ofData instanceof HoldOutSettings.Share || ofData instanceof HoldOutSettings.Where)) {
            return;
        }
        List<String> labels = at.value(ColumnKeys.LABEL).orElse(List.of()).stream()
                .map(Column::toString)
                .toList();
        ofData.columns().stream()
                .filter(labels::contains)
                .findFirst()
                .ifPresent(label ->
                        field.error("expected " + ofData.columnsKey() + " to name columns other than the label, found "
                                + label + ", which would put all rows of a class on one side; name another column"));
    }

    /** Rows of LIBSVM files are stored without their zeros, so 0 must remain 0 after scaling. */
    private static void requireNoShift(Scaling.Kind scale, SettingField field, Reading at) {
        boolean sparse = at.value(DataKeys.FORMAT).filter(Format.LIBSVM::equals).isPresent()
                && at.value(SPARSE).filter(declared -> declared != Sparse.FALSE).isPresent()
                && at.value(TaskKeys.TASK).filter(Task.AUTOENCODER::equals).isEmpty();
        if (sparse && scale == Scaling.Kind.MIN_MAX) {
            field.expected(
                    "standard, maxAbs or none with format libsvm, whose zeros must stay 0",
                    "take maxAbs, or data.sparse: false to store the zeros too");
        }
    }

    private static void requireRowsToTrainOn(HoldOutType.Selection test, SettingField field, Reading at) {
        at.value(VALIDATION)
                .filter(validation -> HoldOutSettings.shares(validation.ofData(), test.ofData()) >= 1)
                .ifPresent(validation -> field.error("expected a share below 1 together with data.validation, found "
                        + test.ofData().ofData() + " and " + validation.ofData().ofData() + "; hold fewer rows out"));
    }

    /** Equal numbers give equal digits, so the same digit would be used for training and evaluation. */
    private static void requireOtherDigits(HoldOutType.Selection held, SettingField field, Reading at) {
        if (!at.purpose().trains()
                || held.location().isEmpty()
                || at.value(DataKeys.FORMAT).filter(Format.DIGITS::equals).isEmpty()
                || at.value(DataKeys.ROWS).isEmpty()
                || at.value(DataKeys.FIRST).isEmpty()) {
            return;
        }
        DataSource.Digits data = new DataSource.Digits(
                at.value(DataKeys.ROWS).get(), at.value(DataKeys.FIRST).get());
        DataSource.Digits other = DataKeys.digits(held.location().get());
        if (other.overlaps(data)) {
            field.error("expected digits that training does not see, found numbers " + range(other)
                    + ", where data has " + range(data) + "; take e.g. first: " + (data.first() + data.rows()));
        }
    }

    private static String range(DataSource.Digits digits) {
        return digits.first() + " to " + (digits.first() + digits.rows() - 1);
    }

    /** Whether there will be validation rows; empty if this cannot be decided. */
    static Optional<Boolean> validates(Reading at) {
        Reading data = at.root().in(Keys.DATA);
        return data.isReadable() ? data.value(VALIDATION).map(HoldOutType.Selection::isPresent) : Optional.empty();
    }

    /** The format of the rows; empty if it is invalid. */
    public static Optional<Format> format(Reading at) {
        Reading data = at.root().in(Keys.DATA);
        return data.isReadable() ? data.value(DataKeys.FORMAT) : Optional.empty();
    }

    /** The rows to train on, to evaluate or to score. */
    public DataSource source() {
        return source(settings);
    }

    private DataSource source(Settings at) {
        return settings.get(DataKeys.FORMAT).source(at, this);
    }

    /** The roles of the columns. */
    public Columns columns() {
        return new Columns(
                settings.get(ColumnKeys.LABEL),
                settings.get(ColumnKeys.FEATURES),
                settings.get(ColumnKeys.WEIGHT),
                settings.get(ColumnKeys.CATEGORICAL),
                settings.get(DateKeys.DATES),
                settings.get(ColumnKeys.MISSING));
    }

    boolean header() {
        return settings.get(ColumnKeys.HEADER);
    }

    char separator() {
        return settings.get(CsvKeys.SEPARATOR);
    }

    CsvDialect dialect() {
        return CsvKeys.dialect(settings);
    }

    OptionalInt numFeatures() {
        return settings.get(NUM_FEATURES);
    }

    /** The expected classes, if they are given. */
    public Optional<Classes> classes() {
        return settings.get(ClassKeys.CLASSES);
    }

    /** How much the rows of each class count; empty if all count the same. */
    public Optional<ClassWeighting> classWeights() {
        return settings.get(ClassKeys.CLASS_WEIGHTS);
    }

    /** How features are scaled. */
    public Scaling.Kind scale() {
        return settings.get(SCALE);
    }

    /** How a regression's targets are scaled; none for other tasks. */
    public TargetScale scaleTarget() {
        return settings.has(SCALE_TARGET) ? settings.get(SCALE_TARGET) : TargetScale.NONE;
    }

    /** Where packed rows are stored. */
    public StorageChoice storage() {
        return settings.get(STORAGE);
    }

    /** Whether rows are stored without their zeros. */
    public Sparse sparse() {
        return settings.get(SPARSE);
    }

    /** The rows on which the network is evaluated after each epoch. */
    public HoldOutSettings validation() {
        return heldOut(settings.get(VALIDATION));
    }

    /** The rows on which the network is evaluated once, at the end. */
    public HoldOutSettings test() {
        return heldOut(settings.get(TEST));
    }

    private HoldOutSettings heldOut(HoldOutType.Selection chosen) {
        return chosen.location()
                .<HoldOutSettings>map(at -> new HoldOutSettings.Separate(source(at)))
                .orElse(chosen.ofData());
    }
}
