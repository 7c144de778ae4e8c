"""The params of all stages, with their documentation, getters and setters.

Made from the declarations in Java by PythonParamsTest of trainer/spark: do not edit.
"""

from typing import Any, Dict, List, Mapping, Optional, Sequence, TypeVar, Union

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters

from thalweg._values import KeyedParams, to_text

S = TypeVar("S", bound=KeyedParams)

KEYS: Dict[str, str] = {
    "data.categorical": "The features that are categories: a list, each with an input for every category, or a map to oneHot or hashing. Values: a list of columns, or a map of columns and oneHot or hashing, only with format csv, parquet, json or table. Default: none.",
    "data.classWeights": "How much the rows of each class count: a map by label, or balanced, so that every class counts as much as another. Values: balanced, or a map of classes' labels to their weights, only with task classification. Default: 1 each.",
    "data.classes": "The classes expected: their number, or their labels in the order of the network's outputs. Values: a class count of at least 2, or a list of the classes' labels, only with task classification. Default: those in the rows.",
    "data.dates": "The features that are dates or times: a list, each with the default parts, or a map of columns and auto, a list of parts, or parts with the format and zone. Default parts are year, month, dayOfMonth, dayOfWeek and daysSince: 2000-01-01, of times hour too. A month, day, hour or minute is the sine and cosine of its place on a circle, which scale leaves as they are. Values: a list of columns, or a map of columns and auto, parts, or their settings, only with format csv, parquet, json or table. Default: none.",
    "data.missing": "What becomes of a row that lacks a feature's value: it is refused, or takes the mean over the training rows, and a further input marks it. Values: refuse or mean, only with format csv, parquet, json or table. Default: refuse.",
    "data.scale": "How features are scaled by the training rows' statistics: to mean 0 and deviation 1, to [0, 1], by the greatest size, or not. Values: standard, minMax, maxAbs or none. Default: none; with data.dates standard (or minMax, where inputs must be from 0 to 1), as years and days are far from 0.",
    "data.scaleTarget": "Whether a regression's targets are brought to mean 0 and deviation 1 for training; predictions, losses and errors are in their own units all the same. Values: standard or none, only with task regression. Default: standard with a loss of differences and the output identity, otherwise none.",
    "data.sparse": "Whether rows are held without their zeros; auto is where they come so, or where their columns leave a sixteenth of the inputs or less that are not 0. Values: auto, true or false. Default: auto.",
    "data.storage": "Where packed rows rest while a network is trained: in the executors' memory, in memory-mapped files under Spark's local folders (rows may then be larger than the heap), or in memory where they fit well. Values: auto, memory or disk. Default: auto.",
    "data.test": "The rows that the network is measured on once, at the end, in the same forms as validation. Values: a share of the rows from 0 to below 1, or a map that says where rows are or how they are chosen. Default: none.",
    "data.validation": "The rows that the network is measured on after each epoch: a random share (by rows, content or columns), the latest rows, those where a column is true, or rows from elsewhere. Values: a share of the rows from 0 to below 1, or a map that says where rows are or how they are chosen. Default: 0.",
    "loss.delta": "Size of the error from which on the loss is linear, in standard deviations where targets are standardised. Values: a number above 0, only with type huber. Default: 1.",
    "loss.labelSmoothing": "Share of a target that is spread evenly over all classes. Values: a number from 0 to below 1, only with type crossEntropy. Default: 0.",
    "loss.quantile": "The quantile to predict, such as 0.9. Values: a number above 0 and below 1, only with type quantile. Default: 0.5.",
    "loss.type": "Which of the choices. Values: crossEntropy, squaredError, absoluteError, huber, quantile or poisson. Default: none: it must be given.",
    "network.activation": "The hidden layers' activation: a name, a map of type and numbers, or a formula of x. Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, or a formula. Default: relu.",
    "network.activation.alpha": "The function tends to −α far below 0. Values: a number above 0, only with type elu. Default: 1.",
    "network.activation.deviation": "Standard deviation σ, the width of the bell. Values: a number above 0, only with type gaussian. Default: 1.",
    "network.activation.mean": "Where the function is greatest. Values: a finite number, only with type gaussian. Default: 0.",
    "network.activation.slope": "Of sigmoid: Factor β on the weighted sum. Of leakyRelu: Slope below 0. Values: a number above 0, or a number from 0 to below 1, only with type sigmoid or leakyRelu. Default: 1 of sigmoid, 0.01 of leakyRelu.",
    "network.activation.type": "Which of the choices. Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential. Default: none: it must be given.",
    "network.activation.xMax": "From here on the function is 1. Values: a finite number, only with type piecewiseLinear. Default: 1.",
    "network.activation.xMin": "Up to here the function is 0. Values: a finite number, only with type piecewiseLinear. Default: -1.",
    "network.dropout": "Share of the hidden units that a step leaves out: one number, or one for each hidden layer. Values: a number from 0 to below 1, or a list of such, one for each hidden layer. Default: 0.",
    "network.hidden": "The hidden layers' widths, from the input on; none makes a linear model. Values: a list of layer widths, which may be empty. Default: none: it must be given to train.",
    "network.initialisation": "How the weights start; auto is glorotUniform, or with selu N(0, 1 / inputs). Values: auto, glorotUniform, glorotNormal, heUniform or heNormal. Default: auto.",
    "network.layerNormalisation": "Whether the hidden layers' sums are brought to mean 0 and deviation 1, row by row (Ba, Kiros and Hinton 2016). Values: true or false. Default: false.",
    "network.output": "The last layer's activation, as task and loss permit; with task regression also a formula of x. Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep, exponential or softmax, or a formula. Default: softmax with task classification, sigmoid with multilabel, otherwise by the loss.",
    "network.output.alpha": "The function tends to −α far below 0. Values: a number above 0, only with type elu. Default: 1.",
    "network.output.deviation": "Standard deviation σ, the width of the bell. Values: a number above 0, only with type gaussian. Default: 1.",
    "network.output.mean": "Where the function is greatest. Values: a finite number, only with type gaussian. Default: 0.",
    "network.output.slope": "Of sigmoid: Factor β on the weighted sum. Of leakyRelu: Slope below 0. Values: a number above 0, or a number from 0 to below 1, only with type sigmoid or leakyRelu. Default: 1 of sigmoid, 0.01 of leakyRelu.",
    "network.output.type": "Which of the choices. Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep, exponential or softmax. Default: none: it must be given.",
    "network.output.xMax": "From here on the function is 1. Values: a finite number, only with type piecewiseLinear. Default: 1.",
    "network.output.xMin": "Up to here the function is 0. Values: a finite number, only with type piecewiseLinear. Default: -1.",
    "optimizer.beta1": "Decay of the average of the gradient, β₁. Values: a number from 0 to below 1, only with type adam, adamW or nadam. Default: 0.9.",
    "optimizer.beta2": "Decay of the average of the squared gradient, β₂. Values: a number from 0 to below 1, only with type adam, adamW or nadam. Default: 0.999.",
    "optimizer.clipNorm": "A gradient of a greater Euclidean norm is scaled down to this norm. Values: a number above 0, only without type lbfgs. Default: none.",
    "optimizer.decay": "Of rmsProp: Decay of the average of the squared gradient, ρ. Of adadelta: Decay of the averages of the squared gradient and the squared step, ρ. Values: a number from 0 to below 1, only with type rmsProp or adadelta. Default: 0.9 of rmsProp, 0.95 of adadelta.",
    "optimizer.epsilon": "Of adam, adamW, nadam, rmsProp, adagrad: Added to the root that divides a step, against division by 0. Of adadelta: Added to both averages before their roots, which starts the steps. Values: a number above 0, only with type adam, adamW, nadam, rmsProp, adagrad or adadelta. Default: 1e-8 of adam, adamW, nadam or rmsProp, 1e-7 of adagrad, 0.000001 of adadelta.",
    "optimizer.gradientTolerance": "Training ends where the norm of the gradient is at most this times that of the parameters, or this. Values: a number of at least 0, only with type lbfgs. Default: 0.00001.",
    "optimizer.history": "Steps that are remembered, each twice the size of the parameters. Values: a whole number from 1 to 1000, only with type lbfgs. Default: 10.",
    "optimizer.initialAccumulator": "The sum of squared gradients at the start. Values: a number of at least 0, only with type adagrad. Default: 0.1.",
    "optimizer.l1": "Factor on the sum of the weights' sizes, which is added to the loss. Values: a number of at least 0. Default: 0.",
    "optimizer.l2": "Factor on half the sum of the squared weights, which is added to the loss. Values: a number of at least 0. Default: 0.",
    "optimizer.learningRate": "Factor on the gradient in a step, before the schedule. Values: a number above 0, only without type lbfgs. Default: 0.001.",
    "optimizer.lossTolerance": "Training ends where a step makes the loss smaller by at most this share of it. Values: a number of at least 0, only with type lbfgs. Default: 1e-9.",
    "optimizer.maxSearchEvaluations": "Passes over the rows that one line search may take. Values: a whole number from 1 to 1000, only with type lbfgs. Default: 25.",
    "optimizer.momentum": "Share of the last step that is taken again, μ. Values: a number from 0 to below 1, only with type momentum, nesterov or rmsProp. Default: 0.9 of momentum or nesterov, 0 of rmsProp.",
    "optimizer.momentumDecay": "How fast the momentum grows to β₁ over the steps, ψ. Values: a number of at least 0, only with type nadam. Default: 0.004.",
    "optimizer.reduceOnPlateau": "Makes the learning rate smaller whenever the validation loss, or else the training loss, no longer falls. Values: a map, only without type lbfgs. Default: none.",
    "optimizer.reduceOnPlateau.factor": "Factor on the learning rate where the loss stops falling. Values: a number above 0 and below 1. Default: 0.1.",
    "optimizer.reduceOnPlateau.minDelta": "A loss is better when it is lower by more than this. Values: a number of at least 0. Default: 0.0001.",
    "optimizer.reduceOnPlateau.minRate": "Share of the learning rate below which it does not fall. Values: a number above 0 and at most 1. Default: 0.000001.",
    "optimizer.reduceOnPlateau.patience": "Epochs without a better loss before the rate falls. Values: a whole number of at least 1. Default: 10.",
    "optimizer.schedule": "How the learning rate changes over the epochs. Values: a map, or its type alone, only without type lbfgs. Default: those of its keys.",
    "optimizer.schedule.cycleEpochs": "Epochs of the first cycle. Values: a number above 0, only with type cosineRestarts. Default: 10.",
    "optimizer.schedule.divFactor": "The rate starts at the learning rate divided by this. Values: a number of at least 1, only with type oneCycle. Default: 25.",
    "optimizer.schedule.everyEpochs": "Epochs from one change of the rate to the next. Values: a number above 0, only with type step. Default: 10.",
    "optimizer.schedule.factor": "Of step: Factor on the rate at each change. Of exponential: Factor on the rate over an epoch. Values: a number above 0 and at most 1, only with type step or exponential. Default: 0.1 of step, 0.9 of exponential.",
    "optimizer.schedule.finalFactor": "Share of the learning rate that is left at the end. Values: a number from 0 to 1, only with type oneCycle. Default: 0.0001.",
    "optimizer.schedule.finalRate": "Of polynomial, cosine: Share of the learning rate that is left at the end. Of cosineRestarts: Share of the learning rate that is left at the end of a cycle. Values: a number from 0 to 1, only with type polynomial, cosine or cosineRestarts. Default: 0.",
    "optimizer.schedule.multiplier": "Factor by which each cycle is longer than the one before. Values: a number of at least 1, only with type cosineRestarts. Default: 2.",
    "optimizer.schedule.power": "Of inverseScaling: Power of the epochs gone by that divides the rate. Of polynomial: Power of the share of the run that is left; 1 for a straight line. Values: a number above 0, only with type inverseScaling or polynomial. Default: 0.5 of inverseScaling, 1 of polynomial.",
    "optimizer.schedule.riseShare": "Share of the run over which the rate rises. Values: a number from 0 to 1, only with type oneCycle. Default: 0.3.",
    "optimizer.schedule.type": "The curve of the learning rate. Values: constant, step, exponential, inverseScaling, polynomial, cosine, cosineRestarts or oneCycle. Default: constant.",
    "optimizer.schedule.warmUpEpochs": "Epochs over which the rate first grows linearly to its full value. Values: a number of at least 0. Default: 0.",
    "optimizer.type": "The rule of a step; lbfgs searches the length of every step over all rows. Values: sgd, momentum, nesterov, adam, adamW, nadam, rmsProp, adagrad, adadelta or lbfgs. Default: adam.",
    "optimizer.weightDecay": "Share of a weight that a step at rate 1 takes away, λ. Values: a number of at least 0, only with type adamW. Default: 0.01.",
    "output.threshold": "The probability from which on the second of two classes, or a label, is predicted: a number, or bestF1, the one of the greatest F1 on the validation rows (of labels the micro F1). train keeps it in the model, and its last measures follow it. Values: bestF1 or a number above 0 and below 1, only with task classification or multilabel. Default: the model's own; 0.5 where it has none.",
    "training.averaging": "Decay of the moving average of the weights, which is then what is measured and kept. Values: a number from 0 to below 1, only without optimizer.type lbfgs. Default: none.",
    "training.batchSize": "Rows of a step, over the whole cluster; auto is by the number of rows, from 32 to 1024; full is all. Values: auto, full or a whole number of at least 1. Default: auto.",
    "training.earlyStopping": "Ends training when a metric of the validation rows no longer becomes better, and keeps the best epoch's weights. Values: a map. Default: none.",
    "training.earlyStopping.metric": "What is looked at, of the validation rows. Values: loss, accuracy, balancedAccuracy, f1, subsetAccuracy, hammingLoss, microF1, macroF1, rocAuc, prAuc, logLoss, brier, top3Accuracy, top5Accuracy, rmse, r2, mae, mape, smape or pinballLoss. Default: loss.",
    "training.earlyStopping.minDelta": "A value is better when it is better by more than this. Values: a number of at least 0. Default: 0.",
    "training.earlyStopping.patience": "Epochs without a better value of the metric before training ends. Values: a whole number of at least 1. Default: 3.",
    "training.engine": "Where gradients are computed: driver is on threads of the driver, which on a cluster gathers the rows; spark is in tasks on the executors; auto is driver in local mode where the rows fit into the heap, else spark. Values: auto, spark or driver. Default: auto.",
    "training.epochs": "Passes over the training rows, at most; auto is as many as come to 5,000 steps, from 10 to 64, and 200 of full batches. Values: auto or a whole number of at least 1. Default: auto.",
    "training.laneRows": "Rows that a lane adds to a step: a step is shared by batchSize / laneRows lanes; auto is a quarter of the batch, between 64 and 512. Values: auto or a whole number of at least 1. Default: auto.",
    "training.localSteps": "Steps that every lane takes alone, over laneRows rows each, before the lanes are averaged; 1 is a step of all lanes together; auto is by the measured cost of a step, and so may differ from run to run. A round ends with its epoch at the latest, so it is shorter where these are more than an epoch's steps. Values: auto or a whole number of at least 1. Default: 1.",
    "training.localStepsWarmUpEpochs": "Epochs over which the local steps grow from 1 to localSteps; only 0 where that is 1. Values: a whole number of at least 0. Default: 0.",
    "training.lossChange": "Ends training when the training loss hardly changes any more. Values: a map. Default: none.",
    "training.lossChange.patience": "Epochs in a row without a better training loss before training ends. Values: a whole number of at least 1. Default: 10.",
    "training.lossChange.tolerance": "A training loss is better when it is lower by more than this. Values: a number of at least 0. Default: 0.0001.",
    "training.maxSeconds": "Training ends after the epoch in which this time runs out. Values: a number above 0. Default: none.",
    "training.onDivergence": "What happens when the loss is no longer finite: stop, or backOff, which goes back an epoch and halves the learning rate. Values: stop or backOff. Default: stop.",
    "training.outerStep": "What is made of the lanes' average after their local steps; only plain where localSteps is 1, as with optimizer.type lbfgs. Values: a map, or its type alone. Default: those of its keys.",
    "training.outerStep.momentum": "Decay of the sum of earlier changes, μ. Values: a number from 0 to below 1, only with type nesterov. Default: 0.7.",
    "training.outerStep.rate": "Factor on the mean change of the lanes, η. Values: a number above 0, only with type nesterov. Default: 1.",
    "training.outerStep.type": "The rule of the outer step. Values: plain or nesterov. Default: plain.",
    "training.partitions": "Tasks that share the rows; auto is one for each slot of the cluster. The weights do not depend on it. Values: auto or a whole number of at least 1. Default: auto.",
    "training.reduction": "How the gradients of tasks come together: gather is on the driver, which receives one from every executor; slices is among the tasks, by a shuffle, after which the driver receives every number once; auto is the one of which the first steps were faster, or slices where a fourth of the driver's heap has no room for what arrives. Values: auto, gather or slices. Default: auto.",
    "training.stepDeadlineSeconds": "Seconds after which a step that has not ended counts as failed. Values: a number above 0. Default: 3600.",
    "training.target": "Ends training when a metric has reached a value. Values: a map. Default: none.",
    "training.target.metric": "What must reach the value, of the last epoch. Values: trainLoss, validationLoss, validationAccuracy, validationBalancedAccuracy, validationF1, validationRocAuc, validationPrAuc, validationLogLoss, validationBrier, validationTop3Accuracy, validationTop5Accuracy, validationSubsetAccuracy, validationHammingLoss, validationMicroF1, validationMacroF1, validationRmse, validationR2, validationMae, validationMape, validationSmape or validationPinballLoss. Default: none: it must be given.",
    "training.target.value": "What it must reach: at most this for a loss or an error, otherwise at least. Values: a number of the metric's range. Default: none: it must be given.",
    "training.wire": "What a lane's gradient, and each sum of two, is rounded to, and so what executors send: bfloat16 is half the bytes of gradients, not of weights, which pays where the network is slow; it gives weights of its own, the same anywhere. Values: float32 or bfloat16. Default: float32.",
}


