package org.thalweg.spark.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.thalweg.data.Scaling;
import org.thalweg.model.Task;
import org.thalweg.nn.CrossEntropy;

/**
 * The rows, and what of them becomes inputs and targets. All sources are of one format and share their columns.
 *
 * @param settings of {@link #GROUP}
 */
public record DataSection(Settings settings) {

    private static final Key<OptionalInt> NUM_FEATURES = Key.optionalInteger(DataSource.Libsvm.NUM_FEATURES)
            .byDefault("the largest index in the rows", at -> OptionalInt.empty())
            .means("Number of features of a row.")
            .ofRows()
            .when(Condition.only(DataKeys.FORMAT, Format.LIBSVM));

    private static final Key<Scaling.Kind> SCALE = Key.of("scale", Types.word(Scaling.Kind.values()))
            .byDefault(
                    "none; with data.dates standard, because years and days are large numbers (minMax if inputs must be"
                            + " from 0 to 1)",
                    DataSection::scale)
            .means("How features are scaled, by the statistics of the training rows. standard: to mean 0 and standard"
                    + " deviation 1. minMax: to the range from 0 to 1. maxAbs: divided by the largest absolute value. none:"
                    + " not scaled.")
            .example("standard")
            .check(DataSection::requireNoShift)
            .check(DataSection::requireShares);

    private static final Key<TargetScale> SCALE_TARGET = Key.of("scaleTarget", Types.word(TargetScale.values()))
            .byDefault(
                    "standard if network.output is identity and loss is squaredError, absoluteError, huber or quantile;"
                            + " otherwise none",
                    DataSection::targetScale)
            .means("Whether targets are scaled to mean 0 and standard deviation 1 for training. Predictions, losses and"
                    + " errors are always in the original units.")
            .when(Condition.only(TaskKeys.TASK, Task.REGRESSION))
            .check(DataSection::requireDifferences);

    private static final Key<StorageChoice> STORAGE = Key.of("storage", Types.word(StorageChoice.values()))
            .byDefault(StorageChoice.AUTO)
            .means("Where the encoded rows are stored during training. memory: in the memory of the executors. disk: in"
                    + " memory-mapped files in Spark's local folders; the rows may then be larger than the heap. auto:"
                    + " memory if the rows fill at most 40 % of the executors' memory for cached data, otherwise disk.")
            .withoutEffect();

    private static final Key<Sparse> SPARSE = Key.of("sparse", Types.word(Sparse.values()))
            .byDefault(Sparse.AUTO)
            .means("Whether rows are stored without their zeros. auto: if the rows are read in a sparse format, or if"
                    + " at most a sixteenth of a row's inputs can differ from 0 after encoding.")
            .example("true")
            .ofRows()
            .check(DataSection::requireDenseAutoencoder);

    private static final Key<HoldOutType.Chosen> VALIDATION = Key.of("validation", new HoldOutType(0.0))
            .byDefault("0", at -> HoldOutType.Chosen.NONE)
            .means("The rows on which the network is evaluated after each epoch: a random share of the rows, the latest"
                    + " rows, the rows where a column is true, or rows from another place.")
            .example("0.1")
            .check(DataSection::requireOtherDigits)
            .check(DataSection::requireOtherThanLabel);

    private static final Key<HoldOutType.Chosen> TEST = Key.of("test", new HoldOutType(null))
            .means("The rows on which the network is evaluated once, at the end of training. The forms are the same as"
                    + " for data.validation.")
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

    /** Whether a network's inputs are targets of cross entropy, which is defined for those of [0, 1] alone. */
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
            field.expected("false or auto for task autoencoder", "it reads back zeros too");
        }
    }

    /** Of a label's values each would be on one side alone. */
    private static void requireOtherThanLabel(HoldOutType.Chosen held, SettingField field, Reading at) {
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
                        field.fault("expected " + ofData.columnsKey() + " to name columns other than the label, found "
                                + label + ", of whose values each would be on one side alone; name another column"));
    }

    /** Rows of LIBSVM files are held without their zeros, which must stay 0. */
    private static void requireNoShift(Scaling.Kind scale, SettingField field, Reading at) {
        boolean sparse = at.value(DataKeys.FORMAT).filter(Format.LIBSVM::equals).isPresent()
                && at.value(SPARSE).filter(declared -> declared != Sparse.FALSE).isPresent()
                && at.value(TaskKeys.TASK).filter(Task.AUTOENCODER::equals).isEmpty();
        if (sparse && scale == Scaling.Kind.MIN_MAX) {
            field.expected(
                    "standard, maxAbs or none with format libsvm, whose zeros must stay 0",
                    "take maxAbs, or data.sparse: false to hold the zeros too");
        }
    }

    private static void requireRowsToTrainOn(HoldOutType.Chosen test, SettingField field, Reading at) {
        at.value(VALIDATION)
                .filter(validation -> HoldOutSettings.shares(validation.ofData(), test.ofData()) >= 1)
                .ifPresent(validation -> field.fault("expected a share below 1 together with data.validation, found "
                        + test.ofData().ofData() + " and " + validation.ofData().ofData() + "; hold fewer rows out"));
    }

    /** Digits differ by their numbers alone: the same number would be trained on and measured. */
    private static void requireOtherDigits(HoldOutType.Chosen held, SettingField field, Reading at) {
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
            field.fault("expected digits that training does not see, found numbers " + range(other)
                    + ", where data has " + range(data) + "; take e.g. first: " + (data.first() + data.rows()));
        }
    }

    private static String range(DataSource.Digits digits) {
        return digits.first() + " to " + (digits.first() + digits.rows() - 1);
    }

    /** Whether there will be rows to validate on; empty where that cannot be said. */
    static Optional<Boolean> validates(Reading at) {
        Reading data = at.root().in(Keys.DATA);
        return data.isReadable() ? data.value(VALIDATION).map(HoldOutType.Chosen::isPresent) : Optional.empty();
    }

    /** The format of the rows; empty where it is at fault. */
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

    /** Which columns are what. */
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

    /** The classes expected, where they are given. */
    public Optional<Classes> classes() {
        return settings.get(ClassKeys.CLASSES);
    }

    /** How much the rows of each class count; empty where each counts the same. */
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

    /** Where packed rows rest. */
    public StorageChoice storage() {
        return settings.get(STORAGE);
    }

    /** Whether rows are held without their zeros. */
    public Sparse sparse() {
        return settings.get(SPARSE);
    }

    /** What the network is measured on after each epoch. */
    public HoldOutSettings validation() {
        return heldOut(settings.get(VALIDATION));
    }

    /** What it is measured on once, at the end. */
    public HoldOutSettings test() {
        return heldOut(settings.get(TEST));
    }

    private HoldOutSettings heldOut(HoldOutType.Chosen chosen) {
        return chosen.location()
                .<HoldOutSettings>map(at -> new HoldOutSettings.Separate(source(at)))
                .orElse(chosen.ofData());
    }
}
