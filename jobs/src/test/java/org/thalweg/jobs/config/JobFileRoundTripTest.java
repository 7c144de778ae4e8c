package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thalweg.jobs.config.JobFileTexts.CSV;
import static org.thalweg.jobs.config.JobFileTexts.FULL;
import static org.thalweg.jobs.config.JobFileTexts.read;
import static org.thalweg.jobs.config.JobFileTexts.readFor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.spark.config.Purpose;

class JobFileRoundTripTest {

    @Test
    void effectiveJobShowsEveryDefault() {
        assertThat(read(CSV).toYaml())
                .isEqualTo(
                        """
                        name: x
                        task: classification
                        seed: 42
                        data:
                          format: csv
                          path: iris.csv
                          label: species
                          features: all
                          weight: null
                          categorical: null
                          dates: null
                          missing: refuse
                          header: true
                          separator: ','
                          decimal: .
                          thousands: null
                          encoding: UTF-8
                          multiline: false
                          nulls: null
                          classes: null
                          classWeights: null
                          scale: none
                          sparse: auto
                          storage: auto
                          validation: 0
                          test: null
                        network:
                          hidden: [8]
                          activation: relu
                          layerNormalisation: false
                          dropout: 0
                          initialisation: auto
                          output: softmax
                        loss:
                          type: crossEntropy
                          labelSmoothing: 0
                        optimizer:
                          type: adam
                          learningRate: 0.001
                          beta1: 0.9
                          beta2: 0.999
                          epsilon: 1e-8
                          l1: 0
                          l2: 0
                          clipNorm: null
                          schedule:
                            type: constant
                            warmUpEpochs: 0
                          reduceOnPlateau: null
                        training:
                          epochs: auto
                          batchSize: auto
                          laneRows: auto
                          partitions: auto
                          engine: auto
                          reduction: auto
                          wire: float32
                          localSteps: 1
                          localStepsWarmUpEpochs: 0
                          outerStep:
                            type: plain
                          averaging: null
                          earlyStopping: null
                          lossChange: null
                          maxSeconds: null
                          target: null
                          onDivergence: stop
                          stepDeadlineSeconds: 3600
                        checkpoint:
                          path: null
                          everySteps: null
                          everyEpochs: null
                          everySeconds: 300
                          keep: 3
                          resume: never
                        model:
                          path: models/iris
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
                        retrain: null
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed=-1",
                "task=regression",
                "data.classes=4",
                "data.classes=[0, 1.5, 'null', 'a, b', '#', é, 'line\nbreak', ' x ', \"\\u0007\", 😀, 'it''s']",
                "data.classWeights=balanced",
                "data.classWeights={a: 2, 'null': 0.5, '1': 3, 'x: y': 1e-3}",
                "data.label='3'",
                "data.label=3",
                "data.features=['1_000', 'true', '~', '1e5', '-', '? x', '[', 'a: b', '&a', '*', '+1']",
                "data.separator='\t'",
                "data.separator=' '",
                "data.separator='#'",
                "data.validation=0.1",
                "data.validation={path: [a, b]}",
                "data.validation={where: is_validation}",
                "initialModel=models/base",
                "data={format: libsvm, path: a}",
                "data={format: libsvm, path: a, numFeatures: 9}",
                "data={format: parquet, path: ['{a,b}/*.parquet', c], label: x, weight: w}",
                "data={format: json, path: a, label: x, test: {path: b}}",
                "data={format: table, table: db.t, label: x, validation: {table: db.v}}",
                "data={format: idx, path: a, labels: b, test: {path: c, labels: d}}",
                "data={format: digits, rows: 5, first: 7, test: {first: 12}}",
                "optimizer={type: sgd, learningRate: 1.0E-10, clipNorm: 12345678901234567890}",
                "optimizer={type: momentum, momentum: 0.123456789012345678}",
                "optimizer={type: nesterov, schedule: {type: cosine, finalRate: 4.9e-324}}",
                "optimizer={type: adamW, l2: 123456.789, schedule: {type: step, everyEpochs: 2.5}}",
                "optimizer=nesterov",
                "optimizer={type: sgd, schedule: cosine}",
                "training={localSteps: 4, outerStep: nesterov}",
                "training={localSteps: auto, outerStep: {type: nesterov, rate: 0.5}, localStepsWarmUpEpochs: 3}",
                "training={localSteps: 1, outerStep: plain, localStepsWarmUpEpochs: 0}",
                "training.batchSize=full",
                "training.epochs=auto",
                "training.partitions=3",
                "training.averaging=0.99",
                "optimizer={l1: 0.1, reduceOnPlateau: {patience: 2, factor: 0.3}}",
                "optimizer.reduceOnPlateau={}",
                "training={lossChange: {patience: 4}, maxSeconds: 0.5, target: {metric: trainLoss, value: 0.25}}",
                "data={format: csv, path: a, label: x, categorical: [a, 2, '3'], missing: mean}",
                "data={format: csv, path: a, label: x, features: [a, b], categorical: {a: hashing, b: oneHot}}",
                "data={format: csv, path: a, label: 0, header: false, categorical: {3: {type: hashing, buckets: 7}}}",
                "data={format: json, path: a, label: x, categorical: {3: {type: hashing, buckets: 7}}}",
                "data={format: json, path: a, label: x, dates: [a, b.c]}",
                "data={format: csv, path: a, label: x, dates: {a: auto, b: [year, month, daysSince: 2020-01-01]}}",
                "data={format: csv, path: a, label: x, dates: {a: {parts: auto, format: dd.MM.yyyy HH:mm, zone:"
                        + " Europe/Berlin, cyclic: false}, b: {zone: Asia/Tokyo, parts: [hour]}}}",
                "data={format: csv, path: a, label: x, decimal: ',', thousands: '.', encoding: ISO-8859-1, multiline: true,"
                        + " nulls: [NA, '-', 'null']}",
                "data={format: csv, path: a, label: x, thousands: ' ', nulls: NA}",
                "name='2024'",
                "name='---'",
                "network.hidden=[]",
                "network.activation={type: sigmoid, slope: 2.5}",
                "network.activation={type: piecewiseLinear, xMin: -3, xMax: 0.5}",
                "network.activation=gelu",
                "network.layerNormalisation=true",
                "network.dropout=0.5",
                "network.dropout=[0.25]",
                "network={hidden: [3, 4], dropout: [0, 0.999]}",
                "network={hidden: [], dropout: 0.5}",
                "network.activation='x * sigmoid(1.702 * x)'",
                "network.activation='max(x, 0) - 0.5'",
                "loss={type: crossEntropy, labelSmoothing: 0.1}",
                "network={hidden: [3], output: {type: sigmoid, slope: 0.2}}",
                "loss={type: crossEntropy, labelSmoothing: 0.5}",
                "output.layer=2",
                "output={columns: [id, 'a b', score], class: '3', threshold: 0.25}",
                "output.columns=score",
                "output.columns=[split, score]"
            })
    void effectiveJobReadsBackEqual(String override) {
        JobFile job = read(CSV, override);

        assertThat(read(job.toYaml())).isEqualTo(job);
        assertThat(read(job.toYaml()).toYaml()).isEqualTo(job.toYaml());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            optimizer=rmsProp | optimizer={type: rmsProp}
            optimizer.schedule=oneCycle | optimizer.schedule={type: oneCycle}
            training={localSteps: 4, outerStep: nesterov} | training={localSteps: 4, outerStep: {type: nesterov}}
            """)
    void typeMayStandAloneForItsMap(String alone, String map) {
        assertThat(read(CSV, alone)).isEqualTo(read(CSV, map)).isNotEqualTo(read(CSV));
        assertThat(read(CSV, alone).toYaml()).isEqualTo(read(CSV, map).toYaml());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss={type: huber, delta: 2}",
                "loss={type: quantile, quantile: 0.9}",
                "loss=absoluteError",
                "loss='(prediction - target)^2 / (1 + (prediction - target)^2)'",
                "network={hidden: [3], output: '2 * sigmoid(x)'}",
                "loss=poisson",
                "network={hidden: [3], output: {type: leakyRelu, slope: 0.2}}"
            })
    void effectiveRegressionReadsBackEqual(String override) {
        JobFile job = read(CSV, "task=regression", override);

        assertThat(read(job.toYaml())).isEqualTo(job);
    }

