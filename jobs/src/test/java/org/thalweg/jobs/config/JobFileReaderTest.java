package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thalweg.jobs.config.JobFileTexts.CSV;
import static org.thalweg.jobs.config.JobFileTexts.FULL;
import static org.thalweg.jobs.config.JobFileTexts.faults;
import static org.thalweg.jobs.config.JobFileTexts.faultsFor;
import static org.thalweg.jobs.config.JobFileTexts.read;
import static org.thalweg.jobs.config.JobFileTexts.readFor;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.thalweg.data.Scaling;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.optim.Adam;
import org.thalweg.optim.AdamW;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.Schedule;
import org.thalweg.spark.config.CheckpointSection;
import org.thalweg.spark.config.Classes;
import org.thalweg.spark.config.Column;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.HoldOutSettings;
import org.thalweg.spark.config.NetworkSection;
import org.thalweg.spark.config.Purpose;
import org.thalweg.spark.config.Resume;
import org.thalweg.spark.config.Sparse;
import org.thalweg.spark.config.TargetScale;
import org.thalweg.spark.config.ThresholdChoice;
import org.thalweg.spark.config.TrainingSection;
import org.thalweg.train.Batches;
import org.thalweg.train.Divergence;
import org.thalweg.train.EarlyStopping;
import org.thalweg.train.Epochs;

class JobFileReaderTest {
    /** design.md's, word for word. */
    private static final String EXAMPLE =
            """
            name: mnist
            task: classification           # multilabel | regression | autoencoder
            seed: 42
            data:
              format: idx                  # csv | libsvm | parquet | json | table | idx | digits (built in)
              path: /data/mnist/train-images-idx3-ubyte.gz    # one, a list, or a glob
              labels: /data/mnist/train-labels-idx1-ubyte.gz  # idx only: the labels' file
              label: species               # csv, parquet, json, table: the target's column (name or index), or a list
              features: all                # or a list of columns
              weight: null                 # a column of row weights
              header: true                 # csv
              scale: none                  # standard | minMax | maxAbs | none
              validation: 0.1              # a share of the rows, or { path: … }
              test:                        # measured once, at the end
                path: /data/mnist/t10k-images-idx3-ubyte.gz
                labels: /data/mnist/t10k-labels-idx1-ubyte.gz
            network:
              hidden: [500, 300]
              activation: relu
            loss: crossEntropy             # squaredError | …
            optimizer:
              type: adam
              learningRate: 0.001
              schedule: { type: cosine, warmUpEpochs: 1 }
            training:
              epochs: 12
              batchSize: 1024              # rows a step, over the whole cluster; or full
              laneRows: 128
              partitions: auto
              earlyStopping: { patience: 3 }
            model:
              path: models/mnist
              overwrite: false
            """;

