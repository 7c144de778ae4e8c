package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.thalweg.optim.GradientDescent;
import org.thalweg.spark.config.Purpose;
import org.thalweg.spark.config.SettingsError;
import org.thalweg.spark.config.SettingsException;

/** Job files that tests start from, and short ways to read them. */
final class JobFileTexts {
    static final String CSV =
            """
            task: classification
            data:
              format: csv
              path: iris.csv
              label: species
            network:
              hidden: [8]
            model:
              path: models/iris
            """;

    /** With every section, and most keys. */
    static final String FULL =
            """
            name: iris
            task: classification
            seed: 7
            data:
              format: csv
              path: [a.csv, b.csv]
              label: species
              features: [0, petal length, "3"]
              weight: w
              header: true
              separator: tab
              classes: [setosa, virginica]
              scale: minMax
              sparse: false
              storage: disk
              validation: { path: v.csv }
              test:
                path: t.csv
            network:
              hidden: [500, 300]
              activation: tanh
              layerNormalisation: true
              dropout: [0.2, 0.5]
              initialisation: glorotNormal
              output: sigmoid
            loss: crossEntropy
            optimizer:
              type: adamW
              learningRate: 1e-3
              beta1: 0.8
              beta2: 0.99
              epsilon: 1e-7
              weightDecay: 0.1
              l2: 0.5
              clipNorm: 5
              schedule: { type: step, warmUpEpochs: 0.5, everyEpochs: 4, factor: 0.3 }
            training:
              epochs: 12
              batchSize: full
              laneRows: 64
              partitions: 6
              engine: spark
              reduction: slices
              wire: float32
              localSteps: 8
              localStepsWarmUpEpochs: 2
              outerStep:
                type: nesterov
                rate: 0.5
                momentum: 0.8
              earlyStopping: { patience: 5, minDelta: 1e-4 }
              onDivergence: backOff
              stepDeadlineSeconds: 90
            checkpoint:
              path: kept
              everySteps: 50
              everyEpochs: 2
              everySeconds: 1.5
              keep: 5
              resume: auto
            model:
              path: models/iris
              overwrite: true
            initialModel: models/base
            output:
              path: scored
              format: csv
              overwrite: true
            """
                    + """
            retrain:
              store: stores/iris
              new: { column: day }
              start: { type: shrinkPerturb, shrink: 0.5, perturb: 0.2 }
              rehearsal: { rows: 500, byClass: true }
              holdOut: 0.2
              checks:
                minRows: 10
                maxRows: 5000
                missing: 0.2
                outOfRange: off
                unseen: 0
                labelShift: 0.1
                labelRatio: 4
                psi: 0.3
                effect: off
                servingDrop: 0.4
                classDrop: 0.3
                jump: 2
              gate:
                metric: balancedAccuracy
                baseline: off
                margin: -0.01
                confidence: 0.9
                samples: 500
                floor: 0.7
                slices: [region, "3"]
                sliceDrop: 0.1
                classDrop: 0
                minRows: 5
                rows: 1000
              notify:
                command: [notify-ops, --quiet]
                url: https://example.org/hook
            """;

    private JobFileTexts() {}

    static JobFile read(String yaml, String... overrides) {
        return readFor(Purpose.TRAIN, yaml, overrides);
    }

    static JobFile readFor(Purpose purpose, String yaml, String... overrides) {
        return JobFileReader.read(yaml, "jobs/x.yaml", List.of(overrides), purpose);
    }

    /** How a job descends, where it is by gradient descent. */
    static GradientDescent steps(JobFile job) {
        return (GradientDescent) job.optimizer().descent();
    }

    /** The faults, each as a person is shown it. */
    static List<String> faults(String yaml, String... overrides) {
        return faultsFor(Purpose.TRAIN, yaml, overrides);
    }

    static List<String> faultsFor(Purpose purpose, String yaml, String... overrides) {
        SettingsException thrown =
                catchThrowableOfType(SettingsException.class, () -> readFor(purpose, yaml, overrides));
        return thrown == null
                ? List.of()
                : thrown.errors().stream().map(SettingsError::toString).toList();
    }
}