    /** A store knows the jobs that it was made by before there were thresholds. */
    @Test
    void onlyAThresholdThatIsThereDecides() {
        assertThat(read(CSV).decisive()).doesNotContainKey("output.threshold").doesNotContainKey("output.columns");
        assertThat(read(CSV, "output.threshold=0.3").decisive()).containsEntry("output.threshold", "0.3");
        assertThat(read(CSV, "output.threshold=0.3").identity())
                .isEqualTo(read(CSV).identity());
    }

    @Test
    void bestF1ReadsBackEqual() {
        JobFile job = read(CSV, "output.threshold=bestF1", "data.validation=0.1");
        assertThat(job.toYaml()).contains("  threshold: bestF1\n");
        assertThat(read(job.toYaml())).isEqualTo(job);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss=huber",
                "loss=crossEntropy",
                "network.output=tanh",
                "data={format: digits}",
                "data={format: idx, path: a}",
                "data={format: idx, path: a, labels: b}",
                "data={format: libsvm, path: a}",
                "output={path: o, columns: [reconstruction, error, code], layer: 1}"
            })
    void effectiveAutoencoderReadsBackEqual(String override) {
        String csv = CSV.replace("  label: species\n", "");
        JobFile job = read(csv, "task=autoencoder", override);

        assertThat(read(job.toYaml())).isEqualTo(job);
        assertThat(job.toYaml()).doesNotContain("label:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.label=[a, b, c]", "data.label=a", "loss={type: crossEntropy, labelSmoothing: 0.1}"})
    void effectiveMultilabelReadsBackEqual(String override) {
        JobFile job = read(CSV, "task=multilabel", override);

        assertThat(read(job.toYaml())).isEqualTo(job);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_000", "+1", "1e5", "True", "null", "~"})
    void textThatLooksLikeAnotherTypeIsQuoted(String name) {
        assertThat(read(CSV, "name='" + name + "'").toYaml()).startsWith("name: \"" + name + "\"\n");
    }

    @Test
    void lbfgsReadsBackEqualAndShowsItsOwnKeysAlone() {
        JobFile job = read(CSV, "optimizer={type: lbfgs, history: 7, l2: 0.1}", "training.batchSize=full");

        assertThat(read(job.toYaml())).isEqualTo(job);
        assertThat(job.toYaml())
                .contains(
                        """
                        optimizer:
                          type: lbfgs
                          history: 7
                          maxSearchEvaluations: 25
                          gradientTolerance: 0.00001
                          lossTolerance: 1e-9
                          l1: 0
                          l2: 0.1
                        training:
                        """);
    }

    @Test
    void everyKeyReadsBackEqual() {
        JobFile job = read(FULL);

        assertThat(read(job.toYaml())).isEqualTo(job);
    }

    @Test
    void jobForScoringReadsBackEqual() {
        JobFile job = readFor(
                Purpose.SCORE, CSV.replace("  label: species\n", "").replace("  hidden: [8]\n", ""), "output.path=o");

        assertThat(readFor(Purpose.SCORE, job.toYaml())).isEqualTo(job);
        JobFile idx = readFor(Purpose.SCORE, CSV, "data={format: idx, path: a}", "output.path=o");
        assertThat(readFor(Purpose.SCORE, idx.toYaml())).isEqualTo(idx);
    }
}
