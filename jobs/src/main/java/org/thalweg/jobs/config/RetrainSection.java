package org.thalweg.jobs.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.thalweg.model.Task;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.ChoiceType;
import org.thalweg.spark.config.Condition;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.Format;
import org.thalweg.spark.config.Group;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.Reading;
import org.thalweg.spark.config.SettingField;
import org.thalweg.spark.config.Settings;
import org.thalweg.spark.config.TaskKeys;
import org.thalweg.spark.config.Types;
import org.thalweg.spark.config.Value;
import org.thalweg.spark.config.ValueType;

/**
 * The job file's {@code retrain}: how a model is trained again when there are new rows.
 *
 * @param settings of {@link #GROUP}
 */
public record RetrainSection(Settings settings) {

    private static final Key<String> STORE = Key.of("store", Types.text("the path of the model store"))
            .required()
            .means("The folder of the model store.")
            .example("models/pumps")
            .withoutEffect();

    private static final Key<NewRows> NEW = Key.of("new", new NewRowsType())
            .byDefault("files, or partitions with data.format table", RetrainSection::newByDefault)
            .means("How new rows are found. files: a file is new if no published version has been trained on a file"
                    + " with the same content. partitions: a partition of the table (the rows with the same values in"
                    + " its partition columns) is new if no published version has been trained on it. { column: day }:"
                    + " a row is new if its value in the column is above all values on which a published version has"
                    + " been trained.")
            .example("{ column: day }")
            .check(RetrainSection::requireRowsThatComeIn);

    private static final Key<InitialWeights> START = Key.of("start", ChoiceType.of(InitialWeights.CHOICES))
            .byDefault(InitialWeights.DEFAULT)
            .means("The initial weights of a new version. warm: those of the serving model. cold: random ones."
                    + " shrinkPerturb: those of the serving model, multiplied by shrink, plus random ones, multiplied"
                    + " by perturb (Ash and Adams 2020).")
            .example("cold");

    private static final Key<Optional<Settings>> REHEARSAL = Key.of("rehearsal", new RehearsalType())
            .byDefault("the defaults of its keys", RetrainSection::sampleByDefault)
            .means("Which old rows are trained on again, together with the new ones: all, or a map that gives the"
                    + " size of a random sample.")
            .example("{ rows: 10000 }");

    private static final Key<Double> HOLD_OUT = Key.real(Setting.inside("holdOut", 0.1))
            .means("Share of all rows that is held out of the training of every version. Champion (the serving model)"
                    + " and challenger (the new model) are compared on these rows.");

    private static final Key<Settings> CHECKS = ChecksSection.GROUP
            .key("checks")
            .means("What new rows must satisfy before a model is trained on them. The value off switches a check off.");

    /** What a challenger must show. */
    static final Key<Settings> GATE = GateSection.GROUP
            .key("gate")
            .means("What a challenger (the new model) must show to replace the champion (the serving model).");

    private static final Key<List<String>> COMMAND = Key.of(
                    "command", Types.texts("a program, or a list of it and its arguments"))
            .means("A program that receives every entry of the store's log on its standard input.")
            .example("notify-ops");

    private static final Key<Optional<String>> URL = Key.of("url", Types.optionalText("an address"))
            .means("An address to which every entry is posted.")
            .example("https://example.org/hook")
            .check(RetrainSection::requireAddress);

    private static final Key<Settings> NOTIFY = Group.of(COMMAND, URL)
            .key("notify")
            .means("Who is notified of every entry in the log of the store. A run does not copy these settings to the"
                    + " job.yaml and the reports that it writes.")
            .withoutEffect();

    /** Its keys. */
    static final Group GROUP = Group.of(STORE, NEW, START, REHEARSAL, HOLD_OUT, CHECKS, GATE, NOTIFY);

    private static NewRows newByDefault(Reading at) {
        return DataSection.format(at).filter(Format.TABLE::equals).isPresent()
                ? new NewRows.ByPartition()
                : new NewRows.ByFile(NewRows.FileReading.CONTENT);
    }

    private static Optional<Settings> sampleByDefault(Reading at) {
        return Optional.of(at.below(at.field(REHEARSAL), RehearsalType.GROUP).settings());
    }

    private static void requireRowsThatComeIn(NewRows rows, SettingField field, Reading at) {
        DataSection.format(at)
                .filter(format -> !(rows instanceof NewRows.ByColumn) && !format.isInFiles() && format != Format.TABLE)
                .ifPresent(format -> field.error("expected rows in files or in a table, found format " + format.label()
                        + "; retraining needs a source of new rows"));
    }

    private static void requireAddress(Optional<String> url, SettingField field, Reading at) {
        if (url.filter(text -> !NotifySection.isAddress(text)).isPresent()) {
            field.expected("an address that begins with http:// or https://", "");
        }
    }

    /** The folder of the model store. */
    public String store() {
        return settings.get(STORE);
    }

    /** How new rows are found. */
    public NewRows newRows() {
        return settings.get(NEW);
    }

    /** The weights to start from. */
    public InitialWeights start() {
        return settings.get(START);
    }

    /** Which old rows are used for training again. */
    public Rehearsal rehearsal() {
        return settings.get(REHEARSAL).map(RehearsalType::sample).orElse(Rehearsal.ALL_ROWS);
    }

    /** The share of all rows that is held out of the training of every version, in (0, 1). */
    public double holdOut() {
        return settings.get(HOLD_OUT);
    }

    /** What new rows must satisfy. */
    public ChecksSection checks() {
        return new ChecksSection(settings.get(CHECKS));
    }