class MlpParams(KeyedParams):
    """Params, and what they are set to."""

    activation: Param[str] = Param(
        Params._dummy(),
        "activation",
        "The hidden layers' activation: a name, a map of type and numbers, or a formula of x. Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, or a formula. Default: relu.",
        TypeConverters.toString,
    )

    batchSize: Param[int] = Param(
        Params._dummy(),
        "batchSize",
        "Rows of a step, over the whole cluster; auto is by the number of rows, from 32 to 1024; full is all. Values: auto, full or a whole number of at least 1. Default: auto.",
        TypeConverters.toInt,
    )

    checkpointDir: Param[str] = Param(
        Params._dummy(),
        "checkpointDir",
        "A folder for the checkpoints of a fit. An interrupted fit resumes from there, with the same result, bit for bit. A fit that completes deletes its checkpoints.",
        TypeConverters.toString,
    )

    checkpointInterval: Param[int] = Param(
        Params._dummy(),
        "checkpointInterval",
        "The number of epochs between checkpoints in checkpointDir, 1 or more. Default: 1.",
        TypeConverters.toInt,
    )

    earlyStoppingPatience: Param[int] = Param(
        Params._dummy(),
        "earlyStoppingPatience",
        "Training stops, with the best epoch's weights, after this many epochs without improvement on the validation rows. Epochs without a better value of the metric before training ends. Values: a whole number of at least 1. Default: 3.",
        TypeConverters.toInt,
    )

    featuresCols: Param[List[str]] = Param(
        Params._dummy(),
        "featuresCols",
        "The input columns, instead of featuresCol: numbers, vectors, categories or dates, as in data.features of a job file.",
        TypeConverters.toListString,
    )

    hidden: Param[List[int]] = Param(
        Params._dummy(),
        "hidden",
        "The hidden layers' widths, from the input on; none makes a linear model. Values: a list of layer widths, which may be empty. Default: none: it must be given to train.",
        TypeConverters.toListInt,
    )

    initialModel: Param[str] = Param(
        Params._dummy(),
        "initialModel",
        "The path of a model with the same network: training starts from its weights, with its inputs, classes and scaling.",
        TypeConverters.toString,
    )

    loss: Param[Any] = Param(
        Params._dummy(),
        "loss",
        "What training minimises: a name, a map of type and numbers, or with task regression a formula of prediction and target. Values: crossEntropy, squaredError, absoluteError, huber, quantile or poisson, or a formula. Default: crossEntropy, or squaredError with task regression and autoencoder.",
        to_text,
    )

    maxIter: Param[int] = Param(
        Params._dummy(),
        "maxIter",
        "Passes over the training rows, at most; auto is as many as come to 5,000 steps, from 10 to 64, and 200 of full batches. Values: auto or a whole number of at least 1. Default: auto.",
        TypeConverters.toInt,
    )

    seed: Param[int] = Param(
        Params._dummy(),
        "seed",
        "Seed of all randomness: initial weights, order of the rows, dropout and which rows are held out. Values: a whole number from -9223372036854775808 to 9223372036854775807. Default: 42.",
        TypeConverters.toInt,
    )

    solver: Param[str] = Param(
        Params._dummy(),
        "solver",
        "The rule of a step; lbfgs searches the length of every step over all rows. Values: sgd, momentum, nesterov, adam, adamW, nadam, rmsProp, adagrad, adadelta or lbfgs. Default: adam.",
        TypeConverters.toString,
    )

    stepSize: Param[float] = Param(
        Params._dummy(),
        "stepSize",
        "Factor on the gradient in a step, before the schedule. Values: a number above 0, only without type lbfgs. Default: 0.001.",
        TypeConverters.toFloat,
    )

    tol: Param[float] = Param(
        Params._dummy(),
        "tol",
        "Training stops when the training loss falls by no more than this. A training loss is better when it is lower by more than this. Values: a number of at least 0. Default: 0.0001.",
        TypeConverters.toFloat,
    )

    validationIndicatorCol: Param[str] = Param(
        Params._dummy(),
        "validationIndicatorCol",
        "The column that is true in validation rows: they are not trained on, but evaluated after every epoch.",
        TypeConverters.toString,
    )

    weightCol: Param[str] = Param(
        Params._dummy(),
        "weightCol",
        "A column of row weights, above 0: how much a row counts. Values: a column, only with format csv, parquet, json or table. Default: none.",
        TypeConverters.toString,
    )

    def getActivation(self) -> str:
        """The hidden layers' activation: a name, a map of type and numbers, or a formula of x. Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, or a formula. Default: relu."""
        return self.getOrDefault(self.activation)

    def getBatchSize(self) -> int:
        """Rows of a step, over the whole cluster; auto is by the number of rows, from 32 to 1024; full is all. Values: auto, full or a whole number of at least 1. Default: auto."""
        return self.getOrDefault(self.batchSize)

    def getCheckpointDir(self) -> str:
        """A folder for the checkpoints of a fit. An interrupted fit resumes from there, with the same result, bit for bit. A fit that completes deletes its checkpoints."""
        return self.getOrDefault(self.checkpointDir)

    def getCheckpointInterval(self) -> int:
        """The number of epochs between checkpoints in checkpointDir, 1 or more. Default: 1."""
        return self.getOrDefault(self.checkpointInterval)

    def getEarlyStoppingPatience(self) -> int:
        """Training stops, with the best epoch's weights, after this many epochs without improvement on the validation rows. Epochs without a better value of the metric before training ends. Values: a whole number of at least 1. Default: 3."""
        return self.getOrDefault(self.earlyStoppingPatience)

    def getFeaturesCols(self) -> List[str]:
        """The input columns, instead of featuresCol: numbers, vectors, categories or dates, as in data.features of a job file."""
        return self.getOrDefault(self.featuresCols)

    def getHidden(self) -> List[int]:
        """The hidden layers' widths, from the input on; none makes a linear model. Values: a list of layer widths, which may be empty. Default: none: it must be given to train."""
        return self.getOrDefault(self.hidden)

    def getInitialModel(self) -> str:
        """The path of a model with the same network: training starts from its weights, with its inputs, classes and scaling."""
        return self.getOrDefault(self.initialModel)

    def getLoss(self) -> Any:
        """What training minimises: a name, a map of type and numbers, or with task regression a formula of prediction and target. Values: crossEntropy, squaredError, absoluteError, huber, quantile or poisson, or a formula. Default: crossEntropy, or squaredError with task regression and autoencoder."""
        return self.getOrDefault(self.loss)

    def getMaxIter(self) -> int:
        """Passes over the training rows, at most; auto is as many as come to 5,000 steps, from 10 to 64, and 200 of full batches. Values: auto or a whole number of at least 1. Default: auto."""
        return self.getOrDefault(self.maxIter)

    def getSeed(self) -> int:
        """Seed of all randomness: initial weights, order of the rows, dropout and which rows are held out. Values: a whole number from -9223372036854775808 to 9223372036854775807. Default: 42."""
        return self.getOrDefault(self.seed)

    def getSolver(self) -> str:
        """The rule of a step; lbfgs searches the length of every step over all rows. Values: sgd, momentum, nesterov, adam, adamW, nadam, rmsProp, adagrad, adadelta or lbfgs. Default: adam."""
        return self.getOrDefault(self.solver)

    def getStepSize(self) -> float:
        """Factor on the gradient in a step, before the schedule. Values: a number above 0, only without type lbfgs. Default: 0.001."""
        return self.getOrDefault(self.stepSize)

    def getTol(self) -> float:
        """Training stops when the training loss falls by no more than this. A training loss is better when it is lower by more than this. Values: a number of at least 0. Default: 0.0001."""
        return self.getOrDefault(self.tol)

    def getValidationIndicatorCol(self) -> str:
        """The column that is true in validation rows: they are not trained on, but evaluated after every epoch."""
        return self.getOrDefault(self.validationIndicatorCol)

    def getWeightCol(self) -> str:
        """A column of row weights, above 0: how much a row counts. Values: a column, only with format csv, parquet, json or table. Default: none."""
        return self.getOrDefault(self.weightCol)


