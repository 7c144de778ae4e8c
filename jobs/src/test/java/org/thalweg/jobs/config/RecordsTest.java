package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.thalweg.jobs.config.JobFileTexts.CSV;
import static org.thalweg.jobs.config.JobFileTexts.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Penalty;
import org.thalweg.settings.Labelled;
import org.thalweg.spark.config.Categorical;
import org.thalweg.spark.config.Classes;
import org.thalweg.spark.config.Column;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.HeldOut;
import org.thalweg.spark.config.Missing;
import org.thalweg.spark.config.NetworkSection;
import org.thalweg.spark.config.OptimizerSection;
import org.thalweg.spark.config.Sparse;
import org.thalweg.spark.config.TargetScale;
import org.thalweg.spark.config.TrainingSection;
import org.thalweg.train.Batches;
import org.thalweg.train.Divergence;
import org.thalweg.train.Epochs;

class RecordsTest {

    @Test
    void recordsRefuseWhatTheReaderRefuses() {
        refuses(
                () -> new OptimizerSection(new Lbfgs(), new Penalty(0.1, 0)),
                "l1: expected 0 with type lbfgs, found 0.1");
        refuses(() -> new HeldOut.Share(1), "validation: expected a number from 0 to below 1, found 1");
        refuses(() -> new Classes.Count(1), "classes: expected a whole number of at least 2, found 1");
        refuses(() -> new DataSource.Digits(0, 0), "rows: expected a whole number of at least 1, found 0");
        refuses(() -> new DataSource.Parquet(List.of(), null), "path: expected at least one, and none blank, found []");
        refuses(
                () -> new Columns(List.of(new Column.Named("a")), List.of(new Column.Named("a")), Optional.empty()),
                "columns: expected each column once, found a twice");
        refuses(
                () -> new Columns(
                        List.of(new Column.Named("a")),
                        List.of(),
                        Optional.empty(),
                        List.of(Categorical.oneHot(new Column.Named("a"))),
                        Missing.MEAN),
                "categorical: expected columns that are features, found a");
        refuses(
                () -> new Categorical(new Column.Named("a"), OptionalInt.of(1)),
                "buckets: expected a whole number of at least 2, found 1");
        refuses(
                () -> new TrainingSection(
                        Epochs.of(0),
                        Batches.auto(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        List.of(),
                        Divergence.STOP,
                        1),
                "epochs: expected 1 or more, found 0");
        refuses(
                () -> new NetworkSection(
                        List.of(1), Activation.RELU, true, List.of(0.0), Initialisation.AUTO, Activation.SOFTMAX),
                "hidden: expected a whole number of at least 2, found 1");
        refuses(
                () -> new NetworkSection(
                        List.of(5), Activation.RELU, true, List.of(1.0), Initialisation.AUTO, Activation.SOFTMAX),
                "dropout: expected a number from 0 to below 1, found 1");
        refuses(
                () -> new NetworkSection(
                        List.of(5), Activation.RELU, true, List.of(), Initialisation.AUTO, Activation.SOFTMAX),
                "dropout: expected 1 numbers, found 0");
        refuses(() -> new ModelSection(" ", false), "model.path: expected a path, found a blank one");
        refuses(
                () -> new CheckpointSection(
                        Optional.of(" "),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        1,
                        Resume.NEVER),
                "checkpoint.path: expected a path, found a blank one");
    }

    @Test
    void jobRefusesSectionsThatDoNotGoTogether() {
        JobFile job = read(CSV, "data.validation=0.1", "training.earlyStopping={}");
        JobFile other = read(CSV, "task=regression");

        refuses(
                () -> with(job, other.loss(), job.data(), job.network()),
                "loss: expected one of task classification, found squaredError");
        refuses(
                () -> with(job, job.loss(), job.data(), other.network()),
                "network.output: expected one of task classification with loss crossEntropy, found identity");
        refuses(
                () -> with(job, job.loss(), other.data(), job.network()),
                "data.scaleTarget: expected none with task classification and loss crossEntropy, found standard");
        DataSection unscaled = other.data().withScaleTarget(TargetScale.NONE);
        refuses(
                () -> with(job, job.loss(), unscaled, job.network()),
                "training.earlyStopping: expected only with data.validation, found none");
        JobFile multilabel = read(CSV, "task=multilabel");
        JobFile digits = read(CSV, "data={format: digits}");
        refuses(
                () -> with(multilabel, multilabel.loss(), digits.data(), multilabel.network()),
                "data.format: expected one with columns for task multilabel, found digits");
        JobFile autoencoder = read(CSV, "task=autoencoder", "data={format: digits}");
        refuses(
                () -> with(autoencoder, autoencoder.loss(), job.data(), autoencoder.network()),
                "data.label: expected none for task autoencoder");
        refuses(
                () -> new OutputSection(
                        Optional.empty(),
                        OutputFormat.CSV,
                        false,
                        List.of(OutputColumn.CODE, OutputColumn.CODE),
                        OptionalInt.empty()),
                "output.columns: expected each once, found [CODE, CODE]");
        refuses(
                () -> new DataSection(
                        job.data().source(),
                        Optional.empty(),
                        Optional.empty(),
                        Scaling.Kind.NONE,
                        TargetScale.NONE,
                        Sparse.AUTO,
                        new HeldOut.None(),
                        new HeldOut.Separate(new DataSource.Digits(1, 0))),
                "data: expected validation and test in format csv, found digits");
    }

    @Test
    void listsAreCopied() {
        List<Integer> widths = new ArrayList<>(List.of(1));
        NetworkSection network = new NetworkSection(
                widths, Activation.RELU, false, List.of(0.0), Initialisation.AUTO, Activation.SOFTMAX);
        widths.add(2);

        assertThat(network.hidden()).containsExactly(1);
    }

    @Test
    void wordsAreSpelledInCamelCase() {
        assertThat(Arrays.stream(Initialisation.values()).map(Labelled::label))
                .containsExactly("auto", "glorotUniform", "glorotNormal", "heUniform", "heNormal");
        assertThat(Arrays.stream(Scaling.Kind.values()).map(Labelled::label))
                .containsExactly("standard", "minMax", "maxAbs", "none");
    }

    private static JobFile with(JobFile job, Loss loss, DataSection data, NetworkSection network) {
        return new JobFile(
                job.name(),
                job.task(),
                job.seed(),
                data,
                network,
                loss,
                job.optimizer(),
                job.training(),
                job.checkpoint(),
                job.model(),
                job.output(),
                job.retrain());
    }

    private static void refuses(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