    /** What a challenger must show. */
    public GateSection gate() {
        return new GateSection(settings.get(GATE));
    }

    /** Who is notified. */
    public NotifySection notification() {
        Settings notify = settings.get(NOTIFY);
        return new NotifySection(notify.get(COMMAND), notify.get(URL));
    }

    /** Files, partitions, or a map of the column. */
    private static final class NewRowsType implements ValueType<NewRows> {
        private static final String FILES = "files";
        private static final String PARTITIONS = "partitions";
        private static final Key<String> COLUMN = Key.of("column", Types.text("a column's name"))
                .required()
                .means("A column whose values grow with time: numbers, dates, times, or texts whose alphabetical order"
                        + " is the order in time. Rows above the largest known value are new.")
                .example("day");
        private static final Group BY_COLUMN = Group.of(COLUMN);
        private static final Key<NewRows.FileReading> READING = Key.of(
                        FILES, Types.choice(NewRows.FileReading.values()))
                .required()
                .means("How changed files are found. content: every file is read. quick: a known file with the same"
                        + " length and modification time is treated as unchanged and is not read.")
                .example("quick");
        private static final Group BY_FILE = Group.of(READING);

        @Override
        public String expected() {
            return "files, partitions, or a map { files: quick } or { column: … }";
        }

        @Override
        public String expected(Reading at) {
            Optional<Format> format = DataSection.format(at);
            if (format.filter(Format.TABLE::equals).isPresent()) {
                return "partitions, or a map { column: … }, for format table";
            }
            return format.isPresent() ? "files, or a map { files: quick } or { column: … }" : expected();
        }

        @Override
        public List<Group> groups() {
            return List.of(BY_COLUMN, BY_FILE);
        }

        @Override
        public NewRows read(SettingField field, String example, Reading at) {
            Optional<Format> format = DataSection.format(at);
            if (field.value().get() instanceof Value.Mapping map
                    && map.entries().containsKey(FILES)) {
                Reading below = at.below(field, BY_FILE);
                NewRows.FileReading reading = below.settings().get(READING);
                format.filter(of -> !of.isInFiles())
                        .ifPresent(of -> field.expected(expected(at), "format " + of.label() + " is not in files"));
                return below.isSound() ? new NewRows.ByFile(reading) : nothing();
            }
            if (field.value().get() instanceof Value.Mapping) {
                Reading below = at.below(field, BY_COLUMN);
                String column = below.settings().get(COLUMN);
                format.filter(of -> !of.hasColumns())
                        .ifPresent(of -> field.expected("files for format " + of.label(), "it has no columns"));
                return below.isSound() ? new NewRows.ByColumn(column) : nothing();
            }
            String word = field.scalar().map(Value.Scalar::text).orElse("");
            boolean comesIn =
                    format.map(of -> of.isInFiles() || of == Format.TABLE).orElse(true);
            if (word.equals(FILES) && format.map(Format::isInFiles).orElse(true)) {
                return new NewRows.ByFile(NewRows.FileReading.CONTENT);
            }
            if (word.equals(PARTITIONS) && format.map(Format.TABLE::equals).orElse(true)) {
                return new NewRows.ByPartition();
            }
            if (comesIn) {
                field.expected(expected(at), "");
            }
            return nothing();
        }

        @Override
        public Object write(NewRows rows) {
            if (rows instanceof NewRows.ByColumn by) {
                return Map.of(COLUMN.name(), by.column());
            }
            if (rows instanceof NewRows.ByFile by && by.reading() != NewRows.FileReading.CONTENT) {
                return Map.of(FILES, by.reading().label());
            }
            return rows instanceof NewRows.ByFile ? FILES : PARTITIONS;
        }

        @Override
        public NewRows nothing() {
            return new NewRows.ByFile(NewRows.FileReading.CONTENT);
        }
    }

    /** A map of how many rows, or all. */
    private static final class RehearsalType implements ValueType<Optional<Settings>> {
        private static final String ALL = "all";

        private static final Key<Integer> ROWS = Key.integer(Setting.wholeAtLeast("rows", 0, Rehearsal.DEFAULT_ROWS))
                .means("Maximum number of old rows; 0 for none.");

        private static final Key<Boolean> BY_CLASS = Key.of("byClass", Types.flag())
                .byDefault(false)
                .means("Whether every class gets the same number of old rows.")
                .when(Condition.only(TaskKeys.TASK, Task.CLASSIFICATION));

        static final Group GROUP = Group.of(ROWS, BY_CLASS);

        static Rehearsal sample(Settings settings) {
            return new Rehearsal(OptionalInt.of(settings.get(ROWS)), settings.get(BY_CLASS));
        }

        @Override
        public String expected() {
            return "all, or a map of rows and byClass";
        }

        @Override
        public List<Group> groups() {
            return List.of(GROUP);
        }

        @Override
        public Optional<Settings> read(SettingField field, String example, Reading at) {
            if (field.scalar().map(Value.Scalar::text).filter(ALL::equals).isPresent()) {
                return Optional.empty();
            }
            if (!(field.value().get() instanceof Value.Mapping)) {
                field.expected(expected(), "take e.g. " + example);
                return nothing();
            }
            return Optional.of(at.below(field, GROUP).settings());
        }

        @Override
        public Object write(Optional<Settings> sample) {
            return sample.<Object>map(Settings::written).orElse(ALL);
        }

        @Override
        public Optional<Settings> nothing() {
            return Optional.empty();
        }
    }
}