    @Test
    void designExampleIsReadWhole() {
        String forIdx = EXAMPLE.replaceAll("(?m)^  (label|header): .*\\R", "");

        JobFile job = read(forIdx);
        assertThat(job.name()).isEqualTo("mnist");
        assertThat(job.task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(job.seed()).isEqualTo(42);
        DataSection data = job.data();
        assertThat(data.source())
                .isEqualTo(new DataSource.Idx(
                        List.of("/data/mnist/train-images-idx3-ubyte.gz"),
                        List.of("/data/mnist/train-labels-idx1-ubyte.gz")));
        assertThat(data.classes()).isEmpty();
        assertThat(data.classWeights()).isEmpty();
        assertThat(data.scale()).isEqualTo(Scaling.Kind.NONE);
        assertThat(data.scaleTarget()).isEqualTo(TargetScale.NONE);
        assertThat(data.sparse()).isEqualTo(Sparse.AUTO);
        assertThat(data.validation()).isEqualTo(new HoldOutSettings.Share(0.1));
        assertThat(data.test())
                .isEqualTo(new HoldOutSettings.Separate(new DataSource.Idx(
                        List.of("/data/mnist/t10k-images-idx3-ubyte.gz"),
                        List.of("/data/mnist/t10k-labels-idx1-ubyte.gz"))));
        NetworkSection network = job.network();
        assertThat(network.hidden()).containsExactly(500, 300);
        assertThat(network.activation()).isEqualTo(Activation.RELU);
        assertThat(network.layerNormalisation()).isFalse();
        assertThat(network.dropout()).containsExactly(0.0, 0.0);
        assertThat(network.initialisation()).isEqualTo(Initialisation.AUTO);
        assertThat(network.output()).isEqualTo(Activation.SOFTMAX);
        assertThat(job.loss()).isEqualTo(Loss.CROSS_ENTROPY);
        assertThat(job.optimizer().descent())
                .isEqualTo(GradientDescent.of(new Adam(0.9, 0.999, 1e-8), 0.001)
                        .with(new Schedule(new Schedule.Kind.Cosine(0), 1)));
        assertThat(job.optimizer().penalty()).isEqualTo(Penalty.NONE);
        TrainingSection training = job.training();
        assertThat(training.epochs()).isEqualTo(Epochs.of(12));
        assertThat(training.batches()).isEqualTo(Batches.of(1024, 128));
        assertThat(training.partitions()).isEmpty();
        assertThat(training.averaging()).isEmpty();
        assertThat(training.stopping()).containsExactly(new EarlyStopping(3, 0));
        assertThat(training.divergence()).isEqualTo(Divergence.STOP);
        assertThat(training.stepDeadlineSeconds()).isEqualTo(3600);
        assertThat(job.model().path()).isEqualTo("models/mnist");
        assertThat(job.model().overwrite()).isFalse();
        assertDefaultCheckpointsAndOutput(job);
        assertThat(job.retrain()).isEmpty();
    }

    private static void assertDefaultCheckpointsAndOutput(JobFile job) {
        CheckpointSection checkpoint = job.checkpoint();
        assertThat(checkpoint.path("m/")).isEqualTo("m.checkpoints");
        assertThat(checkpoint.everySteps()).isEmpty();
        assertThat(checkpoint.everyEpochs()).isEmpty();
        assertThat(checkpoint.everySeconds()).hasValue(300);
        assertThat(checkpoint.keep()).isEqualTo(3);
        assertThat(checkpoint.resume()).isEqualTo(Resume.NEVER);
        OutputSection output = job.output();
        assertThat(output.path()).isEmpty();
        assertThat(output.format()).isEqualTo(OutputFormat.PARQUET);
        assertThat(output.overwrite()).isFalse();
        assertThat(output.columns()).containsExactly("prediction", "probabilities");
        assertThat(output.scoreClass()).isEmpty();
        assertThat(output.threshold()).isEqualTo(ThresholdChoice.OF_MODEL);
        assertThat(output.layer()).isEmpty();
    }

    @Test
    void designExampleNamesTwoKeysThatAreForOtherFormats() {
        assertThat(faults(EXAMPLE))
                .containsExactly(
                        "jobs/x.yaml, line 8: data.label: expected only with format csv, parquet, json or table, found"
                                + " format idx; remove it or change data.format",
                        "jobs/x.yaml, line 11: data.header: expected only with format csv, found format idx; remove it"
                                + " or change data.format");
    }

    @Test
    void everyKeyIsRead() {
        Columns columns = new Columns(
                List.of(new Column.Named("species")),
                List.of(new Column.Indexed(0), new Column.Named("petal length"), new Column.Named("3")),
                Optional.of(new Column.Named("w")));

        JobFile job = read(FULL);
        assertThat(job.name()).isEqualTo("iris");
        assertThat(job.seed()).isEqualTo(7);
        DataSection data = job.data();
        assertThat(data.source()).isEqualTo(new DataSource.Csv(List.of("a.csv", "b.csv"), true, '\t', columns));
        assertThat(data.classes()).contains(new Classes.Names(List.of("setosa", "virginica")));
        assertThat(data.scale()).isEqualTo(Scaling.Kind.MIN_MAX);
        assertThat(data.sparse()).isEqualTo(Sparse.FALSE);
        assertThat(data.validation())
                .isEqualTo(new HoldOutSettings.Separate(new DataSource.Csv(List.of("v.csv"), true, '\t', columns)));
        assertThat(data.test())
                .isEqualTo(new HoldOutSettings.Separate(new DataSource.Csv(List.of("t.csv"), true, '\t', columns)));
        NetworkSection network = job.network();
        assertThat(network.hidden()).containsExactly(500, 300);
        assertThat(network.activation()).isEqualTo(Activation.TANH);
        assertThat(network.layerNormalisation()).isTrue();
        assertThat(network.dropout()).containsExactly(0.2, 0.5);
        assertThat(network.initialisation()).isEqualTo(Initialisation.GLOROT_NORMAL);
        assertThat(network.output()).isEqualTo(Activation.SIGMOID);
        assertThat(job.loss()).isEqualTo(Loss.CROSS_ENTROPY);
        assertThat(job.optimizer().descent())
                .isEqualTo(GradientDescent.of(new AdamW(new Adam(0.8, 0.99, 1e-7), 0.1), 0.001)
                        .withClipNorm(5)
                        .with(new Schedule(new Schedule.Kind.Step(4, 0.3), 0.5)));
        assertThat(job.optimizer().penalty()).isEqualTo(new Penalty(0, 0.5));
        TrainingSection training = job.training();
        assertThat(training.epochs()).isEqualTo(Epochs.of(12));
        assertThat(training.batches()).isEqualTo(Batches.full().withLaneRows(64));
        assertThat(training.partitions()).hasValue(6);
        assertThat(training.stopping()).containsExactly(new EarlyStopping(5, 1e-4));
        assertThat(training.divergence()).isEqualTo(Divergence.BACK_OFF);
        assertThat(training.stepDeadlineSeconds()).isEqualTo(90);
        CheckpointSection checkpoint = job.checkpoint();
        assertThat(checkpoint.path("m")).isEqualTo("kept");
        assertThat(checkpoint.everySteps()).hasValue(50);
        assertThat(checkpoint.everyEpochs()).hasValue(2);
        assertThat(checkpoint.everySeconds()).hasValue(1.5);
        assertThat(checkpoint.keep()).isEqualTo(5);
        assertThat(checkpoint.resume()).isEqualTo(Resume.AUTO);
        assertThat(job.model().path()).isEqualTo("models/iris");
        assertThat(job.model().overwrite()).isTrue();
        assertThat(job.output().path()).contains("scored");
        assertThat(job.output().format()).isEqualTo(OutputFormat.CSV);
        assertThat(job.output().overwrite()).isTrue();
        assertThat(job.retrain()).as("RetrainSectionTest reads its keys").isPresent();
    }

    @Test
    void defaultsFillWhatIsNotSaid() {
        JobFile job = read(CSV);

        assertThat(job.name()).isEqualTo("x");
        assertThat(job.seed()).isEqualTo(42);
        assertThat(job.data().source())
                .isEqualTo(new DataSource.Csv(
                        List.of("iris.csv"),
                        true,
                        ',',
                        new Columns(List.of(new Column.Named("species")), List.of(), Optional.empty())));
        assertThat(job.data().classes()).isEmpty();
        assertThat(job.data().classWeights()).isEmpty();
        assertThat(job.data().scale()).isEqualTo(Scaling.Kind.NONE);
        assertThat(job.data().scaleTarget()).isEqualTo(TargetScale.NONE);
        assertThat(job.data().sparse()).isEqualTo(Sparse.AUTO);
        assertThat(job.data().validation()).isEqualTo(new HoldOutSettings.None());
        assertThat(job.data().test()).isEqualTo(new HoldOutSettings.None());
        assertThat(job.network().hidden()).containsExactly(8);
        assertThat(job.network().activation()).isEqualTo(Activation.RELU);
        assertThat(job.network().layerNormalisation()).isFalse();
        assertThat(job.network().dropout()).containsExactly(0.0);
        assertThat(job.network().initialisation()).isEqualTo(Initialisation.AUTO);
        assertThat(job.network().output()).isEqualTo(Activation.SOFTMAX);
        assertThat(job.loss()).isEqualTo(Loss.CROSS_ENTROPY);
        assertThat(job.optimizer().descent()).isEqualTo(GradientDescent.of(new Adam(0.9, 0.999, 1e-8), 0.001));
        assertThat(job.optimizer().penalty()).isEqualTo(Penalty.NONE);
        assertThat(job.training().epochs()).isEqualTo(Epochs.auto());
        assertThat(job.training().batches()).isEqualTo(Batches.auto());
        assertThat(job.training().partitions()).isEmpty();
        assertThat(job.training().averaging()).isEmpty();
        assertThat(job.training().stopping()).isEmpty();
        assertThat(job.training().divergence()).isEqualTo(Divergence.STOP);
        assertThat(job.training().stepDeadlineSeconds()).isEqualTo(3600);
        assertThat(job.checkpoint().path(job.model().path())).isEqualTo("models/iris.checkpoints");
        assertThat(read(CSV, "checkpoint.everySteps=5").checkpoint().everySeconds())
                .as("not also by time")
                .isEmpty();
        assertThat(job.model().path()).isEqualTo("models/iris");
        assertThat(job.model().overwrite()).isFalse();
        assertDefaultCheckpointsAndOutput(job);
    }

    @Test
    void regressionHasItsOwnDefaults() {
        JobFile job = read(CSV, "task=regression");

        assertThat(job.loss()).isEqualTo(Loss.HALF_SQUARED_ERROR);
        assertThat(job.network().output()).isEqualTo(Activation.IDENTITY);
        assertThat(job.data().scaleTarget()).isEqualTo(TargetScale.STANDARD);
        assertThat(job.identity()).containsEntry("data.scaleTarget", "standard");
        assertThat(read(CSV).identity()).doesNotContainKey("data.scaleTarget");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            loss=squaredError | STANDARD
            loss=absoluteError | STANDARD
            loss={type: huber, delta: 2} | STANDARD
            loss={type: quantile, quantile: 0.9} | STANDARD
            loss=poisson | NONE
            loss=abs(prediction - target) | NONE
            network.output=sigmoid | NONE
            network.output=softplus | NONE
            data.scaleTarget=none | NONE
            """)
    void targetsAreScaledByLossAndOutput(String set, TargetScale expected) {
        JobFile job = read(CSV, "task=regression", set);
        assertThat(job.data().scaleTarget()).isEqualTo(expected);
        assertThat(read(job.toYaml())).isEqualTo(job);
    }

    @Test
    void scalingOfTargetsMayBeAskedForButNotOfCounts() {
        assertThat(read(CSV, "task=regression", "loss=abs(prediction - target)", "data.scaleTarget=standard")
                        .data()
                        .scaleTarget())
                .isEqualTo(TargetScale.STANDARD);
        assertThat(faultsFor(Purpose.TRAIN, CSV, "task=regression", "loss=poisson", "data.scaleTarget=standard"))
                .singleElement()
                .asString()
                .contains("data.scaleTarget: expected none with loss poisson, found standard; its targets are counts");
    }

    @Test
    void emptySectionAndNullMeanTheDefaults() {
        assertThat(read(CSV + "optimizer:\nloss: null\ntraining: ~\nseed:\nname: ''\n", "name=null"))
                .isEqualTo(read(CSV));
    }

    @ParameterizedTest
    @EnumSource(value = Purpose.class, mode = EnumSource.Mode.EXCLUDE, names = "RETRAIN")
    void whatEveryCommandNeedsIsMissed(Purpose purpose) {
        assertThat(faultsFor(purpose, "seed: 1"))
                .contains(
                        "jobs/x.yaml: task: expected classification, multilabel, regression or autoencoder, found nothing; add it",
                        "jobs/x.yaml: data.format: expected csv, libsvm, parquet, json, table, idx or digits, found"
                                + " nothing; add it",
                        "jobs/x.yaml: model.path: expected the path of the model's folder, found nothing; take e.g."
                                + " models/mnist");
    }

    @ParameterizedTest
    @EnumSource(value = Purpose.class, mode = EnumSource.Mode.EXCLUDE, names = "RETRAIN")
    void labelIsNeededUnlessRowsAreScored(Purpose purpose) {
        List<String> missed = List.of("jobs/x.yaml, line 2: data.label: expected a column's name, or its index from 0,"
                + " found nothing; take e.g. species");

        assertThat(faultsFor(purpose, CSV.replace("  label: species\n", ""), "output.path=out"))
                .isEqualTo(purpose == Purpose.SCORE ? List.of() : missed);
        assertThat(faultsFor(purpose, CSV, "data={format: idx, path: a}", "output.path=out"))
                .hasSize(purpose == Purpose.SCORE ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource(value = Purpose.class, mode = EnumSource.Mode.EXCLUDE, names = "RETRAIN")
    void hiddenLayersAreNeededWhereTheyAreNotTheModels(Purpose purpose) {
        List<String> missed = List.of("jobs/x.yaml, line 6: network.hidden: expected a list of layer widths, which may"
                + " be empty, found nothing; take e.g. [100]");
        boolean needed = purpose == Purpose.TRAIN || purpose == Purpose.CHECK;

        assertThat(faultsFor(purpose, CSV.replace("[8]", ""), "output.path=out"))
                .isEqualTo(
                        needed
                                ? missed.stream()
                                        .map(fault -> fault.replace("line 6", "line 7"))
                                        .toList()
                                : List.of());
        assertThat(faultsFor(purpose, CSV.replace("  hidden: [8]\n", ""), "output.path=out"))
                .isEqualTo(needed ? missed : List.of());
    }

    @ParameterizedTest
    @EnumSource(value = Purpose.class, mode = EnumSource.Mode.EXCLUDE, names = "RETRAIN")
    void outputPathIsNeededForScoring(Purpose purpose) {
        List<String> missed = List.of(
                "jobs/x.yaml: output.path: expected the path of a folder, found nothing; take e.g. /data/scored");

        assertThat(faultsFor(purpose, CSV)).isEqualTo(purpose == Purpose.SCORE ? missed : List.of());
    }

    @Test
    void scoringMayStillNameTheLabel() {
        JobFile job = readFor(Purpose.SCORE, CSV, "output.path=out");

        assertThat(((DataSource.Csv) job.data().source()).columns().label())
                .containsExactly(new Column.Named("species"));
    }

    @Test
    void nameIsTheFilesBaseName() {
        assertThat(List.of("s3a://b/jobs/mnist.prod.yaml", "C:\\jobs\\mnist.yml", "mnist", ".yaml", "", "jobs/"))
                .map(file ->
                        JobFileReader.read(CSV, file, List.of(), Purpose.TRAIN).name())
                .containsExactly("mnist.prod", "mnist", "mnist", ".yaml", "job", "job");
    }
}