class MlpSetters(MlpParams):
    """Setters of what all estimators have."""

    def setActivation(self: S, value: str) -> S:
        """The hidden layers' activation: a name, a map of type and numbers, or a formula of x. Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, or a formula. Default: relu."""
        return self._set(activation=value)

    def setBatchSize(self: S, value: int) -> S:
        """Rows of a step, over the whole cluster; auto is by the number of rows, from 32 to 1024; full is all. Values: auto, full or a whole number of at least 1. Default: auto."""
        return self._set(batchSize=value)

    def setCheckpointDir(self: S, value: str) -> S:
        """A folder for the checkpoints of a fit. An interrupted fit resumes from there, with the same result, bit for bit. A fit that completes deletes its checkpoints."""
        return self._set(checkpointDir=value)

    def setCheckpointInterval(self: S, value: int) -> S:
        """The number of epochs between checkpoints in checkpointDir, 1 or more. Default: 1."""
        return self._set(checkpointInterval=value)

    def setEarlyStoppingPatience(self: S, value: int) -> S:
        """Training stops, with the best epoch's weights, after this many epochs without improvement on the validation rows. Epochs without a better value of the metric before training ends. Values: a whole number of at least 1. Default: 3."""
        return self._set(earlyStoppingPatience=value)

    def setFeaturesCols(self: S, value: Sequence[str]) -> S:
        """The input columns, instead of featuresCol: numbers, vectors, categories or dates, as in data.features of a job file."""
        return self._set(featuresCols=value)

    def setHidden(self: S, value: Sequence[int]) -> S:
        """The hidden layers' widths, from the input on; none makes a linear model. Values: a list of layer widths, which may be empty. Default: none: it must be given to train."""
        return self._set(hidden=value)

    def setInitialModel(self: S, value: str) -> S:
        """The path of a model with the same network: training starts from its weights, with its inputs, classes and scaling."""
        return self._set(initialModel=value)

    def setLoss(self: S, value: Union[str, Mapping[str, float]]) -> S:
        """What training minimises: a name, a map of type and numbers, or with task regression a formula of prediction and target. Values: crossEntropy, squaredError, absoluteError, huber, quantile or poisson, or a formula. Default: crossEntropy, or squaredError with task regression and autoencoder."""
        return self._set(loss=value)

    def setMaxIter(self: S, value: int) -> S:
        """Passes over the training rows, at most; auto is as many as come to 5,000 steps, from 10 to 64, and 200 of full batches. Values: auto or a whole number of at least 1. Default: auto."""
        return self._set(maxIter=value)

    def setSeed(self: S, value: int) -> S:
        """Seed of all randomness: initial weights, order of the rows, dropout and which rows are held out. Values: a whole number from -9223372036854775808 to 9223372036854775807. Default: 42."""
        return self._set(seed=value)

    def setSolver(self: S, value: str) -> S:
        """The rule of a step; lbfgs searches the length of every step over all rows. Values: sgd, momentum, nesterov, adam, adamW, nadam, rmsProp, adagrad, adadelta or lbfgs. Default: adam."""
        return self._set(solver=value)

    def setStepSize(self: S, value: float) -> S:
        """Factor on the gradient in a step, before the schedule. Values: a number above 0, only without type lbfgs. Default: 0.001."""
        return self._set(stepSize=value)

    def setTol(self: S, value: float) -> S:
        """Training stops when the training loss falls by no more than this. A training loss is better when it is lower by more than this. Values: a number of at least 0. Default: 0.0001."""
        return self._set(tol=value)

    def setValidationIndicatorCol(self: S, value: str) -> S:
        """The column that is true in validation rows: they are not trained on, but evaluated after every epoch."""
        return self._set(validationIndicatorCol=value)

    def setWeightCol(self: S, value: str) -> S:
        """A column of row weights, above 0: how much a row counts. Values: a column, only with format csv, parquet, json or table. Default: none."""
        return self._set(weightCol=value)


