package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thalweg.jobs.config.JobFileTexts.CSV;
import static org.thalweg.jobs.config.JobFileTexts.FULL;
import static org.thalweg.jobs.config.JobFileTexts.faultsFor;
import static org.thalweg.jobs.config.JobFileTexts.read;
import static org.thalweg.jobs.config.JobFileTexts.readFor;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.spark.config.Purpose;
import org.thalweg.train.Metric;

/** What a job file says of retraining, and of a model store. */
class RetrainSectionTest {
    /** Without {@code model}: a retrained model is in its store. */
    private static final String JOB =
            CSV.replace("model:\n  path: models/iris\n", "") + "retrain:\n  store: stores/iris\n";

    private static RetrainSection retrain(String... overrides) {
        return readFor(Purpose.RETRAIN, JOB, overrides).retrain().orElseThrow();
    }

    @Test
    void everyDefaultIsShown() {
        JobFile job = readFor(Purpose.RETRAIN, JOB);
        assertThat(job.toYaml())
                .endsWith(
                        """
                        model:
                          path: stores/iris
                          overwrite: false
                        initialModel: null
                        output:
                          path: null
                          format: parquet
                          overwrite: false
                          columns: [prediction, probabilities]
                          class: null
                          layer: null
                          threshold: null
                        retrain:
                          store: stores/iris
                          new: files
                          start: warm
                          rehearsal:
                            rows: 10000
                            byClass: false
                          holdOut: 0.1
                          checks:
                            minRows: 1
                            maxRows: null
                            missing: 0.1
                            outOfRange: 0.05
                            unseen: 0.05
                            labelShift: 0.3
                            labelRatio: 3
                            psi: 0.25
                            effect: 0.8
                            servingDrop: 0.2
                            classDrop: 0.2
                            jump: 1
                          gate:
                            metric: accuracy
                            baseline: beat
                            margin: 0.01
                            confidence: 0.95
                            samples: 2000
                            floor: null
                            slices: null
                            sliceDrop: 0.02
                            classDrop: 0.05
                            minRows: 50
                            rows: 20000
                          notify:
                            command: null
                            url: null
                        """);
    }

