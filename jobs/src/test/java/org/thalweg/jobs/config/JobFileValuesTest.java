package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thalweg.jobs.config.JobFileTexts.CSV;
import static org.thalweg.jobs.config.JobFileTexts.read;
import static org.thalweg.jobs.config.JobFileTexts.steps;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.optim.Adadelta;
import org.thalweg.optim.Adagrad;
import org.thalweg.optim.Adam;
import org.thalweg.optim.AdamW;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Momentum;
import org.thalweg.optim.NAdam;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.RmsProp;
import org.thalweg.optim.Schedule;
import org.thalweg.optim.Sgd;
import org.thalweg.settings.Choice;
import org.thalweg.spark.config.Categorical;
import org.thalweg.spark.config.Classes;
import org.thalweg.spark.config.Column;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.Format;
import org.thalweg.spark.config.HoldOutSettings;
import org.thalweg.spark.config.Missing;
import org.thalweg.spark.config.OptimizerSection;
import org.thalweg.train.EarlyStopping;
import org.thalweg.train.Epochs;
import org.thalweg.train.LossChange;
import org.thalweg.train.Target;
import org.thalweg.train.TimeLimit;

class JobFileValuesTest {

    @ParameterizedTest
    @CsvSource({
        "1e-3, 0.001",
        "1E-3, 0.001",
        "1.e-3, 0.001",
        ".001, 0.001",
        "+0.5, 0.5",
        "2, 2",
        "1_000, 1000",
        "1_000.5, 1000.5",
        "1e+2, 100",
        "4.9e-324, 4.9e-324"
    })
    void numberIsReadAsAPersonMeansIt(String written, double meant) {
        assertThat(steps(read(CSV, "optimizer.learningRate=" + written)).learningRate())
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"3.0, 3", "1e3, 1000", "60_000, 60000", "+7, 7", "2147483647, 2147483647", "12.50e1, 125"})
    void wholeNumberIsReadAsAPersonMeansIt(String written, int meant) {
        assertThat(read(CSV, "training.epochs=" + written).training().epochs()).isEqualTo(Epochs.of(meant));
    }

    @Test
    void epochsFollowFromTheRowsUnlessTheyAreGiven() {
        assertThat(read(CSV).training().epochs()).isEqualTo(Epochs.auto());
        assertThat(read(CSV, "training.epochs=auto").training().epochs()).isEqualTo(Epochs.auto());
        assertThat(read(CSV).training().epochsFor(1_000)).isEqualTo(64);
        assertThat(read(CSV, "training.batchSize=full").training().epochsFor(1_000))
                .isEqualTo(200);
        assertThat(read(CSV, "training.epochs=10").training().epochsFor(1_000)).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807", "-9223372036854775808", "0", "-1"})
    void seedMayBeAnyLong(long seed) {
        assertThat(read(CSV, "seed=" + seed).seed()).isEqualTo(seed);
    }

    @Test
    void zeroHasNoSign() {
        assertThat(read(CSV, "optimizer.l2=-0.0")).isEqualTo(read(CSV, "optimizer.l2=0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"\\t\"|9", "'\\t'|9", "\\t|9", "tab|9", ";|59", "\",\"|44", "' '|32"},
            quoteCharacter = '`')
    void separatorIsOneCharacter(String written, int code) {
        DataSource.Csv csv =
                (DataSource.Csv) read(CSV, "data.separator=" + written).data().source();

        assertThat((int) csv.separator()).isEqualTo(code);
    }

    @Test
    void columnsOfCsvAreNamesOrIndices() {
        JobFile job = read(CSV, "data.label=4", "data.features=[0, '1', b]", "data.weight=5");

        assertThat(((DataSource.Tabular) job.data().source()).columns())
                .isEqualTo(new Columns(
                        List.of(new Column.Indexed(4)),
                        List.of(new Column.Indexed(0), new Column.Named("1"), new Column.Named("b")),
                        Optional.of(new Column.Indexed(5))));
    }

    private static Columns columns(String... overrides) {
        return ((DataSource.Tabular) read(CSV, overrides).data().source()).columns();
    }

    @Test
    void categoricalColumnsAreAListOrAMap() {
        assertThat(columns().categorical()).isEmpty();
        assertThat(columns().missing()).isEqualTo(Missing.REFUSE);
        assertThat(columns("data.missing=mean").missing()).isEqualTo(Missing.MEAN);
        assertThat(columns("data.categorical=[0, '1', b]").categorical())
                .containsExactly(
                        Categorical.oneHot(new Column.Indexed(0)),
                        Categorical.oneHot(new Column.Named("1")),
                        Categorical.oneHot(new Column.Named("b")));
        String map =
                "data.categorical={ a: oneHot, 1: hashing, b: { type: hashing, buckets: 9 }, c: { type: oneHot } }";
        assertThat(columns(map).categorical())
                .containsExactly(
                        Categorical.oneHot(new Column.Named("a")),
                        new Categorical(new Column.Named("1"), OptionalInt.of(1024)),
                        new Categorical(new Column.Named("b"), OptionalInt.of(9)),
                        Categorical.oneHot(new Column.Named("c")));
        assertThat(columns("data.categorical={ 1: hashing }", "data.header=false", "data.label=4")
                        .categorical()
                        .get(0)
                        .column())
                .as("without a header a number is an index")
                .isEqualTo(new Column.Indexed(1));
    }

    @Test
    void regressionMayHaveSeveralTargets() {
        JobFile job = read(CSV, "task=regression", "data.label=[a, b]");

        assertThat(((DataSource.Tabular) job.data().source()).columns().label())
                .containsExactly(new Column.Named("a"), new Column.Named("b"));
    }

    @Test
    void everyFormatHasItsSource() {
        Columns columns = new Columns(List.of(new Column.Named("b")), List.of(), Optional.empty());

        assertThat(source("{format: csv, path: a, label: b}"))
                .isEqualTo(new DataSource.Csv(List.of("a"), true, ',', columns));
        assertThat(source("{format: parquet, path: [a, c], label: b}"))
                .isEqualTo(new DataSource.Columnar(Format.PARQUET, List.of("a", "c"), columns));
        assertThat(source("{format: json, path: a, label: b}"))
                .isEqualTo(new DataSource.Columnar(Format.JSON, List.of("a"), columns));
        assertThat(source("{format: table, table: db.t, label: b}")).isEqualTo(new DataSource.Table("db.t", columns));
        assertThat(source("{format: libsvm, path: a}"))
                .isEqualTo(new DataSource.Libsvm(List.of("a"), OptionalInt.empty()));
        assertThat(source("{format: libsvm, path: a, numFeatures: 5}"))
                .isEqualTo(new DataSource.Libsvm(List.of("a"), OptionalInt.of(5)));
        assertThat(source("{format: idx, path: 'i*', labels: [k, l]}"))
                .isEqualTo(new DataSource.Idx(List.of("i*"), List.of("k", "l")));
        assertThat(source("{format: digits}")).isEqualTo(new DataSource.Digits(12000, 0));
        assertThat(source("{format: digits, rows: 5, first: 9}")).isEqualTo(new DataSource.Digits(5, 9));
    }

    @Test
    void heldOutSourcesAreOfTheSameFormat() {
        DataSection data = read(
                        CSV,
                        "data={format: digits, validation: {first: 12000, rows: 10}, test: {first: 12010, rows: 5}}",
                        "training.earlyStopping={}")
                .data();

        assertThat(data.validation()).isEqualTo(new HoldOutSettings.Separate(new DataSource.Digits(10, 12000)));
        assertThat(data.test()).isEqualTo(new HoldOutSettings.Separate(new DataSource.Digits(5, 12010)));
    }

    @Test
    void heldOutRowsAreChosenAsTheFileSays() {
        assertThat(heldOut("0")).isEqualTo(new HoldOutSettings.None());
        assertThat(heldOut("0.1")).isEqualTo(new HoldOutSettings.Share(0.1, new HoldOutSettings.Rows()));
        assertThat(heldOut("{share: 0.1}")).isEqualTo(heldOut("0.1"));
        assertThat(heldOut("{share: 0.1, by: rows}")).isEqualTo(heldOut("0.1"));
        assertThat(heldOut("{share: 0.2, by: content}"))
                .isEqualTo(new HoldOutSettings.Share(0.2, new HoldOutSettings.Content()));
        assertThat(heldOut("{share: 0.2, by: [customer, shop]}"))
                .isEqualTo(
                        new HoldOutSettings.Share(0.2, new HoldOutSettings.ColumnValues(List.of("customer", "shop"))));
        assertThat(heldOut("{latest: 0.3, by: date}")).isEqualTo(new HoldOutSettings.Latest(0.3, "date"));
        assertThat(heldOut("{where: is_held_out}")).isEqualTo(new HoldOutSettings.Where("is_held_out"));
    }

    /** The same of validation and of test; and what is written reads back to the same. */
    private static HoldOutSettings heldOut(String text) {
        JobFile job = read(CSV, "data={format: csv, path: a, label: b, validation: " + text + ", test: " + text + "}");
        assertThat(job.data().test()).isEqualTo(job.data().validation());
        assertThat(read(job.toYaml())).isEqualTo(job);
        return job.data().validation();
    }

    @Test
    void everyOptimizerAndScheduleIsRead() {
        assertThat(List.of("sgd", "momentum", "nesterov", "adam", "adamW", "nadam", "rmsProp", "adagrad", "adadelta"))
                .as("every choice")
                .isEqualTo(Optimizer.CHOICES.stream().map(Choice::name).toList())
                .map(type -> steps(read(CSV, "optimizer.type=" + type)).optimizer())
                .isEqualTo(List.of(
                        new Sgd(),
                        new Momentum(0.9, false),
                        new Momentum(0.9, true),
                        new Adam(0.9, 0.999, 1e-8),
                        new AdamW(new Adam(0.9, 0.999, 1e-8), 0.01),
                        new NAdam(0.9, 0.999, 1e-8, 0.004),
                        new RmsProp(0.9, 1e-8, 0),
                        new Adagrad(0.1, 1e-7),
                        new Adadelta()));
        assertThat(Schedule.Kind.CHOICES)
                .map(choice -> steps(read(CSV, "optimizer.schedule.type=" + choice.name()))
                        .schedule())
                .isEqualTo(Schedule.Kind.CHOICES.stream()
                        .map(choice -> new Schedule(choice.withDefaults(), 0))
                        .toList());
    }

    @Test
    void lbfgsIsReadWithItsNumbers() {
        OptimizerSection byDefault =
                read(CSV, "optimizer.type=lbfgs", "training.batchSize=full").optimizer();
        assertThat(byDefault.descent()).isEqualTo(new Lbfgs());
        assertThat(byDefault.penalty()).isEqualTo(Penalty.NONE);
        String all = "optimizer={type: lbfgs, history: 5, maxSearchEvaluations: 7, gradientTolerance: 0, lossTolerance:"
                + " 1e-6, l2: 0.1}";
        OptimizerSection given = read(CSV, all, "training.batchSize=full").optimizer();
        assertThat(given.descent()).isEqualTo(new Lbfgs(5, 7, 0, 1e-6));
        assertThat(given.penalty()).isEqualTo(new Penalty(0, 0.1));
    }

    @Test
    void stoppingRulesAreReadInTheOrderInWhichTheyAreAsked() {
        String all = "training={maxSeconds: 60, target: {metric: validationAccuracy, value: 0.98}, lossChange: {},"
                + " earlyStopping: {}}";
        assertThat(read(CSV, all, "data.validation=0.1").training().stopping())
                .containsExactly(
                        new Target(Target.Aim.VALIDATION_ACCURACY, 0.98),
                        new EarlyStopping(3, 0),
                        new LossChange(1e-4, 10),
                        new TimeLimit(60));
        assertThat(read(CSV, "training.lossChange={tolerance: 0, patience: 2}", "training.maxSeconds=null")
                        .training()
                        .stopping())
                .containsExactly(new LossChange(0, 2));
        assertThat(read(CSV, "task=regression", "training.target={metric: trainLoss, value: -1}")
                        .training()
                        .stopping())
                .containsExactly(new Target(Target.Aim.TRAIN_LOSS, -1));
    }

    @Test
    void classesAreACountOrNames() {
        assertThat(read(CSV, "data.classes=3").data().classes()).contains(new Classes.Count(3));
        assertThat(read(CSV, "data.classes=[0, 1, yes]").data().classes())
                .contains(new Classes.Names(List.of("0", "1", "yes")));
    }

    private static DataSource source(String data) {
        return read(CSV, "data=" + data).data().source();
    }
}