class MlpClassifierModelParams(MlpParams):
    """Params, and what they are set to."""

    classWeights: Param[Any] = Param(
        Params._dummy(),
        "classWeights",
        "How much the rows of each class count: a map by label, or balanced, so that every class counts as much as another. Values: balanced, or a map of classes' labels to their weights, only with task classification. Default: 1 each.",
        to_text,
    )

    featuresCol: Param[str] = Param(
        Params._dummy(),
        "featuresCol",
        "features column name",
        TypeConverters.toString,
    )

    labelCol: Param[str] = Param(
        Params._dummy(),
        "labelCol",
        "label column name",
        TypeConverters.toString,
    )

    predictedLabelCol: Param[str] = Param(
        Params._dummy(),
        "predictedLabelCol",
        "The column of the predicted class as a string; not added unless it is set.",
        TypeConverters.toString,
    )

    predictionCol: Param[str] = Param(
        Params._dummy(),
        "predictionCol",
        "prediction column name",
        TypeConverters.toString,
    )

    probabilityCol: Param[str] = Param(
        Params._dummy(),
        "probabilityCol",
        "Column name for predicted class conditional probabilities. Note: Not all models output well-calibrated probability estimates! These probabilities should be treated as confidences, not precise probabilities",
        TypeConverters.toString,
    )

    rawPredictionCol: Param[str] = Param(
        Params._dummy(),
        "rawPredictionCol",
        "raw prediction (a.k.a. confidence) column name",
        TypeConverters.toString,
    )

    thresholds: Param[List[float]] = Param(
        Params._dummy(),
        "thresholds",
        "Thresholds in multi-class classification to adjust the probability of predicting each class. Array must have length equal to the number of classes, with values > 0 excepting that at most one value may be 0. The class with largest value p/t is predicted, where p is the original probability of that class and t is the class's threshold",
        TypeConverters.toListFloat,
    )

    def getClassWeights(self) -> Any:
        """How much the rows of each class count: a map by label, or balanced, so that every class counts as much as another. Values: balanced, or a map of classes' labels to their weights, only with task classification. Default: 1 each."""
        return self.getOrDefault(self.classWeights)

    def getFeaturesCol(self) -> str:
        """features column name"""
        return self.getOrDefault(self.featuresCol)

    def getLabelCol(self) -> str:
        """label column name"""
        return self.getOrDefault(self.labelCol)

    def getPredictedLabelCol(self) -> str:
        """The column of the predicted class as a string; not added unless it is set."""
        return self.getOrDefault(self.predictedLabelCol)

    def getPredictionCol(self) -> str:
        """prediction column name"""
        return self.getOrDefault(self.predictionCol)

    def getProbabilityCol(self) -> str:
        """Column name for predicted class conditional probabilities. Note: Not all models output well-calibrated probability estimates! These probabilities should be treated as confidences, not precise probabilities"""
        return self.getOrDefault(self.probabilityCol)

    def getRawPredictionCol(self) -> str:
        """raw prediction (a.k.a. confidence) column name"""
        return self.getOrDefault(self.rawPredictionCol)

    def getThresholds(self) -> List[float]:
        """Thresholds in multi-class classification to adjust the probability of predicting each class. Array must have length equal to the number of classes, with values > 0 excepting that at most one value may be 0. The class with largest value p/t is predicted, where p is the original probability of that class and t is the class's threshold"""
        return self.getOrDefault(self.thresholds)

    _declared: Dict[str, Any] = {
        "activation": "relu",
        "checkpointInterval": 1,
        "featuresCol": "features",
        "labelCol": "label",
        "predictionCol": "prediction",
        "probabilityCol": "probability",
        "rawPredictionCol": "rawPrediction",
        "seed": 42,
        "solver": "adam",
    }

    def setFeaturesCol(self: S, value: Union[str, Sequence[str]]) -> S:
        """features column name"""
        return self._set(featuresCol=value)

    def setPredictedLabelCol(self: S, value: str) -> S:
        """The column of the predicted class as a string; not added unless it is set."""
        return self._set(predictedLabelCol=value)

    def setPredictionCol(self: S, value: str) -> S:
        """prediction column name"""
        return self._set(predictionCol=value)

    def setProbabilityCol(self: S, value: str) -> S:
        """Column name for predicted class conditional probabilities. Note: Not all models output well-calibrated probability estimates! These probabilities should be treated as confidences, not precise probabilities"""
        return self._set(probabilityCol=value)

    def setRawPredictionCol(self: S, value: str) -> S:
        """raw prediction (a.k.a. confidence) column name"""
        return self._set(rawPredictionCol=value)

    def setThresholds(self: S, value: Sequence[float]) -> S:
        """Thresholds in multi-class classification to adjust the probability of predicting each class. Array must have length equal to the number of classes, with values > 0 excepting that at most one value may be 0. The class with largest value p/t is predicted, where p is the original probability of that class and t is the class's threshold"""
        return self._set(thresholds=value)


