package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.thalweg.jobs.config.JobFileTexts.CSV;
import static org.thalweg.jobs.config.JobFileTexts.FULL;
import static org.thalweg.jobs.config.JobFileTexts.faults;
import static org.thalweg.jobs.config.JobFileTexts.faultsFor;
import static org.thalweg.jobs.config.JobFileTexts.read;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.spark.config.Purpose;
import org.thalweg.spark.config.SettingsError;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.config.SourcePosition;

class JobFileFaultsTest {

    @Test
    void allFaultsAreReportedAtOnceInTheOrderOfLines() {
        String yaml =
                """
                task: clasification
                sede: 7
                data:
                  format: csv
                  separator: ;;
                  label: species
                  headr: no
                network:
                  hidden: [8, 0]
                optimizer:
                  type: sgd
                  learningRate: -1
                  beta1: 0.9
                training:
                  epochs: 2.5
                  earlyStopping: {}
                """;

        assertThatThrownBy(() -> read(yaml, "seed=x"))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        """
                        jobs/x.yaml, line 1: task: expected classification, multilabel, regression or autoencoder, found clasification; did you mean classification?
                        jobs/x.yaml, line 2: unknown key sede; did you mean seed? known keys here: name, task, seed, data, network, loss, optimizer, training, checkpoint, model, initialModel, output, retrain
                        jobs/x.yaml, line 3: data.path: expected a path or a list of paths, found nothing; take e.g. /data/rows/*.csv
                        jobs/x.yaml, line 5: data.separator: expected one character (no quote, no line break) or tab, found ;;; take e.g. ";"
                        jobs/x.yaml, line 7: unknown key data.headr; did you mean header? known keys here: format, path, label, features, weight, categorical, dates, missing, header, separator, decimal, thousands, encoding, multiline, nulls, classes, classWeights, scale, scaleTarget, sparse, storage, validation, test
                        jobs/x.yaml, line 9: network.hidden[1]: expected a whole number of at least 1, found 0; take e.g. 100
                        jobs/x.yaml, line 12: optimizer.learningRate: expected a number above 0, found -1; take e.g. 0.001
                        jobs/x.yaml, line 13: optimizer.beta1: expected only with type adam, adamW or nadam, found type sgd; remove it or change optimizer.type
                        jobs/x.yaml, line 15: training.epochs: expected auto or a whole number of at least 1, found 2.5; take e.g. 10
                        jobs/x.yaml, line 16: training.earlyStopping: expected only with data.validation, found none; add data.validation, e.g. 0.1, or remove earlyStopping
                        jobs/x.yaml: model.path: expected the path of the model's folder, found nothing; take e.g. models/mnist
                        --set seed=x: seed: expected a whole number from -9223372036854775808 to 9223372036854775807, found x; take e.g. 42"""
                                .strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            task=clustering | task: expected classification, multilabel, regression or autoencoder, found clustering
            task=regresion | task: expected classification, multilabel, regression or autoencoder, found regresion; did you mean regression?
            task=[a] | task: expected classification, multilabel, regression or autoencoder, found a list
            seed=1.5 | seed: expected a whole number from -9223372036854775808 to 9223372036854775807, found 1.5; take e.g. 42
            seed=9223372036854775808 | seed: expected a whole number from -9223372036854775808 to 9223372036854775807, found 9223372036854775808; take e.g. 42
            name=[a] | name: expected a name, found a list; take e.g. mnist
            data=5 | data: expected a map, found 5; write its keys indented below it, or as { key: value }
            network=[8] | network: expected a map, found a list; write its keys indented below it, or as { key: value }
            data.format=cvs | data.format: expected csv, libsvm, parquet, json, table, idx or digits, found cvs; did you mean csv?
            data.path=null | data.path: expected a path or a list of paths, found nothing; take e.g. /data/rows/*.csv
            data.path=[] | data.path: expected a path or a list of paths, found an empty list; take e.g. /data/rows/*.csv
            data.path=[a, null] | data.path[1]: expected a path or a list of paths, found nothing; take e.g. /data/rows/*.csv
            data.path={a: b} | data.path: expected a path or a list of paths, found a map of a; take e.g. /data/rows/*.csv
            data.labels=a | data.labels: expected only with format idx, found format csv; remove it or change data.format
            data.table=a.b | data.table: expected only with format table, found format csv; remove it or change data.format
            data.rows=5 | data.rows: expected only with format digits, found format csv; remove it or change data.format
            data.first=5 | data.first: expected only with format digits, found format csv; remove it or change data.format
            data.numFeatures=5 | data.numFeatures: expected only with format libsvm, found format csv; remove it or change data.format
            data.label=[] | data.label: expected a column's name, or its index from 0, found an empty list; take e.g. species
            data.label=-1 | data.label: expected a column's name, or its index from 0, found -1; take e.g. 0
            data.label=99999999999 | data.label: expected a column's name, or its index from 0, found 99999999999; take e.g. 0
            data.label={a: b} | data.label: expected a column's name, or its index from 0, found a map of a; take e.g. species
            data.label=[a, b, c] | data.label: expected one column for task classification, found 3; several are for task multilabel or regression
            data.features=petal | data.features: expected all or a list of columns, found petal; take e.g. [length, width]
            data.features=[] | data.features: expected all or a list of columns, found an empty list; take e.g. [length, width]
            data.features=[a, b, a] | data.features[2]: duplicate column a; name it once
            data.features=[a, species] | data.features[1]: expected a column other than the label, found species; remove it here or there
            data.weight=species | data.weight: expected a column other than the label, found species; remove it here or there
            data.categorical=color | data.categorical: expected a list of columns, or a map from column to oneHot or hashing, found color; take e.g. [color, city]
            data.categorical=[species] | data.categorical[0]: expected a feature, found species, which is the label; remove it here or there
            data.categorical=[a, a] | data.categorical[1]: duplicate column a; name it once
            data.categorical=[[a]] | data.categorical[0]: expected a column's name, or its index from 0, found a list; take e.g. species
            data.categorical={species: oneHot} | data.categorical.species: expected a feature, found species, which is the label; remove it here or there
            data.categorical={a: onehot} | data.categorical.a: expected oneHot or hashing, found onehot; did you mean oneHot?
            data.categorical={a: null} | data.categorical.a: expected oneHot or hashing, found nothing; add it
            data.categorical={a: {buckets: 3}} | data.categorical.a.type: expected oneHot or hashing, found nothing; add it
            data.categorical={a: {type: oneHot, buckets: 3}} | data.categorical.a.buckets: expected only with type hashing, found type oneHot; remove it or change data.categorical.a.type
            data.categorical={a: {type: hashing, buckets: 0}} | data.categorical.a.buckets: expected a whole number from 2 to 1048576, found 0; take e.g. 1024
            data.categorical={a: {type: hashing, buckets: 2000000}} | data.categorical.a.buckets: expected a whole number from 2 to 1048576, found 2000000; take e.g. 1024
            data.categorical={a: {type: hashing, bucket: 9}} | unknown key data.categorical.a.bucket; did you mean buckets? known keys here: type, buckets
            data.dates=signup | data.dates: expected a list of columns, or a map from column to auto, a list of parts, or settings, found signup; take e.g. [signup_date]
            data.dates=[species] | data.dates[0]: expected a feature, found species, which is the label; remove it here or there
            data.dates={a: [moon]} | data.dates.a[0]: expected year, month, dayOfMonth, dayOfWeek, dayOfYear, hour or minute, found moon
            data.dates={a: [year, year]} | data.dates.a[1]: duplicate year; name it once
            data.dates={a: []} | data.dates.a: expected auto, or a list of year, month, dayOfMonth, dayOfWeek, dayOfYear, hour, minute, daysSince: DAY or secondsSince: DAY, found an empty list; take e.g. [year, month, dayOfWeek, daysSince: 2020-01-01]
            data.dates={a: [daysSince]} | data.dates.a[0]: expected a day to count from, found none; take e.g. daysSince: 2020-01-01
            data.dates={a: [daysSince: 1.1.2020]} | data.dates.a[0].daysSince: expected a day to count from, found 1.1.2020; take e.g. 2020-01-01
            data.dates={a: [month: 2020-01-01]} | data.dates.a[0].month: expected daysSince or secondsSince before a day, found month
            data.dates={a: {parts: [year, hour], format: dd.MM.yyyy}} | data.dates.a.parts: expected parts that format dd.MM.yyyy has, found hour; remove it, or take a format with hours, if the texts have them
            data.dates={a: {parts: [minute], format: dd.MM.yyyy HH}} | data.dates.a.parts: expected parts that format dd.MM.yyyy HH has, found minute; remove it, or take a format with minutes, if the texts have them
            data.dates={a: {format: dd.MM}} | data.dates.a.format: expected a format with year, month and day, such as dd.MM.yyyy, found "dd.MM"
            data.dates={a: {format: tt.MM.jjjj}} | data.dates.a.format: expected a java.time.DateTimeFormatter pattern of a complete date, such as dd.MM.yyyy, found "tt.MM.jjjj"
            data.dates={a: {zone: Mars}} | data.dates.a.zone: expected a time zone, such as Europe/Berlin, found Mars
            data.dates={a: {part: [year]}} | unknown key data.dates.a.part; did you mean parts? known keys here: parts, format, zone, cyclic
            data.decimal=';' | data.decimal: expected "." or ",", found ";"; take e.g. ","
            data.thousands='.' | data.thousands: expected another character than data.decimal, found "."; take data.decimal: "," too
            data.thousands=a | data.thousands: expected one character (no digit, letter, sign, quote or line break), found a; take e.g. "."
            data.encoding=UTF-16 | data.encoding: expected an encoding whose ASCII characters are a byte each, such as ISO-8859-1 or windows-1252, found UTF-16; save the files as UTF-8
            data.encoding=latin | data.encoding: expected an encoding whose ASCII characters are a byte each, such as ISO-8859-1 or windows-1252, found latin; save the files as UTF-8
            data.nulls=[null] | data.nulls[0]: expected a text, found nothing; put it in quotes, such as "null"
            data.missing=median | data.missing: expected refuse or mean, found median; did you mean mean?
            data.header=yes | data.header: expected true or false, found yes; write true
            data.header=Off | data.header: expected true or false, found Off; write false
            data.header="true" | data.header: expected true or false, found "true"; write true
            data.header=maybe | data.header: expected true or false, found maybe; take e.g. true
            data.separator=ab | data.separator: expected one character (no quote, no line break) or tab, found ab; take e.g. ";"
            data.classes=1 | data.classes: expected a whole number of at least 2, found 1; take e.g. 10
            data.classes="3" | data.classes: expected a whole number of at least 2, found "3"; write it without quotes
            data.classes=three | data.classes: expected a number of classes of at least 2, or a list of the class labels, found three; take e.g. 10
            data.classes=[a] | data.classes: expected at least 2 classes, found 1
            data.classes=[a, b, a] | data.classes[2]: duplicate class a; name it once
            data.classes=[a, [b]] | data.classes[1]: expected a class's label, found a list; take e.g. setosa
            data.scaleTarget=standard | data.scaleTarget: expected only with task regression, found task classification; remove it or change task
            data.scale=min_max | data.scale: expected standard, minMax, maxAbs or none, found min_max; did you mean minMax?
            data.sparse=never | data.sparse: expected auto, true or false, found never
            data.storage=file | data.storage: expected auto, memory or disk, found file
            data.validation=1 | data.validation: expected a share of the rows from 0 to below 1, or a map with share, latest, where, path, table or rows, found 1; take e.g. 0.1, or { share: 0.1, by: rows }
            data.validation="0.1" | data.validation: expected a share of the rows from 0 to below 1, or a map with share, latest, where, path, table or rows, found "0.1"; write it without quotes
            data.validation={} | data.validation.path: expected a path or a list of paths, found nothing; take e.g. /data/rows/*.csv
            data.validation={path: a, labels: b} | data.validation.labels: expected only with format idx, found format csv; remove it or change data.format
            data.test=t.csv | data.test: expected a share of the rows from 0 to below 1, or a map with share, latest, where, path, table or rows, found t.csv; take e.g. 0.1, or { share: 0.1, by: rows }
            data.test={path: a, header: true} | unknown key data.test.header; did you mean data.header? known keys here: path
            network.layerNormalisation=yes | network.layerNormalisation: expected true or false, found yes; write true
            network={hidden: [8, 1], layerNormalisation: true} | network.hidden: expected layers of at least 2 units with network.layerNormalisation, found one of 1, whose only activation is its own mean; take more units, or leave layerNormalisation out
            network.dropout=1 | network.dropout: expected a number from 0 to below 1, found 1; take e.g. 0.5
            network.dropout=half | network.dropout: expected a number from 0 to below 1, found half; take e.g. 0.5
            network.dropout=[-1] | network.dropout[0]: expected a number from 0 to below 1, found -1; take e.g. 0.5
            network.dropout=[null] | network.dropout[0]: expected a number from 0 to below 1, found nothing; take e.g. 0.5
            network={hidden: [8, 9, 9], dropout: [0.2, 0.5]} | network.dropout: expected one number, or a list of as many as network.hidden has layers, 3, found 2; take e.g. 0.5
            network.hidden=500 | network.hidden: expected a list of layer widths, which may be empty, found 500; take e.g. [100]
            network.hidden=[5, null] | network.hidden[1]: expected a whole number of at least 1, found nothing; take e.g. 100
            network.activation=rely | network.activation: expected relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, found rely; did you mean relu?
            network.initialisation=glorot | network.initialisation: expected auto, glorotUniform, glorotNormal, heUniform or heNormal, found glorot; did you mean glorotNormal?
            network.output=relu | network.output: expected softmax or sigmoid for task classification, found relu; relu goes with task regression or autoencoder
            network.activation='x * * 2' | network.activation: formula: expected a number, a name or "(", found "*" at column 5 of "x * * 2"; put an operand before it
            network.activation='2 * y' | network.activation: formula: expected one of [x, e, pi, exp, log, tanh, sigmoid, sqrt, abs, min, max], found "y" at column 5 of "2 * y"; the nearest is x
            network.activation='1 + 2' | network.activation: formula: expected a formula with the variable x, found "1 + 2"
            loss='(prediction - target)^2' | loss: expected crossEntropy for task classification, found "(prediction - target)^2"; a formula goes with task regression
            training.averaging=1 | training.averaging: expected a number from 0 to below 1, found 1; take e.g. 0.999
            optimizer.l1=-1 | optimizer.l1: expected a number of at least 0, found -1; take e.g. 0
            optimizer.reduceOnPlateau={factor: 1} | optimizer.reduceOnPlateau.factor: expected a number above 0 and below 1, found 1; take e.g. 0.1
            network.activation=softmax | network.activation: expected relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, found softmax; softmax goes with network.output
            network.activation={type: leakyRelu, slope: 1} | network.activation.slope: expected a number from 0 to below 1, found 1; take e.g. 0.01
            network.activation={type: relu, slope: 1} | network.activation.slope: expected only with type sigmoid or leakyRelu, found type relu; remove it or change network.activation.type
            network.activation={type: piecewiseLinear, xMin: 2} | network.activation: piecewiseLinear: expected xMin below xMax, found 2 and 1
            network.activation={slope: 2} | network.activation.type: expected relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, found nothing; add it
            network.activation=[relu] | network.activation: expected relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, found a list
            loss={type: crossEntropy, labelSmoothing: 1} | loss.labelSmoothing: expected a number from 0 to below 1, found 1; take e.g. 0
            loss=huber | loss: expected crossEntropy for task classification, found huber; huber goes with task regression or autoencoder
            network.output=softmx | network.output: expected softmax or sigmoid for task classification, found softmx; did you mean softmax?
            loss=squaredError | loss: expected crossEntropy for task classification, found squaredError; squaredError goes with task regression or autoencoder
            loss=cross_entropy | loss: expected crossEntropy for task classification, found cross_entropy; did you mean crossEntropy?
            optimizer.type=Adam | optimizer.type: expected sgd, momentum, nesterov, adam, adamW, nadam, rmsProp, adagrad, adadelta or lbfgs, found Adam; did you mean adam?
            optimizer.history=3 | optimizer.history: expected only with type lbfgs, found type adam (the default); remove it or change optimizer.type
            training.lossChange={tolerance: -1} | training.lossChange.tolerance: expected a number of at least 0, found -1; take e.g. 0.0001
            training.lossChange={patience: 0} | training.lossChange.patience: expected a whole number of at least 1, found 0; take e.g. 10
            training={batchSize: 1e9, laneRows: 128} | training.batchSize: expected at most 134217728 rows with laneRows 128, found 1000000000; take full, or a larger training.laneRows
            training.maxSeconds=0 | training.maxSeconds: expected a number above 0, found 0; take e.g. 3600
            training.target={metric: validationLoss, value: 1} | training.target.metric: expected only with data.validation, found none; add data.validation, e.g. 0.1, or take trainLoss
            training.target={metric: accuracy, value: 1} | training.target.metric: expected trainLoss, validationLoss, validationAccuracy, validationBalancedAccuracy, validationF1, validationRocAuc, validationPrAuc, validationLogLoss, validationBrier, validationTop3Accuracy or validationTop5Accuracy for task classification, found accuracy
            training.target={metric: validationR2, value: 1} | training.target.metric: expected trainLoss, validationLoss, validationAccuracy, validationBalancedAccuracy, validationF1, validationRocAuc, validationPrAuc, validationLogLoss, validationBrier, validationTop3Accuracy or validationTop5Accuracy for task classification, found validationR2; validationR2 goes with task regression or autoencoder
            training.target={value: 1} | training.target.metric: expected trainLoss, validationLoss, validationAccuracy, validationBalancedAccuracy, validationF1, validationRocAuc, validationPrAuc, validationLogLoss, validationBrier, validationTop3Accuracy or validationTop5Accuracy, found nothing; add it
            training.earlyStopping={metric: mae} | training.earlyStopping.metric: expected loss, accuracy, balancedAccuracy, f1, rocAuc, prAuc, logLoss, brier, top3Accuracy or top5Accuracy for task classification, found mae; mae goes with task regression or autoencoder
            training.target={metric: trainLoss} | training.target.value: expected a finite number, found nothing; take e.g. 0.1
            optimizer.learningRate=0 | optimizer.learningRate: expected a number above 0, found 0; take e.g. 0.001
            optimizer.learningRate=.nan | optimizer.learningRate: expected a finite number above 0, found .nan; take e.g. 0.001
            optimizer.learningRate=.inf | optimizer.learningRate: expected a finite number above 0, found .inf; take e.g. 0.001
            optimizer.learningRate=1e999 | optimizer.learningRate: expected a finite number above 0, found 1e999; take e.g. 0.001
            optimizer.learningRate="0.1" | optimizer.learningRate: expected a number above 0, found "0.1"; write it without quotes
            optimizer.momentum=0.9 | optimizer.momentum: expected only with type momentum, nesterov or rmsProp, found type adam (the default); remove it or change optimizer.type
            optimizer.weightDecay=0.1 | optimizer.weightDecay: expected only with type adamW, found type adam (the default); remove it or change optimizer.type
            optimizer.beta1=1 | optimizer.beta1: expected a number from 0 to below 1, found 1; take e.g. 0.9
            optimizer.beta2=-0.1 | optimizer.beta2: expected a number from 0 to below 1, found -0.1; take e.g. 0.999
            optimizer.epsilon=0 | optimizer.epsilon: expected a number above 0, found 0; take e.g. 1e-8
            optimizer.l2=-1 | optimizer.l2: expected a number of at least 0, found -1; take e.g. 0
            optimizer.clipNorm=0 | optimizer.clipNorm: expected a number above 0, found 0; take e.g. 1
            optimizer.schedule=cosin | optimizer.schedule: expected constant, step, exponential, inverseScaling, polynomial, cosine, cosineRestarts or oneCycle, found cosin; did you mean cosine?
            optimizer.schedule=[cosine] | optimizer.schedule: expected a map, or its type alone, found a list; write its keys indented below it, or as { key: value }
            network=relu | network: expected a map, found relu; write its keys indented below it, or as { key: value }
            training.outerStep=nesterov | training.outerStep: expected plain with localSteps 1 (the default), found nesterov; remove it, or set training.localSteps, e.g. 16
            training={localSteps: 1, outerStep: {type: nesterov, rate: 0.7}} | training.outerStep: expected plain with localSteps 1, found nesterov; remove it, or set training.localSteps, e.g. 16
            training.localStepsWarmUpEpochs=2 | training.localStepsWarmUpEpochs: expected 0 with localSteps 1 (the default), found 2; remove it, or set training.localSteps, e.g. 16
            training.outerStep={type: plain, rate: 0.5} | training.outerStep.rate: expected only with type nesterov, found type plain; remove it or change training.outerStep.type
            training={localSteps: 2, outerStep: {type: nesterov, rate: .inf}} | training.outerStep.rate: expected a finite number above 0, found .inf; take e.g. 1
            training={localSteps: 2, outerStep: {type: nesterov, momentum: -.inf}} | training.outerStep.momentum: expected a finite number from 0 to below 1, found -.inf; take e.g. 0.7
            training.localSteps=99999999999 | training.localSteps: expected auto or a whole number from 1 to 2147483647, found 99999999999; take e.g. 16
            training.localSteps=.inf | training.localSteps: expected auto or a whole number from 1 to 2147483647, found .inf; take e.g. 16
            training.localSteps=0 | training.localSteps: expected auto or a whole number of at least 1, found 0; take e.g. 16
            network.dropout=.inf | network.dropout: expected a finite number from 0 to below 1, found .inf; take e.g. 0.5
            checkpoint.everySteps=3e9 | checkpoint.everySteps: expected a whole number from 1 to 2147483647, found 3e9; take e.g. 1000
            checkpoint.everySeconds=-.INF | checkpoint.everySeconds: expected a finite number above 0, found -.INF; take e.g. 300
            data.classWeights={a: .nan} | data.classWeights.a: expected a finite number above 0, found .nan; take e.g. 2
            optimizer.schedule={type: cosin} | optimizer.schedule.type: expected constant, step, exponential, inverseScaling, polynomial, cosine, cosineRestarts or oneCycle, found cosin; did you mean cosine?
            optimizer.schedule={factor: 0.1} | optimizer.schedule.factor: expected only with type step or exponential, found type constant (the default); remove it or change optimizer.schedule.type
            optimizer.schedule={type: step, factor: 1.1} | optimizer.schedule.factor: expected a number above 0 and at most 1, found 1.1; take e.g. 0.1
            optimizer.schedule={type: step, everyEpochs: 0} | optimizer.schedule.everyEpochs: expected a number above 0, found 0; take e.g. 10
            optimizer.schedule={type: step, finalRate: 0} | optimizer.schedule.finalRate: expected only with type polynomial, cosine or cosineRestarts, found type step; remove it or change optimizer.schedule.type
            optimizer.schedule={type: cosine, finalRate: 2} | optimizer.schedule.finalRate: expected a number from 0 to 1, found 2; take e.g. 0
            optimizer.schedule={warmUpEpochs: -1} | optimizer.schedule.warmUpEpochs: expected a number of at least 0, found -1; take e.g. 0
            training.epochs=0 | training.epochs: expected auto or a whole number of at least 1, found 0; take e.g. 10
            training.batchSize=ful | training.batchSize: expected auto, full or a whole number of at least 1, found ful; take e.g. 256
            training.laneRows=3000000000 | training.laneRows: expected auto or a whole number from 1 to 2147483647, found 3000000000; take e.g. 128
            training.partitions=0 | training.partitions: expected auto or a whole number of at least 1, found 0; take e.g. 8
            training.engine=drivers | training.engine: expected auto, spark or driver, found drivers; did you mean driver?
            training.earlyStopping={patience: 3} | training.earlyStopping: expected only with data.validation, found none; add data.validation, e.g. 0.1, or remove earlyStopping
            model.path=" " | model.path: expected the path of the model's folder, found " "; take e.g. models/mnist
            model.overwrite=1 | model.overwrite: expected true or false, found 1; write true
            output.format=parket | output.format: expected parquet, csv or json, found parket; did you mean parquet?
            hidden=[4] | unknown key hidden; did you mean network.hidden? known keys here: name, task, seed, data, network, loss, optimizer, training, checkpoint, model, initialModel, output, retrain
            initialModel=[a] | initialModel: expected the path of a model, found a list; take e.g. models/mnist
            model.pfad=a | unknown key model.pfad; known keys here: path, overwrite
            optimizer.learnigRate=1 | unknown key optimizer.learnigRate; did you mean learningRate? known keys here: type, learningRate, beta1, beta2, epsilon, l1, l2, clipNorm, schedule, reduceOnPlateau
            """)
    void faultIsReportedWithWhatToDo(String override, String message) {
        String shown = override == null ? "" : override;

        assertThat(faults(CSV, shown)).containsExactly("--set " + shown + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {format: csv, path: a, label: b, validation: {share: 1}} | data.validation.share: expected a number from 0 to below 1, found 1; take e.g. 0.1
            {format: csv, path: a, label: b, validation: {by: content}} | data.validation.share: expected a number from 0 to below 1, found nothing; take e.g. 0.1
            {format: csv, path: a, label: b, test: {share: 0.1, path: c}} | data.test: expected a share of the rows or where others are, found both; remove path or take it alone
            {format: csv, path: a, label: b, validation: {share: 0.1, by: customer}} | data.validation.by: expected rows, content, or a list of columns, found customer; of a column, take [customer]
            {format: csv, path: a, label: b, validation: {share: 0.1, by: []}} | data.validation.by: expected rows, content, or a list of columns, found an empty list; take e.g. [customer]
            {format: csv, path: a, label: b, validation: {latest: 0.1}} | data.validation.by: expected a column that orders the rows, found nothing; take e.g. date
            {format: csv, path: a, label: b, validation: {latest: 0, by: date}} | data.validation.latest: expected a number above 0 and below 1, found 0; take e.g. 0.1
            {format: csv, path: a, label: b, test: {latest: 0.1, share: 0.2, by: date}} | data.test.share: expected only without latest, which is a share itself; remove one of them
            {format: csv, path: a, label: b, validation: {where: }} | data.validation.where: expected a column of true and false, or of 1 and 0, found nothing; take e.g. is_validation
            {format: csv, path: a, label: b, validation: {where: c, share: 0.1}} | data.validation: expected a column that says which rows they are or another choice of them, found both; remove share or where
            {format: csv, path: a, label: b, test: {where: c, path: d}} | data.test: expected a share of the rows or where others are, found both; remove path or take it alone
            {format: csv, path: a, label: b, test: {where: b}} | data.test: expected where to name columns other than the label, found b, which would put all rows of a class on one side; name another column
            {format: digits, validation: {where: row}} | data.validation.where: expected a share with format digits, found row; columns have csv, parquet, json or table
            {format: csv, path: a, label: 0, header: false, test: {where: c}} | data.test.where: expected columns by _c and their index from 0 (header is false), found c; take e.g. _c0, or header: true
            {format: csv, path: a, label: b, validation: 0.5, test: {share: 0.5}} | data.test: expected a share below 1 together with data.validation, found 0.5 and 0.5; hold fewer rows out
            {format: digits, validation: {share: 0.1, by: [row]}} | data.validation.by: expected rows or content with format digits, found a list; columns have csv, parquet, json or table
            {format: libsvm, path: a, numFeatures: 0} | data.numFeatures: expected a whole number of at least 1, found 0; take e.g. 784
            {format: libsvm, path: a, features: [1]} | data.features: expected only with format csv, parquet, json or table, found format libsvm; remove it or change data.format
            {format: libsvm, path: a, categorical: [a]} | data.categorical: expected only with format csv, parquet, json or table, found format libsvm; remove it or change data.format
            {format: idx, path: a, labels: b, missing: mean} | data.missing: expected only with format csv, parquet, json or table, found format idx; remove it or change data.format
            {format: csv, path: a, label: b, features: [c], categorical: [d]} | data.categorical[0]: expected one of data.features, found d; add it there or remove it here
            {format: csv, path: a, label: b, header: false} | data.label: expected a column's index from 0 (header is false), found b; take e.g. 0, or header: true
            {format: csv, path: a, label: 0, header: false, validation: {latest: 0.1, by: day}} | data.validation.by: expected columns by _c and their index from 0 (header is false), found day; take e.g. _c0, or header: true
            {format: csv, path: a, label: 0, header: false, test: {share: 0.1, by: [_c2, day]}} | data.test.by: expected columns by _c and their index from 0 (header is false), found a list; take e.g. _c0, or header: true
            {format: csv, path: a, label: b, classes: 2, classWeights: {x: 1, y: 2, z: 3}} | data.classWeights: expected weights of at most 2 classes (data.classes), found 3; correct one of them
            {format: csv, path: a, label: 0, header: false, categorical: {c: oneHot}} | data.categorical.c: expected a column's index from 0 before the colon (header is false), found c
            {format: csv, path: a, label: b, categorical: [d], dates: [d]} | data.dates[0]: expected a feature that is no category, found d, which is in data.categorical; remove it here or there
            {format: csv, path: a, label: b, validation: {share: 0.1, by: [c, b]}} | data.validation: expected by to name columns other than the label, found b, which would put all rows of a class on one side; name another column
            {format: libsvm, path: a, scale: minMax} | data.scale: expected standard, maxAbs or none with format libsvm, whose zeros must stay 0, found minMax; take maxAbs, or data.sparse: false to store the zeros too
            {format: libsvm, path: a, dates: [a]} | data.dates: expected only with format csv, parquet, json or table, found format libsvm; remove it or change data.format
            {format: json, path: a, label: b, decimal: ","} | data.decimal: expected only with format csv, found format json; remove it or change data.format
            {format: csv, path: a, label: 0, header: false, categorical: {-1: oneHot}} | data.categorical.-1: expected a column's index from 0 before the colon, found -1
            {format: parquet, path: a, label: 3} | data.label: expected a column's name, found 3; put quotes around a name that is a number
            {format: json, path: a, label: b, separator: ";"} | data.separator: expected only with format csv, found format json; remove it or change data.format
            {format: table, path: a, table: b, label: c} | data.path: expected only with format csv, libsvm, parquet, json or idx, found format table; remove it or change data.format
            {format: table, label: c} | data.table: expected a table's name, found nothing; take e.g. sales.orders
            {format: idx, path: a} | data.labels: expected a path or a list of paths, found nothing; take e.g. train-labels-idx1-ubyte.gz
            {format: idx, path: [a, b], labels: c} | data.labels: expected as many as path (2), found 1; name one label file for each file
            {format: idx, path: a, labels: b, test: {path: c}} | data.test.labels: expected a path or a list of paths, found nothing; take e.g. train-labels-idx1-ubyte.gz
            {format: digits, path: a} | data.path: expected only with format csv, libsvm, parquet, json or idx, found format digits; remove it or change data.format
            {format: digits, rows: 0} | data.rows: expected a whole number of at least 1, found 0; take e.g. 12000
            {format: digits, first: -1} | data.first: expected a whole number of at least 0, found -1; take e.g. 0
            {format: digits, weight: w} | data.weight: expected only with format csv, parquet, json or table, found format digits; remove it or change data.format
            {format: digits, test: {rows: 10}} | data.test: expected digits that training does not see, found numbers 0 to 9, where data has 0 to 11999; take e.g. first: 12000
            {format: digits, first: 100, validation: {rows: 101}} | data.validation: expected digits that training does not see, found numbers 0 to 100, where data has 100 to 12099; take e.g. first: 12100
            """)
    void faultOfAFormatIsReported(String data, String message) {
        String override = "data=" + data;

        assertThat(faults(CSV, override))
                .containsExactly(SourcePosition.override(override).where() + ": " + message);
    }

    @Test
    void regressionRefusesNumbersOutOfRangeAndOutputsThatTheLossDoesNotGoWith() {
        assertThat(faults(CSV, "task=regression", "loss={type: quantile, quantile: 2}"))
                .containsExactly("--set loss={type: quantile, quantile: 2}: loss.quantile: expected a number above 0"
                        + " and below 1, found 2; take e.g. 0.5");
        assertThat(faults(CSV, "task=regression", "loss=poisson", "network.output=identity"))
                .containsExactly("--set network.output=identity: network.output: expected exponential for task"
                        + " regression with loss poisson, found identity");
    }

    @Test
    void regressionRefusesWhatIsForClassification() {
        assertThat(faults(FULL, "task=regression", "network.output=softmax"))
                .containsExactly(
                        "jobs/x.yaml, line 12: data.classes: expected only with task classification, found task"
                                + " regression; remove it or change task",
                        "jobs/x.yaml, line 26: loss: expected squaredError, absoluteError, huber, quantile or poisson"
                                + " for task regression, found crossEntropy; crossEntropy goes with task classification, multilabel or autoencoder",
                        "jobs/x.yaml, line 73: retrain.rehearsal.byClass: expected only with task classification, found"
                                + " task regression; remove it or change task",
                        "jobs/x.yaml, line 82: retrain.checks.labelRatio: expected only with task classification or"
                                + " multilabel, found task regression; remove it or change task",
                        "jobs/x.yaml, line 86: retrain.checks.classDrop: expected only with task classification or"
                                + " multilabel, found task regression; remove it or change task",
                        "jobs/x.yaml, line 89: retrain.gate.metric: expected rmse, r2, mae, mape, smape or pinballLoss for task"
                                + " regression, found balancedAccuracy; balancedAccuracy goes with task classification",
                        "jobs/x.yaml, line 97: retrain.gate.classDrop: expected only with task classification, found task"
                                + " regression; remove it or change task",
                        "--set network.output=softmax: network.output: expected identity, relu, sigmoid, tanh, leakyRelu,"
                                + " elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential for"
                                + " task regression, found softmax; softmax goes with task classification");
    }

    @Test
    void autoencoderWithCrossEntropyReadsNumbersFromZeroToOne() {
        String[] coder = {"task=autoencoder", "data.label=null", "loss=crossEntropy"};
        assertThat(faults(CSV, coder[0], coder[1], coder[2], "data.scale=standard"))
                .containsExactly(
                        "--set data.scale=standard: data.scale: expected minMax, maxAbs or none for task autoencoder"
                                + " with loss crossEntropy, whose targets are from 0 to 1, found standard; take minMax, or another"
                                + " loss");
        assertThat(read(CSV, coder[0], coder[1], coder[2], "data.dates=[a]")
                        .data()
                        .scale())
                .isEqualTo(Scaling.Kind.MIN_MAX);
        assertThat(read(CSV, "data.dates=[a]").data().scale()).isEqualTo(Scaling.Kind.STANDARD);
    }

    @Test
    void sigmoidSeparatesTwoClassesOnly() {
        assertThat(faults(CSV, "data.classes=3", "network.output=sigmoid"))
                .containsExactly(
                        "--set network.output=sigmoid: network.output: expected softmax for 3 classes (data.classes),"
                                + " found sigmoid; sigmoid is for two classes");
        assertThat(read(CSV, "data.classes=2", "network.output=sigmoid")
                        .network()
                        .output())
                .isEqualTo(Activation.SIGMOID);
    }

    @Test
    void classWeightsThatAreNoneAreRefused() {
        String set = "--set data.classWeights=";
        assertThat(faults(CSV, "data.classWeights=even"))
                .containsExactly(set + "even: data.classWeights: expected balanced, or a map from class label to"
                        + " weight, found even; take e.g. balanced");
        assertThat(faults(CSV, "data.classWeights={a: 0, b: heavy, c: }"))
                .containsExactly(
                        set
                                + "{a: 0, b: heavy, c: }: data.classWeights.a: expected a number above 0, found 0; take e.g. 2",
                        set
                                + "{a: 0, b: heavy, c: }: data.classWeights.b: expected a number above 0, found heavy; take e.g."
                                + " 2",
                        set
                                + "{a: 0, b: heavy, c: }: data.classWeights.c: expected a number above 0, found nothing; take"
                                + " e.g. 2");
        assertThat(faults(CSV, "data.classes=[yes, no]", "data.classWeights=even"))
                .hasSize(1);
        assertThat(faults(CSV, "data.classes=[yes, no]", "data.classWeights={yse: 2}"))
                .containsExactly(
                        set + "{yse: 2}: data.classWeights.yse: expected one of the classes yes, no, found yse;"
                                + " did you mean yes?");
        assertThat(faults(CSV, "task=regression", "data.classWeights=balanced"))
                .containsExactly(set + "balanced: data.classWeights: expected only with task classification, found task"
                        + " regression; remove it or change task");
    }

    @Test
    void multilabelRefusesWhatIsForOtherTasks() {
        assertThat(faults(CSV, "task=multilabel", "network.output=softmax", "data.classes=3", "loss=huber"))
                .containsExactly(
                        "--set data.classes=3: data.classes: expected only with task classification, found task"
                                + " multilabel; remove it or change task",
                        "--set loss=huber: loss: expected crossEntropy for task multilabel, found huber; huber goes with"
                                + " task regression or autoencoder",
                        "--set network.output=softmax: network.output: expected sigmoid for task multilabel, found"
                                + " softmax; softmax goes with task classification");
    }

    @Test
    void thresholdsAreOfTwoClassesOrLabels() {
        assertThat(faults(CSV, "output.threshold=2"))
                .containsExactly(
                        "--set output.threshold=2: output.threshold: expected bestF1 or a number above 0 and below 1,"
                                + " found 2; take e.g. 0.3");
        assertThat(faults(CSV, "output.threshold=best"))
                .containsExactly(
                        "--set output.threshold=best: output.threshold: expected bestF1 or a number above 0 and below"
                                + " 1, found best; take e.g. 0.3");
        assertThat(faults(CSV, "task=regression", "output.threshold=0.3"))
                .containsExactly(
                        "--set output.threshold=0.3: output.threshold: expected only with task classification or"
                                + " multilabel, found task regression; remove it or change task");
        assertThat(faults(CSV, "data.classes=10", "output.threshold=0.3"))
                .containsExactly(
                        "--set output.threshold=0.3: output.threshold: expected only with two classes, found 10"
                                + " (data.classes); remove threshold");
        assertThat(faults(CSV, "data={format: digits}", "output.threshold=bestF1", "data.validation=0.1"))
                .containsExactly(
                        "--set output.threshold=bestF1: output.threshold: expected only with two classes, found ten"
                                + " (data.format digits); remove threshold");
        assertThat(faults(CSV, "output.threshold=bestF1", "data.classes=[no, yes]"))
                .containsExactly(
                        "--set output.threshold=bestF1: output.threshold: expected only with data.validation, found"
                                + " none; add data.validation, e.g. 0.1, or take a number");
        assertThat(faults(CSV, "output.threshold=bestF1", "data.validation=0.1", "data.classes=2"))
                .isEmpty();
    }

    @Test
    void columnsOfScoredRowsAreNamedOnce() {
        assertThat(faults(CSV, "output.columns=[id, score, id]"))
                .containsExactly("--set output.columns=[id, score, id]: output.columns: duplicate id; name it once");
        assertThat(faults(CSV, "output.class=setosa")).isEmpty();
        assertThat(read(CSV, "output.class=setosa").output().columns())
                .containsExactly("prediction", "probabilities", "score");
        String noScore = "output={path: o, columns: [id, prediction], class: setosa}";
        assertThat(faults(CSV, noScore)).as("of train").isEmpty();
        assertThat(faultsFor(Purpose.SCORE, CSV, noScore))
                .containsExactly("--set " + noScore + ": output.class: expected only with score among columns, found"
                        + " columns [id, prediction]; add score or remove class");
        assertThat(faults(CSV, "task=regression", "output.class=setosa"))
                .containsExactly("--set output.class=setosa: output.class: expected only with task classification or"
                        + " multilabel, found task regression; remove it or change task");
        assertThat(faults(CSV, "output={columns: [id, score], class: setosa}")).isEmpty();
    }

    @Test
    void autoencoderRefusesWhatIsForOtherTasks() {
        String csv = CSV.replace("classification", "autoencoder");

        assertThat(faults(csv, "network.hidden=[]"))
                .containsExactly(
                        "jobs/x.yaml, line 5: data.label: expected none, found species; an autoencoder has none: its input"
                                + " is its target",
                        "--set network.hidden=[]: network.hidden: expected at least one layer for task autoencoder, found"
                                + " none; take e.g. [32]");
        String unlabelled = csv.replace("  label: species\n", "");
        assertThat(faults(unlabelled, "loss=poisson", "output.columns=[code, id, error, code]"))
                .containsExactly(
                        "--set loss=poisson: loss: expected squaredError, absoluteError, huber or crossEntropy for task"
                                + " autoencoder, found poisson; poisson goes with task regression",
                        "--set output.columns=[code, id, error, code]: output.columns: duplicate code; name it once");
        assertThat(faults(unlabelled, "data.sparse=true"))
                .containsExactly(
                        "--set data.sparse=true: data.sparse: expected false or auto for task autoencoder, found"
                                + " true; it reconstructs zeros too");
        assertThat(faults(unlabelled, "loss=crossEntropy", "network.output=identity"))
                .containsExactly("--set network.output=identity: network.output: expected sigmoid for task autoencoder"
                        + " with loss crossEntropy, found identity");
        assertThat(faults(CSV, "output.layer=0"))
                .containsExactly(
                        "--set output.layer=0: output.layer: expected a whole number of at least 1, found 0; take e.g. 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"libsvm, path: a", "idx, path: a, labels: b", "digits"})
    void multilabelRefusesFormatsOfOneLabelARow(String format) {
        String override = "data={format: " + format + "}";
        String name = format.split(",")[0];

        assertThat(faults(CSV, "task=multilabel", override))
                .containsExactly(SourcePosition.override(override).where()
                        + ": data.format: expected csv, parquet, json or table for task multilabel, found " + name
                        + "; a row of another format has one label");
    }

    @Test
    void faultyFormatOrTypeSaysNothingOfTheKeysThatDependOnIt() {
        assertThat(faults(FULL, "data.format=xml", "optimizer.type=lion", "optimizer.schedule.type=zigzag", "task=x"))
                .containsExactly(
                        "--set task=x: task: expected classification, multilabel, regression or autoencoder, found x",
                        "--set data.format=xml: data.format: expected csv, libsvm, parquet, json, table, idx or digits,"
                                + " found xml",
                        "--set optimizer.type=lion: optimizer.type: expected sgd, momentum, nesterov, adam, adamW, nadam,"
                                + " rmsProp, adagrad, adadelta or lbfgs,"
                                + " found lion",
                        "--set optimizer.schedule.type=zigzag: optimizer.schedule.type: expected constant, step,"
                                + " exponential, inverseScaling, polynomial, cosine, cosineRestarts or oneCycle,"
                                + " found zigzag");
    }

    @Test
    void dropoutIsRefusedWithLbfgs() {
        List<String> lbfgs = List.of("optimizer.type=lbfgs", "training.batchSize=full");
        assertThat(faults(CSV, lbfgs.get(0), lbfgs.get(1), "network.dropout=0")).isEmpty();
        assertThat(faults(CSV, lbfgs.get(0), lbfgs.get(1), "network.dropout=0.5"))
                .containsExactly(
                        "--set network.dropout=0.5: network.dropout: expected 0 with optimizer.type lbfgs, found"
                                + " 0.5; remove it or change optimizer.type");
    }

    @Test
    void bfloat16IsRefusedWithLbfgsAndWithLocalSteps() {
        String wire = "--set training.wire=bfloat16: training.wire: expected float32 with ";
        assertThat(faults(CSV, "training.wire=bfloat16")).isEmpty();
        assertThat(faults(CSV, "training.wire=bfloat16", "optimizer.type=lbfgs", "training.batchSize=full"))
                .containsExactly(wire + "optimizer.type lbfgs, found bfloat16; its line search needs exact gradients;"
                        + " remove it");
        for (String steps : List.of("4", "auto")) {
            assertThat(faults(CSV, "training.wire=bfloat16", "training.localSteps=" + steps))
                    .containsExactly(wire + "training.localSteps above 1 or auto, found bfloat16; lanes then send"
                            + " weights, which are not rounded; remove it or training.localSteps");
        }
        assertThat(faults(CSV, "training.wire=bf16"))
                .containsExactly("--set training.wire=bf16: training.wire: expected float32 or bfloat16, found bf16");
    }

    @Test
    void sectionThatIsNoMapIsOneFault() {
        assertThat(faults(CSV, "data=5", "training.earlyStopping={}"))
                .containsExactly(
                        "--set data=5: data: expected a map, found 5; write its keys indented below it, or as {"
                                + " key: value }");
    }

    @Test
    void everyOverlapIsReportedButNoneOfDigitsAtFault() {
        assertThat(faults(CSV, "data={format: digits, rows: 20, validation: {rows: 5}, test: {rows: 9}}"))
                .hasSize(2)
                .allMatch(fault -> fault.endsWith("where data has 0 to 19; take e.g. first: 20"));
        assertThat(faults(CSV, "data={format: digits, rows: 0, test: {rows: 9}}"))
                .singleElement()
                .asString()
                .contains("data.rows: expected a whole number of at least 1, found 0");
    }

    @Test
    void evaluatingMayUseTheTestsDigits() {
        String data = "data={format: digits, first: 50, rows: 10, test: {first: 50, rows: 10}}";

        assertThat(faultsFor(Purpose.EVALUATE, CSV, data)).isEmpty();
        assertThat(faultsFor(Purpose.TRAIN, CSV, data)).hasSize(1);
    }

    @Test
    void faultsSplitIntoWhereAndWhat() {
        assertThatThrownBy(() -> read(CSV + "seed: x\n"))
                .isInstanceOfSatisfying(SettingsException.class, thrown -> assertThat(thrown.errors())
                        .isEqualTo(List.of(new SettingsError(
                                "jobs/x.yaml, line 10",
                                "seed: expected a whole number from -9223372036854775808 to 9223372036854775807, found"
                                        + " x; take e.g. 42"))));
    }

    @Test
    void lbfgsRefusesEachKeyOfGradientDescent() {
        String yaml = CSV
                + """
                optimizer:
                  type: lbfgs
                  learningRate: 0.1
                  l1: 0.2
                  l2: 0.3
                  clipNorm: 1
                  schedule: { type: cosine }
                  reduceOnPlateau: {}
                training:
                  batchSize: 64
                  averaging: 0.9
                """;
        String searches = ": expected none with type lbfgs, which searches the length of every step; remove it";
        assertThat(faults(yaml))
                .containsExactly(
                        "jobs/x.yaml, line 12: optimizer.learningRate" + searches,
                        "jobs/x.yaml, line 13: optimizer.l1: expected 0 with type lbfgs, which needs a smooth loss,"
                                + " found 0.2; take l2 or change optimizer.type",
                        "jobs/x.yaml, line 15: optimizer.clipNorm" + searches,
                        "jobs/x.yaml, line 16: optimizer.schedule" + searches,
                        "jobs/x.yaml, line 17: optimizer.reduceOnPlateau" + searches,
                        "jobs/x.yaml, line 19: training.batchSize: expected full with optimizer.type lbfgs, found 64; take"
                                + " full or change optimizer.type",
                        "jobs/x.yaml, line 20: training.averaging: expected none with optimizer.type lbfgs, whose last"
                                + " weights are its best; remove it");
    }

    @Test
    void lbfgsTakesNoLocalSteps() {
        String lbfgs = "optimizer=lbfgs";
        assertThat(faults(CSV, lbfgs, "training={batchSize: full, localSteps: 1, outerStep: plain}"))
                .isEmpty();
        String local = "training={batchSize: full, localStepsWarmUpEpochs: 1, outerStep: nesterov}";
        assertThat(faults(CSV, lbfgs, local))
                .containsExactly(
                        "--set " + local + ": training.localStepsWarmUpEpochs: expected 0 with optimizer.type lbfgs,"
                                + " which takes no local steps, found 1; remove it",
                        "--set " + local + ": training.outerStep: expected plain with optimizer.type lbfgs, which takes"
                                + " no local steps, found nesterov; remove it");
    }

    @Test
    void lbfgsAsksForFullBatches() {
        assertThat(faults(CSV, "optimizer.type=lbfgs"))
                .containsExactly("jobs/x.yaml: training.batchSize: expected full with optimizer.type lbfgs, found auto"
                        + " (the default); add training.batchSize: full");
    }

    @Test
    void numbersOfLbfgsAreWholeAndBounded() {
        assertThat(faults(
                        CSV,
                        "training.batchSize=full",
                        "optimizer={type: lbfgs, history: 2.5, maxSearchEvaluations: 0}"))
                .map(fault -> fault.substring(fault.indexOf("}: ") + 3))
                .containsExactly(
                        "optimizer.history: expected a whole number from 1 to 1000, found 2.5; take e.g. 10",
                        "optimizer.maxSearchEvaluations: expected a whole number from 1 to 1000, found 0; take e.g. 25");
    }

    @Test
    void everyFaultyFormulaIsReported() {
        assertThat(faults(
                        CSV,
                        "task=regression",
                        "network.activation='x +'",
                        "network.output='2 * y'",
                        "loss='prediction -* target'"))
                .hasSize(3)
                .allMatch(fault -> fault.contains(": formula: expected "));
    }

    @Test
    void targetMustBeOfItsMetricsRange() {
        assertThat(faults(CSV, "data.validation=0.1", "training.target={metric: validationAccuracy, value: 98}"))
                .containsExactly("--set training.target={metric: validationAccuracy, value: 98}: training.target.value:"
                        + " expected a number from 0 to 1, found 98; take e.g. 0.98");
    }

    @Test
    void measuresOfAnotherLossAreRefused() {
        String metric = "metric: expected another metric than ";
        assertThat(faults(
                        CSV,
                        "task=regression",
                        "data.validation=0.1",
                        "training.target={metric: validationPinballLoss, value: 1}",
                        "training.earlyStopping={metric: pinballLoss}"))
                .hasSize(2)
                .anyMatch(fault -> fault.endsWith("training.target." + metric
                        + "validationPinballLoss with loss squaredError; take loss: quantile, or another metric"))
                .anyMatch(fault -> fault.endsWith("training.earlyStopping." + metric
                        + "pinballLoss with loss squaredError; take loss: quantile, or another metric"));
        assertThat(faults(
                        CSV,
                        "task=regression",
                        "loss=quantile",
                        "data.validation=0.1",
                        "training.target={metric: validationPinballLoss, value: 1}"))
                .isEmpty();
        assertThat(faults(CSV, "task=regression", "data.validation=0.1", "training.earlyStopping={metric: coverage}"))
                .singleElement()
                .asString()
                .contains("training.earlyStopping.metric: expected loss, rmse, r2, mae, mape, smape or pinballLoss");
    }
}