    @Test
    void everyKeyIsRead() {
        RetrainSection retrain = read(FULL).retrain().orElseThrow();
        assertThat(retrain.store()).isEqualTo("stores/iris");
        assertThat(retrain.newRows()).isEqualTo(new NewRows.ByColumn("day"));
        assertThat(retrain.start()).isEqualTo(new InitialWeights("shrinkPerturb", 0.5, 0.2));
        assertThat(retrain.rehearsal()).isEqualTo(new Rehearsal(OptionalInt.of(500), true));
        assertThat(retrain.holdOut()).isEqualTo(0.2);
        ChecksSection checks = retrain.checks();
        assertThat(checks.minRows()).isEqualTo(10);
        assertThat(checks.maxRows()).hasValue(5000);
        assertThat(checks.missing()).hasValue(0.2);
        assertThat(checks.outOfRange()).isEmpty();
        assertThat(checks.unseen()).hasValue(0);
        assertThat(checks.labelShift()).hasValue(0.1);
        assertThat(checks.labelRatio()).hasValue(4);
        assertThat(checks.psi()).hasValue(0.3);
        assertThat(checks.effect()).isEmpty();
        assertThat(checks.servingDrop()).hasValue(0.4);
        assertThat(checks.classDrop()).hasValue(0.3);
        assertThat(checks.jump()).hasValue(2);
        GateSection gate = retrain.gate();
        assertThat(gate.metric()).isEqualTo(new GateMetric(Metric.BALANCED_ACCURACY));
        assertThat(gate.firstModel()).isEqualTo(FirstModel.OFF);
        assertThat(gate.margin()).isEqualTo(-0.01);
        assertThat(gate.confidence()).isEqualTo(0.9);
        assertThat(gate.samples()).isEqualTo(500);
        assertThat(gate.floor()).hasValue(0.7);
        assertThat(gate.slices()).containsExactly("region", "3");
        assertThat(gate.sliceDrop()).isEqualTo(0.1);
        assertThat(gate.classDrop()).isEqualTo(0);
        assertThat(gate.minRows()).isEqualTo(5);
        assertThat(gate.rows()).isEqualTo(1000);
        assertThat(retrain.notification())
                .isEqualTo(
                        new NotifySection(List.of("notify-ops", "--quiet"), Optional.of("https://example.org/hook")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retrain.new=files",
                "retrain.new={column: 'a: b'}",
                "retrain.start=cold",
                "retrain.start=shrinkPerturb",
                "retrain.start={type: shrinkPerturb, shrink: 1, perturb: 0}",
                "retrain.rehearsal=all",
                "retrain.rehearsal={rows: 0}",
                "retrain.holdOut=1e-9",
                "retrain.checks={missing: off, outOfRange: off, unseen: off, labelShift: off, labelRatio: off, psi: off, effect: off, servingDrop: off, jump: off}",
                "retrain.checks={minRows: 9223372036854775807, maxRows: 9223372036854775807}",
                "retrain.gate={margin: -0, sliceDrop: -0.0}",
                "retrain.gate={metric: logLoss, margin: 2, floor: 5, sliceDrop: 3}",
                "retrain.gate={metric: rocAuc, baseline: off}",
                "retrain.gate={margin: -1e-9, floor: 0, slices: region}",
                "retrain.gate.slices=['null', '#', 'a, b']",
                "retrain.notify.command=mail",
                "retrain.notify.command=[sh, -c, 'cat > x', '#']",
                "retrain.notify.url=http://localhost:8080",
                "data={format: table, table: db.t, label: x}",
                "data={format: libsvm, path: a}",
                "data={format: idx, path: a, labels: b}",
                "model.path=elsewhere"
            })
    void jobThatIsRetrainedReadsBackEqual(String override) {
        JobFile job = readFor(Purpose.RETRAIN, JOB, override);

        assertThat(readFor(Purpose.RETRAIN, job.toYaml())).isEqualTo(job);
        assertThat(readFor(Purpose.RETRAIN, job.toYaml()).toYaml()).isEqualTo(job.toYaml());
    }

    @Test
    void whatIsNewIsReportedByWhereTheRowsAre() {
        assertThat(retrain().newRows()).isEqualTo(new NewRows.ByFile(NewRows.FileReading.CONTENT));
        assertThat(retrain("data={format: table, table: db.t, label: x}").newRows())
                .isEqualTo(new NewRows.ByPartition());
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void onlyRetrainingNeedsIt(Purpose purpose) {
        String plain = CSV + "output: { path: o }\n";
        assertThat(faultsFor(purpose, plain))
                .isEqualTo(
                        purpose == Purpose.RETRAIN
                                ? List.of("jobs/x.yaml: retrain.store: expected the path of the model store, found"
                                        + " nothing; take e.g. models/pumps")
                                : List.of());
        assertThat(readFor(purpose, plain + "retrain: { store: s }\n").retrain())
                .isPresent();
    }

    @Test
    void checkNeedsNoModelWhereItIsRetrained() {
        assertThat(readFor(Purpose.CHECK, JOB)).isEqualTo(readFor(Purpose.RETRAIN, JOB));
        assertThat(readFor(Purpose.CHECK, JOB).hasStore()).isTrue();
        assertThat(readFor(Purpose.CHECK, JOB, "model.path=elsewhere").hasStore())
                .isFalse();
        assertThat(faultsFor(Purpose.TRAIN, JOB))
                .containsExactly("jobs/x.yaml: model.path: expected the path of the model's folder, found nothing; take"
                        + " e.g. models/mnist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"floor: 2.5", "margin: 3", "sliceDrop: 2"})
    void rmseIsInTheUnitsOfTheTargets(String gate) {
        JobFile job = readFor(
                Purpose.RETRAIN,
                JOB.replaceAll(" +output: softmax\n", ""),
                "task=regression",
                "retrain.gate={" + gate + "}");
        assertThat(readFor(Purpose.RETRAIN, job.toYaml())).isEqualTo(job);
    }

    @Test
    void theServingModelsDropIsInTheUnitOfTheGatesMetric() {
        assertThat(servingDrop("retrain.gate.metric=logLoss")).hasValue(1);
        assertThat(servingDrop("retrain.gate.metric=f1")).hasValue(0.2);
        assertThat(servingDrop("retrain={store: s, gate: {metric: brier}, checks: {servingDrop: 3}}"))
                .hasValue(3);
        assertThat(servingDrop("retrain={store: s, gate: {metric: brier}, checks: {servingDrop: off}}"))
                .isEmpty();
    }

    @Test
    void whereTheServingModelsDropIsOffThatOfClassesIsUnlessAskedFor() {
        assertThat(checks("retrain.checks.servingDrop=off").classDrop()).isEmpty();
        assertThat(checks("retrain={store: s, checks: {servingDrop: off, classDrop: 0.1}}")
                        .classDrop())
                .hasValue(0.1);
        assertThat(checks("retrain.checks.classDrop=off").classDrop()).isEmpty();
    }

    @Test
    void theDropOfTheAreaIsThatOfScoresAlsoWhereTheGatesMetricIsALoss() {
        assertThat(dropOfArea("retrain={store: s, checks: {servingDrop: 0.4}}")).hasValue(0.4);
        assertThat(dropOfArea("retrain={store: s, gate: {metric: brier}, checks: {servingDrop: 3}}"))
                .hasValue(0.2);
        assertThat(dropOfArea("retrain={store: s, gate: {metric: brier}, checks: {servingDrop: off}}"))
                .isEmpty();
    }

    private static OptionalDouble dropOfArea(String override) {
        RetrainSection section =
                readFor(Purpose.RETRAIN, JOB, override).retrain().orElseThrow();
        return section.checks().servingDropOfArea(section.gate().metric());
    }

    private static ChecksSection checks(String override) {
        return readFor(Purpose.RETRAIN, JOB, override).retrain().orElseThrow().checks();
    }

    private static OptionalDouble servingDrop(String override) {
        return readFor(Purpose.RETRAIN, JOB, override)
                .retrain()
                .orElseThrow()
                .checks()
                .servingDrop();
    }

    @ParameterizedTest
    @EnumSource(
            value = Purpose.class,
            names = {"EVALUATE", "SCORE"})
    void modelMayBeInAStore(Purpose purpose) {
        String text = CSV.replace("  path: models/iris\n", "  store: s\n") + "output: { path: o }\n";
        ModelSection serving = readFor(purpose, text).model();
        assertThat(serving.path()).isEqualTo("s");
        assertThat(serving.store()).contains("s");
        assertThat(serving.version()).isEmpty();
        JobFile named = readFor(purpose, text, "model.version=7", "model.path=p");
        assertThat(named.model().path()).isEqualTo("p");
        assertThat(named.model().store()).contains("s");
        assertThat(named.model().version()).hasValue(7);
        assertThat(readFor(purpose, named.toYaml())).isEqualTo(named);
    }

    @ParameterizedTest
    @EnumSource(
            value = Purpose.class,
            names = {"TRAIN", "RETRAIN", "CHECK"})
    void modelThatIsTrainedComesFromNoStore(Purpose purpose) {
        assertThat(faultsFor(purpose, CSV, "model.store=s", "retrain.store=s"))
                .containsExactly("--set model.store=s: model.store: expected none where a model is trained, found s;"
                        + " take retrain.store with retrain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            retrain=5 | retrain: expected a map, found 5; write its keys indented below it, or as { key: value }
            initialModel=a | initialModel: expected none with retrain, which starts from the serving model (retrain.start), found a; remove it
            retrain.stroe=a | unknown key retrain.stroe; did you mean store? known keys here: store, new, start, rehearsal, holdOut, checks, gate, notify
            retrain.store=' ' | retrain.store: expected the path of the model store, found " "; take e.g. models/pumps
            retrain.new=rows | retrain.new: expected files, or a map { files: quick } or { column: … }, found rows
            retrain.new=partitions | retrain.new: expected files, or a map { files: quick } or { column: … }, found partitions
            retrain.new={} | retrain.new.column: expected a column's name, found nothing; take e.g. day
            retrain.new={column: day, col: day} | unknown key retrain.new.col; did you mean column? known keys here: column
            retrain.checks.leastRows=5 | unknown key retrain.checks.leastRows; its name is minRows now
            retrain.gate.leastRows=5 | unknown key retrain.gate.leastRows; its name is minRows now
            retrain.start=hot | retrain.start: expected warm, cold or shrinkPerturb, found hot
            retrain.start={type: shrinkPerturb, shrink: 0} | retrain.start.shrink: expected a number above 0 and at most 1, found 0; take e.g. 0.6
            retrain.start={type: warm, shrink: 1} | retrain.start.shrink: expected only with type shrinkPerturb, found type warm; remove it or change retrain.start.type
            retrain.rehearsal=some | retrain.rehearsal: expected all, or a map of rows and byClass, found some; take e.g. { rows: 10000 }
            retrain.rehearsal={rows: -1} | retrain.rehearsal.rows: expected a whole number of at least 0, found -1; take e.g. 10000
            retrain.holdOut=1 | retrain.holdOut: expected a number above 0 and below 1, found 1; take e.g. 0.1
            retrain.checks.minRows=0 | retrain.checks.minRows: expected a whole number of at least 1, found 0; take e.g. 1
            retrain.checks={minRows: 100, maxRows: 10} | retrain.checks.maxRows: expected a number of at least 100, which is minRows, found 10; no retraining run could pass
            retrain.checks.missing=2 | retrain.checks.missing: expected off or a number from 0 to 1, found 2; take e.g. 0.1
            retrain.checks.psi=no | retrain.checks.psi: expected off or a number above 0, found no; take e.g. 0.25
            retrain.checks.servingDrop=20 | retrain.checks.servingDrop: expected off or a number from 0 to 1, found 20; take e.g. 0.2
            retrain={store: s, gate: {metric: rocAuc}, checks: {servingDrop: 2}} | retrain.checks.servingDrop: expected off or a number from 0 to 1, found 2; take e.g. 0.2
            retrain={store: s, gate: {metric: logLoss}, checks: {servingDrop: -1}} | retrain.checks.servingDrop: expected off or a number of at least 0, found -1; take e.g. 1
            retrain.gate.confidence=1 | retrain.gate.confidence: expected a number above 0 and below 1, found 1; take e.g. 0.95
            retrain.gate.samples=99 | retrain.gate.samples: expected a whole number from 100 to 100000, found 99; take e.g. 2000
            retrain.gate.slices={} | retrain.gate.slices: expected a column or a list of columns, found an empty map; take e.g. region
            retrain.gate.sliceDrop=-1 | retrain.gate.sliceDrop: expected a number from 0 to 1, found -1; take e.g. 0.02
            retrain.gate.classDrop=5 | retrain.gate.classDrop: expected a number from 0 to 1, found 5; take e.g. 0.05
            retrain.gate.floor=90 | retrain.gate.floor: expected a number from 0 to 1, found 90; take e.g. 0.8
            retrain.gate.metric=r2 | retrain.gate.metric: expected accuracy, balancedAccuracy, f1, rocAuc, prAuc, logLoss, brier, top3Accuracy or top5Accuracy for task classification, found r2; r2 goes with task regression
            retrain.gate={metric: logLoss, floor: 0} | retrain.gate.floor: expected a number above 0, found 0; take e.g. 2.5
            retrain.gate.baseline=on | retrain.gate.baseline: expected beat or off, found on
            retrain.checks.labelRatio=1 | retrain.checks.labelRatio: expected off or a number above 1, found 1; take e.g. 3
            retrain.gate.margin=2 | retrain.gate.margin: expected a number above -1 and at most 1, found 2; take e.g. 0.01
            retrain.notify.url=ftp://x | retrain.notify.url: expected an address that begins with http:// or https://, found ftp://x
            """)
    void eachFaultIsReported(String override, String message) {
        assertThat(faultsFor(Purpose.RETRAIN, JOB, override)).containsExactly("--set " + override + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            data={format: digits} | retrain.new: expected rows in files or in a table, found format digits; retraining needs a source of new rows
            task=regression | retrain.checks.labelRatio: expected only with task classification or multilabel, found task regression; remove it or change task
            task=regression | retrain.checks.classDrop: expected only with task classification or multilabel, found task regression; remove it or change task
            task=regression | retrain.gate.classDrop: expected only with task classification, found task regression; remove it or change task
            """)
    void whatDoesNotGoTogetherIsReported(String override, String message) {
        assertThat(faultsFor(
                        Purpose.RETRAIN,
                        JOB + "  gate: { classDrop: 0.1 }\n  checks: { labelRatio: 2, classDrop: off }\n",
                        override))
                .anyMatch(fault -> fault.endsWith(message));
    }

    @Test
    void versionWithoutAStoreIsReported() {
        assertThat(faultsFor(Purpose.EVALUATE, CSV, "model.version=3"))
                .containsExactly("--set model.version=3: model.version: expected none without model.store, found 3; add"
                        + " it, or remove this");
        assertThat(faultsFor(Purpose.EVALUATE, CSV, "model={store: s, version: 0}"))
                .containsExactly("--set model={store: s, version: 0}: model.version: expected a whole number of at"
                        + " least 1, found 0; take e.g. 3");
    }

    @Test
    void weightsDoNotDependOnIt() {
        assertThat(readFor(Purpose.RETRAIN, JOB, "retrain.holdOut=0.3").identity())
                .isEqualTo(read(CSV).identity());
    }

    @Test
    void everyKeyIsFlattenedByItsPath() {
        assertThat(read(FULL).flattened())
                .containsEntry("seed", "7")
                .containsEntry("retrain.gate.floor", "0.7")
                .containsEntry("retrain.checks.effect", "off")
                .containsEntry("retrain.new.column", "day")
                .containsEntry("data.validation.path", "v.csv")
                .containsEntry("network.hidden", "[500, 300]");
    }

    @Test
    void whatIsSharedHasNoSecret() {
        JobFile job = readFor(
                Purpose.RETRAIN,
                JOB,
                "retrain.notify={command: [notify-ops, --token, CANARY], url: 'https://example.org/hook/CANARY'}",
                "data.path=s3a://user:CANARY@bucket/rows.csv");
        assertThat(job.toYaml()).contains("CANARY");
        assertThat(job.toSharedYaml()).doesNotContain("CANARY", "notify").contains("s3a://withheld@bucket/rows.csv");
        assertThat(job.flattened().toString())
                .doesNotContain("CANARY", "notify")
                .contains("s3a://withheld@bucket/rows.csv");
        assertThat(readFor(Purpose.RETRAIN, job.toSharedYaml()).retrain()).isPresent();
    }
}