class MlpClassifierParams(MlpClassifierModelParams, MlpSetters):
    """Params, and what they are set to."""

    _declared: Dict[str, Any] = {
        "activation": "relu",
        "checkpointInterval": 1,
        "featuresCol": "features",
        "hidden": [100],
        "labelCol": "label",
        "predictionCol": "prediction",
        "probabilityCol": "probability",
        "rawPredictionCol": "rawPrediction",
        "seed": 42,
        "solver": "adam",
    }

    def setClassWeights(self: S, value: Union[str, Mapping[str, float]]) -> S:
        """How much the rows of each class count: a map by label, or balanced, so that every class counts as much as another. Values: balanced, or a map of classes' labels to their weights, only with task classification. Default: 1 each."""
        return self._set(classWeights=value)

    def setFeaturesCol(self: S, value: Union[str, Sequence[str]]) -> S:
        """features column name"""
        return self._set(featuresCol=value)

    def setLabelCol(self: S, value: str) -> S:
        """label column name"""
        return self._set(labelCol=value)

    @keyword_only
    def __init__(
        self,
        *,
        activation: str = "relu",
        batchSize: Optional[int] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: int = 1,
        classWeights: Optional[Union[str, Mapping[str, float]]] = None,
        earlyStoppingPatience: Optional[int] = None,
        featuresCol: Union[str, Sequence[str]] = "features",
        featuresCols: Optional[Sequence[str]] = None,
        hidden: Sequence[int] = [100],
        initialModel: Optional[str] = None,
        labelCol: str = "label",
        loss: Optional[Union[str, Mapping[str, float]]] = None,
        maxIter: Optional[int] = None,
        predictedLabelCol: Optional[str] = None,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        rawPredictionCol: str = "rawPrediction",
        seed: int = 42,
        solver: str = "adam",
        stepSize: Optional[float] = None,
        thresholds: Optional[Sequence[float]] = None,
        tol: Optional[float] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Settings by name; `settings` takes any key of job files: {"optimizer.schedule.type": "cosine"}."""
        super().__init__()
        self._initialize(self._input_kwargs)

    @keyword_only
    def setParams(
        self: S,
        *,
        activation: str = "relu",
        batchSize: Optional[int] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: int = 1,
        classWeights: Optional[Union[str, Mapping[str, float]]] = None,
        earlyStoppingPatience: Optional[int] = None,
        featuresCol: Union[str, Sequence[str]] = "features",
        featuresCols: Optional[Sequence[str]] = None,
        hidden: Sequence[int] = [100],
        initialModel: Optional[str] = None,
        labelCol: str = "label",
        loss: Optional[Union[str, Mapping[str, float]]] = None,
        maxIter: Optional[int] = None,
        predictedLabelCol: Optional[str] = None,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        rawPredictionCol: str = "rawPrediction",
        seed: int = 42,
        solver: str = "adam",
        stepSize: Optional[float] = None,
        thresholds: Optional[Sequence[float]] = None,
        tol: Optional[float] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> S:
        """Sets those that are given."""
        return self._set_given(self._input_kwargs)


class MlpRegressorModelParams(MlpParams):
    """Params, and what they are set to."""

    featuresCol: Param[str] = Param(
        Params._dummy(),
        "featuresCol",
        "features column name",
        TypeConverters.toString,
    )

    labelCol: Param[str] = Param(
        Params._dummy(),
        "labelCol",
        "label column name",
        TypeConverters.toString,
    )

    predictionCol: Param[str] = Param(
        Params._dummy(),
        "predictionCol",
        "prediction column name",
        TypeConverters.toString,
    )

    def getFeaturesCol(self) -> str:
        """features column name"""
        return self.getOrDefault(self.featuresCol)

    def getLabelCol(self) -> str:
        """label column name"""
        return self.getOrDefault(self.labelCol)

    def getPredictionCol(self) -> str:
        """prediction column name"""
        return self.getOrDefault(self.predictionCol)

    _declared: Dict[str, Any] = {
        "activation": "relu",
        "checkpointInterval": 1,
        "featuresCol": "features",
        "labelCol": "label",
        "predictionCol": "prediction",
        "seed": 42,
        "solver": "adam",
    }

    def setFeaturesCol(self: S, value: Union[str, Sequence[str]]) -> S:
        """features column name"""
        return self._set(featuresCol=value)

    def setPredictionCol(self: S, value: str) -> S:
        """prediction column name"""
        return self._set(predictionCol=value)


class MlpRegressorParams(MlpRegressorModelParams, MlpSetters):
    """Params, and what they are set to."""

    _declared: Dict[str, Any] = {
        "activation": "relu",
        "checkpointInterval": 1,
        "featuresCol": "features",
        "hidden": [100],
        "labelCol": "label",
        "predictionCol": "prediction",
        "seed": 42,
        "solver": "adam",
    }

    def setFeaturesCol(self: S, value: Union[str, Sequence[str]]) -> S:
        """features column name"""
        return self._set(featuresCol=value)

    def setLabelCol(self: S, value: str) -> S:
        """label column name"""
        return self._set(labelCol=value)

    @keyword_only
    def __init__(
        self,
        *,
        activation: str = "relu",
        batchSize: Optional[int] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: int = 1,
        earlyStoppingPatience: Optional[int] = None,
        featuresCol: Union[str, Sequence[str]] = "features",
        featuresCols: Optional[Sequence[str]] = None,
        hidden: Sequence[int] = [100],
        initialModel: Optional[str] = None,
        labelCol: str = "label",
        loss: Optional[Union[str, Mapping[str, float]]] = None,
        maxIter: Optional[int] = None,
        predictionCol: str = "prediction",
        seed: int = 42,
        solver: str = "adam",
        stepSize: Optional[float] = None,
        tol: Optional[float] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Settings by name; `settings` takes any key of job files: {"optimizer.schedule.type": "cosine"}."""
        super().__init__()
        self._initialize(self._input_kwargs)

    @keyword_only
    def setParams(
        self: S,
        *,
        activation: str = "relu",
        batchSize: Optional[int] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: int = 1,
        earlyStoppingPatience: Optional[int] = None,
        featuresCol: Union[str, Sequence[str]] = "features",
        featuresCols: Optional[Sequence[str]] = None,
        hidden: Sequence[int] = [100],
        initialModel: Optional[str] = None,
        labelCol: str = "label",
        loss: Optional[Union[str, Mapping[str, float]]] = None,
        maxIter: Optional[int] = None,
        predictionCol: str = "prediction",
        seed: int = 42,
        solver: str = "adam",
        stepSize: Optional[float] = None,
        tol: Optional[float] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> S:
        """Sets those that are given."""
        return self._set_given(self._input_kwargs)


class MlpMultiRegressorModelParams(MlpParams):
    """Params, and what they are set to."""

    featuresCol: Param[str] = Param(
        Params._dummy(),
        "featuresCol",
        "The column of feature vectors.",
        TypeConverters.toString,
    )

    predictionCol: Param[str] = Param(
        Params._dummy(),
        "predictionCol",
        "The column of predictions. Empty for none.",
        TypeConverters.toString,
    )

    def getFeaturesCol(self) -> str:
        """The column of feature vectors."""
        return self.getOrDefault(self.featuresCol)

    def getPredictionCol(self) -> str:
        """The column of predictions. Empty for none."""
        return self.getOrDefault(self.predictionCol)

    _declared: Dict[str, Any] = {
        "activation": "relu",
        "checkpointInterval": 1,
        "featuresCol": "features",
        "predictionCol": "prediction",
        "seed": 42,
        "solver": "adam",
    }

    def setFeaturesCol(self: S, value: Union[str, Sequence[str]]) -> S:
        """The column of feature vectors."""
        return self._set(featuresCol=value)

    def setPredictionCol(self: S, value: str) -> S:
        """The column of predictions. Empty for none."""
        return self._set(predictionCol=value)


class MlpMultiRegressorParams(MlpMultiRegressorModelParams, MlpSetters):
    """Params, and what they are set to."""

    labelCols: Param[List[str]] = Param(
        Params._dummy(),
        "labelCols",
        "The label columns, one for each target.",
        TypeConverters.toListString,
    )

    def getLabelCols(self) -> List[str]:
        """The label columns, one for each target."""
        return self.getOrDefault(self.labelCols)

    _declared: Dict[str, Any] = {
        "activation": "relu",
        "checkpointInterval": 1,
        "featuresCol": "features",
        "hidden": [100],
        "predictionCol": "prediction",
        "seed": 42,
        "solver": "adam",
    }

    def setFeaturesCol(self: S, value: Union[str, Sequence[str]]) -> S:
        """The column of feature vectors."""
        return self._set(featuresCol=value)

    def setLabelCols(self: S, value: Sequence[str]) -> S:
        """The label columns, one for each target."""
        return self._set(labelCols=value)

    @keyword_only
    def __init__(
        self,
        *,
        activation: str = "relu",
        batchSize: Optional[int] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: int = 1,
        earlyStoppingPatience: Optional[int] = None,
        featuresCol: Union[str, Sequence[str]] = "features",
        featuresCols: Optional[Sequence[str]] = None,
        hidden: Sequence[int] = [100],
        initialModel: Optional[str] = None,
        labelCols: Optional[Sequence[str]] = None,
        loss: Optional[Union[str, Mapping[str, float]]] = None,
        maxIter: Optional[int] = None,
        predictionCol: str = "prediction",
        seed: int = 42,
        solver: str = "adam",
        stepSize: Optional[float] = None,
        tol: Optional[float] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Settings by name; `settings` takes any key of job files: {"optimizer.schedule.type": "cosine"}."""
        super().__init__()
        self._initialize(self._input_kwargs)

    @keyword_only
    def setParams(
        self: S,
        *,
        activation: str = "relu",
        batchSize: Optional[int] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: int = 1,
        earlyStoppingPatience: Optional[int] = None,
        featuresCol: Union[str, Sequence[str]] = "features",
        featuresCols: Optional[Sequence[str]] = None,
        hidden: Sequence[int] = [100],
        initialModel: Optional[str] = None,
        labelCols: Optional[Sequence[str]] = None,
        loss: Optional[Union[str, Mapping[str, float]]] = None,
        maxIter: Optional[int] = None,
        predictionCol: str = "prediction",
        seed: int = 42,
        solver: str = "adam",
        stepSize: Optional[float] = None,
        tol: Optional[float] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> S:
        """Sets those that are given."""
        return self._set_given(self._input_kwargs)


class MlpMultilabelClassifierModelParams(MlpParams):
    """Params, and what they are set to."""

    featuresCol: Param[str] = Param(
        Params._dummy(),
        "featuresCol",
        "The column of feature vectors.",
        TypeConverters.toString,
    )

    predictionCol: Param[str] = Param(
        Params._dummy(),
        "predictionCol",
        "The column of predictions. Empty for none.",
        TypeConverters.toString,
    )

    probabilityCol: Param[str] = Param(
        Params._dummy(),
        "probabilityCol",
        "The column of the probabilities of the labels, a vector. Empty for none.",
        TypeConverters.toString,
    )

    def getFeaturesCol(self) -> str:
        """The column of feature vectors."""
        return self.getOrDefault(self.featuresCol)

    def getPredictionCol(self) -> str:
        """The column of predictions. Empty for none."""
        return self.getOrDefault(self.predictionCol)

    def getProbabilityCol(self) -> str:
        """The column of the probabilities of the labels, a vector. Empty for none."""
        return self.getOrDefault(self.probabilityCol)

    _declared: Dict[str, Any] = {
        "activation": "relu",
        "checkpointInterval": 1,
        "featuresCol": "features",
        "predictionCol": "prediction",
        "probabilityCol": "probability",
        "seed": 42,
        "solver": "adam",
    }

    def setFeaturesCol(self: S, value: Union[str, Sequence[str]]) -> S:
        """The column of feature vectors."""
        return self._set(featuresCol=value)

    def setPredictionCol(self: S, value: str) -> S:
        """The column of predictions. Empty for none."""
        return self._set(predictionCol=value)

    def setProbabilityCol(self: S, value: str) -> S:
        """The column of the probabilities of the labels, a vector. Empty for none."""
        return self._set(probabilityCol=value)


class MlpMultilabelClassifierParams(MlpMultilabelClassifierModelParams, MlpSetters):
    """Params, and what they are set to."""

    labelCols: Param[List[str]] = Param(
        Params._dummy(),
        "labelCols",
        "The label columns, one for each target.",
        TypeConverters.toListString,
    )

    def getLabelCols(self) -> List[str]:
        """The label columns, one for each target."""
        return self.getOrDefault(self.labelCols)

    _declared: Dict[str, Any] = {
        "activation": "relu",
        "checkpointInterval": 1,
        "featuresCol": "features",
        "hidden": [100],
        "predictionCol": "prediction",
        "probabilityCol": "probability",
        "seed": 42,
        "solver": "adam",
    }

    def setFeaturesCol(self: S, value: Union[str, Sequence[str]]) -> S:
        """The column of feature vectors."""
        return self._set(featuresCol=value)

    def setLabelCols(self: S, value: Sequence[str]) -> S:
        """The label columns, one for each target."""
        return self._set(labelCols=value)

    @keyword_only
    def __init__(
        self,
        *,
        activation: str = "relu",
        batchSize: Optional[int] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: int = 1,
        earlyStoppingPatience: Optional[int] = None,
        featuresCol: Union[str, Sequence[str]] = "features",
        featuresCols: Optional[Sequence[str]] = None,
        hidden: Sequence[int] = [100],
        initialModel: Optional[str] = None,
        labelCols: Optional[Sequence[str]] = None,
        loss: Optional[Union[str, Mapping[str, float]]] = None,
        maxIter: Optional[int] = None,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        seed: int = 42,
        solver: str = "adam",
        stepSize: Optional[float] = None,
        tol: Optional[float] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Settings by name; `settings` takes any key of job files: {"optimizer.schedule.type": "cosine"}."""
        super().__init__()
        self._initialize(self._input_kwargs)

    @keyword_only
    def setParams(
        self: S,
        *,
        activation: str = "relu",
        batchSize: Optional[int] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: int = 1,
        earlyStoppingPatience: Optional[int] = None,
        featuresCol: Union[str, Sequence[str]] = "features",
        featuresCols: Optional[Sequence[str]] = None,
        hidden: Sequence[int] = [100],
        initialModel: Optional[str] = None,
        labelCols: Optional[Sequence[str]] = None,
        loss: Optional[Union[str, Mapping[str, float]]] = None,
        maxIter: Optional[int] = None,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        seed: int = 42,
        solver: str = "adam",
        stepSize: Optional[float] = None,
        tol: Optional[float] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> S:
        """Sets those that are given."""
        return self._set_given(self._input_kwargs)


class MlpAutoencoderModelParams(MlpParams):
    """Params, and what they are set to."""

    codeCol: Param[str] = Param(
        Params._dummy(),
        "codeCol",
        "The column of the code: the activations of the narrowest hidden layer. Empty for none.",
        TypeConverters.toString,
    )

    errorCol: Param[str] = Param(
        Params._dummy(),
        "errorCol",
        "The column of the error: the mean squared difference of a row's scaled inputs and outputs. Empty for none.",
        TypeConverters.toString,
    )

    featuresCol: Param[str] = Param(
        Params._dummy(),
        "featuresCol",
        "The column of feature vectors.",
        TypeConverters.toString,
    )

    reconstructionCol: Param[str] = Param(
        Params._dummy(),
        "reconstructionCol",
        "The column of the reconstructed inputs, in their own units. Empty for none.",
        TypeConverters.toString,
    )

    def getCodeCol(self) -> str:
        """The column of the code: the activations of the narrowest hidden layer. Empty for none."""
        return self.getOrDefault(self.codeCol)

    def getErrorCol(self) -> str:
        """The column of the error: the mean squared difference of a row's scaled inputs and outputs. Empty for none."""
        return self.getOrDefault(self.errorCol)

    def getFeaturesCol(self) -> str:
        """The column of feature vectors."""
        return self.getOrDefault(self.featuresCol)

    def getReconstructionCol(self) -> str:
        """The column of the reconstructed inputs, in their own units. Empty for none."""
        return self.getOrDefault(self.reconstructionCol)

    _declared: Dict[str, Any] = {
        "activation": "relu",
        "checkpointInterval": 1,
        "codeCol": "code",
        "errorCol": "error",
        "featuresCol": "features",
        "reconstructionCol": "",
        "seed": 42,
        "solver": "adam",
    }

    def setCodeCol(self: S, value: str) -> S:
        """The column of the code: the activations of the narrowest hidden layer. Empty for none."""
        return self._set(codeCol=value)

    def setErrorCol(self: S, value: str) -> S:
        """The column of the error: the mean squared difference of a row's scaled inputs and outputs. Empty for none."""
        return self._set(errorCol=value)

    def setFeaturesCol(self: S, value: Union[str, Sequence[str]]) -> S:
        """The column of feature vectors."""
        return self._set(featuresCol=value)

    def setReconstructionCol(self: S, value: str) -> S:
        """The column of the reconstructed inputs, in their own units. Empty for none."""
        return self._set(reconstructionCol=value)


class MlpAutoencoderParams(MlpAutoencoderModelParams, MlpSetters):
    """Params, and what they are set to."""

    _declared: Dict[str, Any] = {
        "activation": "relu",
        "checkpointInterval": 1,
        "codeCol": "code",
        "errorCol": "error",
        "featuresCol": "features",
        "reconstructionCol": "",
        "seed": 42,
        "solver": "adam",
    }

    def setFeaturesCol(self: S, value: Union[str, Sequence[str]]) -> S:
        """The column of feature vectors."""
        return self._set(featuresCol=value)

    @keyword_only
    def __init__(
        self,
        *,
        activation: str = "relu",
        batchSize: Optional[int] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: int = 1,
        codeCol: str = "code",
        earlyStoppingPatience: Optional[int] = None,
        errorCol: str = "error",
        featuresCol: Union[str, Sequence[str]] = "features",
        featuresCols: Optional[Sequence[str]] = None,
        hidden: Optional[Sequence[int]] = None,
        initialModel: Optional[str] = None,
        loss: Optional[Union[str, Mapping[str, float]]] = None,
        maxIter: Optional[int] = None,
        reconstructionCol: str = "",
        seed: int = 42,
        solver: str = "adam",
        stepSize: Optional[float] = None,
        tol: Optional[float] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Settings by name; `settings` takes any key of job files: {"optimizer.schedule.type": "cosine"}."""
        super().__init__()
        self._initialize(self._input_kwargs)

    @keyword_only
    def setParams(
        self: S,
        *,
        activation: str = "relu",
        batchSize: Optional[int] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: int = 1,
        codeCol: str = "code",
        earlyStoppingPatience: Optional[int] = None,
        errorCol: str = "error",
        featuresCol: Union[str, Sequence[str]] = "features",
        featuresCols: Optional[Sequence[str]] = None,
        hidden: Optional[Sequence[int]] = None,
        initialModel: Optional[str] = None,
        loss: Optional[Union[str, Mapping[str, float]]] = None,
        maxIter: Optional[int] = None,
        reconstructionCol: str = "",
        seed: int = 42,
        solver: str = "adam",
        stepSize: Optional[float] = None,
        tol: Optional[float] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        settings: Optional[Mapping[str, Any]] = None,
    ) -> S:
        """Sets those that are given."""
        return self._set_given(self._input_kwargs)
