"""The params of all stages, with their documentation, getters and setters.

Made from the declarations in Java by PythonParamsTest of trainer/spark: do not edit.
"""

from typing import Any, Dict, List, Mapping, Optional, Sequence, TypeVar, Union

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters

from thalweg._values import KeyedParams, to_text

S = TypeVar("S", bound=KeyedParams)

KEYS: Dict[str, str] = {
    "data.categorical": "The features that are categories. In a list, every column is encoded as oneHot. A map sets the encoding of each column: oneHot, hashing, or a map of type and buckets. Values: a list of columns, or a map from column to oneHot or hashing, only with format csv, parquet, json or table. Default: none.",
    "data.classWeights": "How much the rows of each class count: a map from class label to weight, or balanced. balanced: every class has the same total weight, whatever its number of rows. Values: balanced, or a map from class label to weight, only with task classification. Default: 1 for every class.",
    "data.classes": "The expected classes: their number, or a list of their labels in the order of the network's outputs. Values: a number of classes of at least 2, or a list of the class labels, only with task classification. Default: the classes in the rows, sorted: numbers by value, texts alphabetically.",
    "data.dates": "The features that are dates or times. Each is divided into parts, such as year and month, which become the inputs. In a list, every column gets the default parts. A map sets for each column auto (the default parts), a list of parts, or a map of the keys below. The default parts are year, month, dayOfMonth, dayOfWeek and daysSince: 2000-01-01. Times also get hour. A part that repeats, such as month or hour, becomes two inputs between -1 and 1: the sine and the cosine of its position in the cycle. These two are never scaled. Values: a list of columns, or a map from column to auto, a list of parts, or settings, only with format csv, parquet, json or table. Default: none.",
    "data.missing": "What happens if the value of a feature is missing. refuse: the run stops with an error. mean: a missing number is replaced by the column's mean over the training rows, and one more input for the column is 1 where the number was missing; a missing category is treated as a category of its own. Values: refuse or mean, only with format csv, parquet, json or table. Default: refuse.",
    "data.scale": "How features are scaled, using statistics of the training rows. standard: to mean 0 and standard deviation 1. minMax: to the range from 0 to 1. maxAbs: divided by the largest absolute value. none: not scaled. Scale features whose ranges differ: most networks train badly otherwise. Values: standard, minMax, maxAbs or none. Default: without data.dates: none; with data.dates: standard (minMax for an autoencoder with loss crossEntropy).",
    "data.scaleTarget": "Whether targets are scaled to mean 0 and standard deviation 1 for training. Predictions, losses and errors are reported in the original units. The exception is a loss that is given as a formula: it is reported in the scaled units. Values: standard or none, only with task regression. Default: standard if network.output is identity and loss is squaredError, absoluteError, huber or quantile; otherwise none.",
    "data.sparse": "Whether rows are stored without their zeros, which saves memory if most inputs are 0. auto: true with format libsvm, with Spark's sparse vectors in a column of features, or if, because of encoded categories, at least 15 of 16 inputs of every row are 0; otherwise false. Values: auto, true or false. Default: auto.",
    "data.storage": "Where the encoded rows are stored during training. memory: in the memory of the executors. disk: in memory-mapped files in Spark's local folders; use it for rows that do not fit in memory. auto: memory if the rows need at most 40 % of the executors' memory for cached data, otherwise disk. Values: auto, memory or disk. Default: auto.",
    "data.test": "The rows on which the network is evaluated once, at the end of training. They are not trained on. The values are the same as for data.validation. Values: a share of the rows from 0 to below 1, or a map with share, latest, where, path, table or rows. Default: none.",
    "data.validation": "The rows on which the network is evaluated after each epoch. They are not trained on. Give a share, such as 0.1, for random rows, or a map of one of the four forms below: a random share (share), the latest rows (latest), the rows that a column marks (where), or rows from another place (path, table or rows). Values: a share of the rows from 0 to below 1, or a map with share, latest, where, path, table or rows. Default: 0.",
    "loss.delta": "Absolute error δ above which the loss is linear: in standard deviations of the target if data.scaleTarget is standard, otherwise in the target's units. Values: a number above 0, only with type huber. Default: 1.",
    "loss.labelSmoothing": "Label smoothing: the share of each row's target probability that is spread evenly over all classes. Values: a number from 0 to below 1, only with type crossEntropy. Default: 0.",
    "loss.quantile": "The quantile to predict, such as 0.9. Values: a number above 0 and below 1, only with type quantile. Default: 0.5.",
    "loss.type": "One of the types that are described below. Values: crossEntropy, squaredError, absoluteError, huber, quantile or poisson. Default: required.",
    "network.activation": "The activation function of the hidden layers: a name, a map of its type and parameters, or a formula of the weighted sum x, such as x * sigmoid(1.7 * x). Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, or a formula. Default: relu.",
    "network.activation.alpha": "Value α: the function tends to −α for large negative z. Values: a number above 0, only with type elu. Default: 1.",
    "network.activation.deviation": "Standard deviation σ, the width of the bell. Values: a number above 0, only with type gaussian. Default: 1.",
    "network.activation.mean": "The z at which the function is largest. Values: a finite number, only with type gaussian. Default: 0.",
    "network.activation.slope": "For sigmoid: factor β on z. For leakyRelu: slope for negative z. Values: a number above 0 for sigmoid, a number from 0 to below 1 for leakyRelu, only with type sigmoid or leakyRelu. Default: 1 for sigmoid, 0.01 for leakyRelu.",
    "network.activation.type": "One of the types that are described below. Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential. Default: required.",
    "network.activation.xMax": "The function is 1 for z from this value on. Values: a finite number, only with type piecewiseLinear. Default: 1.",
    "network.activation.xMin": "The function is 0 for z up to this value. Values: a finite number, only with type piecewiseLinear. Default: -1.",
    "network.dropout": "Dropout rate: the probability with which each hidden unit is set to 0 for a row in training. Give one number, or a list with a number for each hidden layer. Values: a number from 0 to below 1, or a list of such numbers, one for each hidden layer. Default: 0.",
    "network.hidden": "The number of units of each hidden layer, from input to output. An empty list makes a linear model. Values: a list of layer widths, which may be empty. Default: required to train.",
    "network.initialisation": "The distribution of the initial weights (Glorot and Bengio 2010; He et al. 2015). auto: glorotUniform; with activation selu, a normal distribution of mean 0 and variance 1/n, where n is the number of inputs of the layer. Values: auto, glorotUniform, glorotNormal, heUniform or heNormal. Default: auto.",
    "network.layerNormalisation": "Whether layer normalisation is used (Ba, Kiros and Hinton 2016). For each row, the weighted sums of each hidden layer are then normalised to mean 0 and standard deviation 1 before the activation. Values: true or false. Default: false.",
    "network.output": "The activation function of the output layer. With task classification: softmax, or sigmoid for two classes. With task multilabel: sigmoid. With task regression: any except softmax, or a formula of the weighted sum x; loss poisson needs values above 0. With task autoencoder: any except softmax; loss crossEntropy needs sigmoid. Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep, exponential or softmax, or a formula. Default: softmax with task classification; sigmoid with task multilabel, and with task autoencoder if loss is crossEntropy; exponential if loss is poisson; otherwise identity.",
    "network.output.alpha": "Value α: the function tends to −α for large negative z. Values: a number above 0, only with type elu. Default: 1.",
    "network.output.deviation": "Standard deviation σ, the width of the bell. Values: a number above 0, only with type gaussian. Default: 1.",
    "network.output.mean": "The z at which the function is largest. Values: a finite number, only with type gaussian. Default: 0.",
    "network.output.slope": "For sigmoid: factor β on z. For leakyRelu: slope for negative z. Values: a number above 0 for sigmoid, a number from 0 to below 1 for leakyRelu, only with type sigmoid or leakyRelu. Default: 1 for sigmoid, 0.01 for leakyRelu.",
    "network.output.type": "One of the types that are described below. Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep, exponential or softmax. Default: required.",
    "network.output.xMax": "The function is 1 for z from this value on. Values: a finite number, only with type piecewiseLinear. Default: 1.",
    "network.output.xMin": "The function is 0 for z up to this value. Values: a finite number, only with type piecewiseLinear. Default: -1.",
    "optimizer.beta1": "β₁, the decay per step of the moving average of the gradient. Values: a number from 0 to below 1, only with type adam, adamW or nadam. Default: 0.9.",
    "optimizer.beta2": "β₂, the decay per step of the moving average of the squared gradient. Values: a number from 0 to below 1, only with type adam, adamW or nadam. Default: 0.999.",
    "optimizer.clipNorm": "Maximum Euclidean norm of the gradient of a step. A larger gradient is scaled down to this norm. Values: a number above 0, only without type lbfgs. Default: none.",
    "optimizer.decay": "For rmsProp: ρ, the decay per step of the moving average of the squared gradient. For adadelta: ρ, the decay per step of the moving averages of the squared gradient and of the squared step. Values: a number from 0 to below 1, only with type rmsProp or adadelta. Default: 0.9 for rmsProp, 0.95 for adadelta.",
    "optimizer.epsilon": "For adam, adamW, nadam, rmsProp or adagrad: ε, added to the divisor of a step to avoid division by 0. For adadelta: ε, added to both averages before their square roots are taken, so that the first steps are not 0. Values: a number above 0, only with type adam, adamW, nadam, rmsProp, adagrad or adadelta. Default: 1e-8 for adam, adamW, nadam or rmsProp, 1e-7 for adagrad, 0.000001 for adadelta.",
    "optimizer.gradientTolerance": "Training ends when ‖gradient‖ ≤ gradientTolerance · max(1, ‖parameters‖). Values: a number of at least 0, only with type lbfgs. Default: 0.00001.",
    "optimizer.history": "Number of previous steps from which the curvature is estimated. Each stored step needs twice the memory of the parameters. Values: a whole number from 1 to 1000, only with type lbfgs. Default: 10.",
    "optimizer.initialAccumulator": "Initial value of the sum of squared gradients. Values: a number of at least 0, only with type adagrad. Default: 0.1.",
    "optimizer.l1": "Factor of the L1 penalty: l1 · Σ|w| over all weights w is added to the loss. Biases are not penalised. Values: a number of at least 0. Default: 0.",
    "optimizer.l2": "Factor of the L2 penalty: l2 · ½ Σw² over all weights w is added to the loss. Biases are not penalised. Values: a number of at least 0. Default: 0.",
    "optimizer.learningRate": "The learning rate η. The schedule multiplies it by a factor that changes during training. Values: a number above 0, only without type lbfgs. Default: 0.001.",
    "optimizer.lossTolerance": "Training ends when a step reduces the loss by at most this share of it. Values: a number of at least 0, only with type lbfgs. Default: 1e-9.",
    "optimizer.maxSearchEvaluations": "Maximum number of passes over the rows in one line search. Values: a whole number from 1 to 1000, only with type lbfgs. Default: 25.",
    "optimizer.momentum": "μ, the share of the previous step that is added to the current one. Values: a number from 0 to below 1, only with type momentum, nesterov or rmsProp. Default: 0.9 for momentum or nesterov, 0 for rmsProp.",
    "optimizer.momentumDecay": "ψ, which sets how fast the momentum grows during training: at step t, it is β₁ (1 − ½ · 0.96^(t ψ)). Values: a number of at least 0, only with type nadam. Default: 0.004.",
    "optimizer.reduceOnPlateau": "Reduces the learning rate when the validation loss (or without validation rows, the training loss) stops falling. Values: a map, only without type lbfgs. Default: none.",
    "optimizer.reduceOnPlateau.factor": "Factor by which the learning rate is multiplied when the loss stops falling. Values: a number above 0 and below 1. Default: 0.1.",
    "optimizer.reduceOnPlateau.minDelta": "A loss is better if it is lower than the best one by more than this, an absolute difference. If data.scaleTarget is standard, the difference is in the loss of the scaled targets, not in the reported loss. Values: a number of at least 0. Default: 0.0001.",
    "optimizer.reduceOnPlateau.minRate": "Lower limit of the rate, as a share of learningRate. Values: a number above 0 and at most 1. Default: 0.000001.",
    "optimizer.reduceOnPlateau.patience": "Number of epochs without a better loss before the rate is reduced. Values: a whole number of at least 1. Default: 10.",
    "optimizer.schedule": "How the learning rate changes during training. Values: a map, or its type alone, only without type lbfgs. Default: the defaults of its keys.",
    "optimizer.schedule.cycleEpochs": "Number of epochs in the first cycle. Values: a number above 0, only with type cosineRestarts. Default: 10.",
    "optimizer.schedule.divFactor": "The rate starts at learningRate / divFactor. Values: a number of at least 1, only with type oneCycle. Default: 25.",
    "optimizer.schedule.everyEpochs": "Number of epochs between two changes of the rate. Values: a number above 0, only with type step. Default: 10.",
    "optimizer.schedule.factor": "For step: factor by which the rate is multiplied at each change. For exponential: factor by which the rate is multiplied in each epoch. Values: a number above 0 and at most 1, only with type step or exponential. Default: 0.1 for step, 0.9 for exponential.",
    "optimizer.schedule.finalFactor": "Rate at the end of training, as a share of learningRate. Values: a number from 0 to 1, only with type oneCycle. Default: 0.0001.",
    "optimizer.schedule.finalRate": "For polynomial or cosine: rate at the end of training, as a share of learningRate. For cosineRestarts: rate at the end of each cycle, as a share of learningRate. Values: a number from 0 to 1, only with type polynomial, cosine or cosineRestarts. Default: 0.",
    "optimizer.schedule.multiplier": "Length of a cycle, divided by the length of the previous one. Values: a number of at least 1, only with type cosineRestarts. Default: 2.",
    "optimizer.schedule.power": "For inverseScaling: the rate is divided by (1 + elapsed epochs)^power. For polynomial: the rate follows (remaining share of the run)^power: 1 gives a straight line. Values: a number above 0, only with type inverseScaling or polynomial. Default: 0.5 for inverseScaling, 1 for polynomial.",
    "optimizer.schedule.riseShare": "Share of the run in which the rate rises. Values: a number from 0 to 1, only with type oneCycle. Default: 0.3.",
    "optimizer.schedule.type": "How the learning rate changes: one of the types that are described below. Values: constant, step, exponential, inverseScaling, polynomial, cosine, cosineRestarts or oneCycle. Default: constant.",
    "optimizer.schedule.warmUpEpochs": "Number of epochs at the start in which the rate grows linearly to its full value. Values: a number of at least 0. Default: 0.",
    "optimizer.type": "The optimisation method: one of the types that are described below. Values: sgd, momentum, nesterov, adam, adamW, nadam, rmsProp, adagrad, adadelta or lbfgs. Default: adam.",
    "optimizer.weightDecay": "λ, the weight decay. Each step subtracts η λ w from every weight w, but not from biases. Values: a number of at least 0, only with type adamW. Default: 0.01.",
    "output.threshold": "The second of two classes, or a label, is predicted if its probability is at least this. bestF1: the threshold with the largest F1 on the validation rows (with task multilabel, micro F1). The command train stores the threshold in the model and uses it in the final evaluation. Values: bestF1 or a number above 0 and below 1, only with task classification or multilabel. Default: the threshold that is stored in the model; 0.5 if there is none.",
    "training.averaging": "Decay, per step, of a moving average of the weights, such as 0.999. If it is set, the averaged weights are evaluated and stored instead of the last ones. Values: a number from 0 to below 1, only without optimizer.type lbfgs. Default: none.",
    "training.batchSize": "Number of rows of a batch, over the whole cluster. Each batch is one step. auto: the largest power of two from 32 to 1024 that gives at least 50 steps per epoch, or 32 if there is none. full: all rows. Values: auto, full or a whole number of at least 1. Default: auto.",
    "training.earlyStopping": "Ends training when a metric on the validation rows stops improving. The weights of the best epoch are used. Values: a map. Default: none.",
    "training.earlyStopping.metric": "The metric to watch, on the validation rows. Values: loss, accuracy, balancedAccuracy, f1, subsetAccuracy, hammingLoss, microF1, macroF1, rocAuc, prAuc, logLoss, brier, top3Accuracy, top5Accuracy, rmse, r2, mae, mape, smape or pinballLoss. Default: loss.",
    "training.earlyStopping.minDelta": "A value is better if it improves on the best one by more than this, an absolute difference. With metric loss, if data.scaleTarget is standard, the difference is in the loss of the scaled targets, not in the reported loss. Values: a number of at least 0. Default: 0.",
    "training.earlyStopping.patience": "Number of consecutive epochs without a better value after which training ends. Values: a whole number of at least 1. Default: 3.",
    "training.engine": "Where gradients are computed. spark: in Spark tasks on the executors. driver: on threads of the driver; on a cluster, the rows are first collected there. auto: driver in local mode if the rows fit into the heap, otherwise spark. The weights do not depend on it. Values: auto, spark or driver. Default: auto.",
    "training.epochs": "Maximum number of epochs. An epoch is one pass over the training rows, or with optimizer lbfgs one iteration. auto: the number that makes about 5,000 steps, but at least 10 and at most 64. With batchSize full, and so with optimizer lbfgs, auto is 200. Values: auto or a whole number of at least 1. Default: auto.",
    "training.laneRows": "The training rows are divided into fixed parts, called lanes. This is the number of rows, approximately, that one lane adds to a batch. A batch takes rows from a group of batchSize / laneRows lanes (rounded up to a power of two), whose gradients are computed in parallel. Large data has several such groups: an epoch uses up the rows of one group, then those of the next. The weights depend on this key, but not on the number of machines. auto: a quarter of the batch, but at least 64 and at most 512. Values: auto or a whole number of at least 1. Default: auto.",
    "training.localSteps": "Number of steps that each lane takes on its own copy of the weights, with laneRows rows a step, before the copies are averaged. This saves communication. 1: the lanes take every step together. auto: chosen by the measured cost of a step, so it may differ from run to run, and with it the weights. The copies are also averaged at the end of each epoch. Values: auto or a whole number of at least 1. Default: 1.",
    "training.localStepsWarmUpEpochs": "Number of epochs at the start in which the number of local steps grows from 1 to localSteps. It must be 0 if localSteps is 1. Values: a whole number of at least 0. Default: 0.",
    "training.lossChange": "Ends training when the training loss stops falling. Values: a map. Default: none.",
    "training.lossChange.patience": "Number of consecutive epochs without a better training loss after which training ends. Values: a whole number of at least 1. Default: 10.",
    "training.lossChange.tolerance": "A training loss is better if it is lower than the best one by more than this, an absolute difference. If data.scaleTarget is standard, the difference is in the loss of the scaled targets, not in the reported loss. Values: a number of at least 0. Default: 0.0001.",
    "training.maxSeconds": "Time limit in seconds. Training ends after the epoch in which the limit is reached. Values: a number above 0. Default: none.",
    "training.onDivergence": "What training does when the loss is no longer a finite number. stop: it ends with an error. backOff: it repeats the epoch with half the learning rate. After 10 repetitions, or if the very first step diverges, it ends with an error. Values: stop or backOff. Default: stop.",
    "training.outerStep": "How the copies of the weights are combined after local steps. It must be plain if localSteps is 1, and with optimizer.type lbfgs. Values: a map, or its type alone. Default: the defaults of its keys.",
    "training.outerStep.momentum": "μ, the decay of the sum of earlier changes. Values: a number from 0 to below 1, only with type nesterov. Default: 0.7.",
    "training.outerStep.rate": "Factor on the step. Values: a number above 0, only with type nesterov. Default: 1.",
    "training.outerStep.type": "One of the types that are described below. Values: plain or nesterov. Default: plain.",
    "training.partitions": "Number of Spark tasks among which the rows are divided. auto: one for each core that Spark may use. The weights do not depend on it. Values: auto or a whole number of at least 1. Default: auto.",
    "training.reduction": "How the gradients of the Spark tasks are summed. gather: every executor sends its sum to the driver, which adds them. slices: gradients are cut into slices, the tasks exchange them, and each task adds up one slice of all gradients; the driver receives only the total. auto: the faster of the two in the first steps, or slices if gather would need more than a quarter of the driver's heap. The weights do not depend on it. Values: auto, gather or slices. Default: auto.",
    "training.stepDeadlineSeconds": "Time limit of a step, in seconds. If a step takes longer, training ends with an error. The checkpoints remain. Values: a number above 0. Default: 3600.",
    "training.target": "Ends training when a metric reaches a value. Values: a map. Default: none.",
    "training.target.metric": "The metric that must reach the value. It is compared at the end of each epoch. Values: trainLoss, validationLoss, validationAccuracy, validationBalancedAccuracy, validationF1, validationRocAuc, validationPrAuc, validationLogLoss, validationBrier, validationTop3Accuracy, validationTop5Accuracy, validationSubsetAccuracy, validationHammingLoss, validationMicroF1, validationMacroF1, validationRmse, validationR2, validationMae, validationMape, validationSmape or validationPinballLoss. Default: required.",
    "training.target.value": "The value to reach: at most this for a loss or an error, at least this for other metrics. Values: a number in the range of the metric. Default: required.",
    "training.wire": "The number format in which gradients are sent between machines. bfloat16 halves their size, which helps on a slow network; weights are sent in float32. The gradient of each lane is rounded to this format, and so is the sum whenever two gradients are added, even on a single machine. So bfloat16 gives other weights than float32, but the same weights everywhere. It is refused with localSteps above 1 and with optimizer lbfgs. Values: float32 or bfloat16. Default: float32.",
}


class MlpParams(KeyedParams):
    """Params, and what they are set to."""

    activation: Param[str] = Param(
        Params._dummy(),
        "activation",
        "The activation function of the hidden layers: a name, a map of its type and parameters, or a formula of the weighted sum x, such as x * sigmoid(1.7 * x). Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, or a formula. Default: relu.",
        TypeConverters.toString,
    )

    batchSize: Param[int] = Param(
        Params._dummy(),
        "batchSize",
        "Number of rows of a batch, over the whole cluster. Each batch is one step. auto: the largest power of two from 32 to 1024 that gives at least 50 steps per epoch, or 32 if there is none. full: all rows. Values: auto, full or a whole number of at least 1. Default: auto.",
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
        "Training stops, with the best epoch's weights, after this many epochs without improvement on the validation rows. Number of consecutive epochs without a better value after which training ends. Values: a whole number of at least 1. Default: 3.",
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
        "The number of units of each hidden layer, from input to output. An empty list makes a linear model. Values: a list of layer widths, which may be empty. Default: required to train.",
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
        "What training minimises: the name of a loss, or a map of its type and parameters. With task regression, it may also be a formula of prediction and target, such as (prediction - target)^2. Values: crossEntropy, squaredError, absoluteError, huber, quantile or poisson, or a formula. Default: crossEntropy with task classification or multilabel, otherwise squaredError.",
        to_text,
    )

    maxIter: Param[int] = Param(
        Params._dummy(),
        "maxIter",
        "Maximum number of epochs. An epoch is one pass over the training rows, or with optimizer lbfgs one iteration. auto: the number that makes about 5,000 steps, but at least 10 and at most 64. With batchSize full, and so with optimizer lbfgs, auto is 200. Values: auto or a whole number of at least 1. Default: auto.",
        TypeConverters.toInt,
    )

    seed: Param[int] = Param(
        Params._dummy(),
        "seed",
        "Seed of all randomness: initial weights, order of the rows, dropout and the choice of held-out rows. Values: a whole number from -9223372036854775808 to 9223372036854775807. Default: 42.",
        TypeConverters.toInt,
    )

    solver: Param[str] = Param(
        Params._dummy(),
        "solver",
        "The optimisation method: one of the types that are described below. Values: sgd, momentum, nesterov, adam, adamW, nadam, rmsProp, adagrad, adadelta or lbfgs. Default: adam.",
        TypeConverters.toString,
    )

    stepSize: Param[float] = Param(
        Params._dummy(),
        "stepSize",
        "The learning rate η. The schedule multiplies it by a factor that changes during training. Values: a number above 0, only without type lbfgs. Default: 0.001.",
        TypeConverters.toFloat,
    )

    tol: Param[float] = Param(
        Params._dummy(),
        "tol",
        "Training stops when the training loss falls by no more than this. A training loss is better if it is lower than the best one by more than this, an absolute difference. If data.scaleTarget is standard, the difference is in the loss of the scaled targets, not in the reported loss. Values: a number of at least 0. Default: 0.0001.",
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
        "The column of row weights, which are numbers above 0. A row of weight 2 counts twice as much as a row of weight 1. Values: a column, only with format csv, parquet, json or table. Default: none.",
        TypeConverters.toString,
    )

    def getActivation(self) -> str:
        """The activation function of the hidden layers: a name, a map of its type and parameters, or a formula of the weighted sum x, such as x * sigmoid(1.7 * x). Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, or a formula. Default: relu."""
        return self.getOrDefault(self.activation)

    def getBatchSize(self) -> int:
        """Number of rows of a batch, over the whole cluster. Each batch is one step. auto: the largest power of two from 32 to 1024 that gives at least 50 steps per epoch, or 32 if there is none. full: all rows. Values: auto, full or a whole number of at least 1. Default: auto."""
        return self.getOrDefault(self.batchSize)

    def getCheckpointDir(self) -> str:
        """A folder for the checkpoints of a fit. An interrupted fit resumes from there, with the same result, bit for bit. A fit that completes deletes its checkpoints."""
        return self.getOrDefault(self.checkpointDir)

    def getCheckpointInterval(self) -> int:
        """The number of epochs between checkpoints in checkpointDir, 1 or more. Default: 1."""
        return self.getOrDefault(self.checkpointInterval)

    def getEarlyStoppingPatience(self) -> int:
        """Training stops, with the best epoch's weights, after this many epochs without improvement on the validation rows. Number of consecutive epochs without a better value after which training ends. Values: a whole number of at least 1. Default: 3."""
        return self.getOrDefault(self.earlyStoppingPatience)

    def getFeaturesCols(self) -> List[str]:
        """The input columns, instead of featuresCol: numbers, vectors, categories or dates, as in data.features of a job file."""
        return self.getOrDefault(self.featuresCols)

    def getHidden(self) -> List[int]:
        """The number of units of each hidden layer, from input to output. An empty list makes a linear model. Values: a list of layer widths, which may be empty. Default: required to train."""
        return self.getOrDefault(self.hidden)

    def getInitialModel(self) -> str:
        """The path of a model with the same network: training starts from its weights, with its inputs, classes and scaling."""
        return self.getOrDefault(self.initialModel)

    def getLoss(self) -> Any:
        """What training minimises: the name of a loss, or a map of its type and parameters. With task regression, it may also be a formula of prediction and target, such as (prediction - target)^2. Values: crossEntropy, squaredError, absoluteError, huber, quantile or poisson, or a formula. Default: crossEntropy with task classification or multilabel, otherwise squaredError."""
        return self.getOrDefault(self.loss)

    def getMaxIter(self) -> int:
        """Maximum number of epochs. An epoch is one pass over the training rows, or with optimizer lbfgs one iteration. auto: the number that makes about 5,000 steps, but at least 10 and at most 64. With batchSize full, and so with optimizer lbfgs, auto is 200. Values: auto or a whole number of at least 1. Default: auto."""
        return self.getOrDefault(self.maxIter)

    def getSeed(self) -> int:
        """Seed of all randomness: initial weights, order of the rows, dropout and the choice of held-out rows. Values: a whole number from -9223372036854775808 to 9223372036854775807. Default: 42."""
        return self.getOrDefault(self.seed)

    def getSolver(self) -> str:
        """The optimisation method: one of the types that are described below. Values: sgd, momentum, nesterov, adam, adamW, nadam, rmsProp, adagrad, adadelta or lbfgs. Default: adam."""
        return self.getOrDefault(self.solver)

    def getStepSize(self) -> float:
        """The learning rate η. The schedule multiplies it by a factor that changes during training. Values: a number above 0, only without type lbfgs. Default: 0.001."""
        return self.getOrDefault(self.stepSize)

    def getTol(self) -> float:
        """Training stops when the training loss falls by no more than this. A training loss is better if it is lower than the best one by more than this, an absolute difference. If data.scaleTarget is standard, the difference is in the loss of the scaled targets, not in the reported loss. Values: a number of at least 0. Default: 0.0001."""
        return self.getOrDefault(self.tol)

    def getValidationIndicatorCol(self) -> str:
        """The column that is true in validation rows: they are not trained on, but evaluated after every epoch."""
        return self.getOrDefault(self.validationIndicatorCol)

    def getWeightCol(self) -> str:
        """The column of row weights, which are numbers above 0. A row of weight 2 counts twice as much as a row of weight 1. Values: a column, only with format csv, parquet, json or table. Default: none."""
        return self.getOrDefault(self.weightCol)


class MlpSetters(MlpParams):
    """Setters of what all estimators have."""

    def setActivation(self: S, value: str) -> S:
        """The activation function of the hidden layers: a name, a map of its type and parameters, or a formula of the weighted sum x, such as x * sigmoid(1.7 * x). Values: relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu, softplus, piecewiseLinear, gaussian, unitStep or exponential, or a formula. Default: relu."""
        return self._set(activation=value)

    def setBatchSize(self: S, value: int) -> S:
        """Number of rows of a batch, over the whole cluster. Each batch is one step. auto: the largest power of two from 32 to 1024 that gives at least 50 steps per epoch, or 32 if there is none. full: all rows. Values: auto, full or a whole number of at least 1. Default: auto."""
        return self._set(batchSize=value)

    def setCheckpointDir(self: S, value: str) -> S:
        """A folder for the checkpoints of a fit. An interrupted fit resumes from there, with the same result, bit for bit. A fit that completes deletes its checkpoints."""
        return self._set(checkpointDir=value)

    def setCheckpointInterval(self: S, value: int) -> S:
        """The number of epochs between checkpoints in checkpointDir, 1 or more. Default: 1."""
        return self._set(checkpointInterval=value)

    def setEarlyStoppingPatience(self: S, value: int) -> S:
        """Training stops, with the best epoch's weights, after this many epochs without improvement on the validation rows. Number of consecutive epochs without a better value after which training ends. Values: a whole number of at least 1. Default: 3."""
        return self._set(earlyStoppingPatience=value)

    def setFeaturesCols(self: S, value: Sequence[str]) -> S:
        """The input columns, instead of featuresCol: numbers, vectors, categories or dates, as in data.features of a job file."""
        return self._set(featuresCols=value)

    def setHidden(self: S, value: Sequence[int]) -> S:
        """The number of units of each hidden layer, from input to output. An empty list makes a linear model. Values: a list of layer widths, which may be empty. Default: required to train."""
        return self._set(hidden=value)

    def setInitialModel(self: S, value: str) -> S:
        """The path of a model with the same network: training starts from its weights, with its inputs, classes and scaling."""
        return self._set(initialModel=value)

    def setLoss(self: S, value: Union[str, Mapping[str, float]]) -> S:
        """What training minimises: the name of a loss, or a map of its type and parameters. With task regression, it may also be a formula of prediction and target, such as (prediction - target)^2. Values: crossEntropy, squaredError, absoluteError, huber, quantile or poisson, or a formula. Default: crossEntropy with task classification or multilabel, otherwise squaredError."""
        return self._set(loss=value)

    def setMaxIter(self: S, value: int) -> S:
        """Maximum number of epochs. An epoch is one pass over the training rows, or with optimizer lbfgs one iteration. auto: the number that makes about 5,000 steps, but at least 10 and at most 64. With batchSize full, and so with optimizer lbfgs, auto is 200. Values: auto or a whole number of at least 1. Default: auto."""
        return self._set(maxIter=value)

    def setSeed(self: S, value: int) -> S:
        """Seed of all randomness: initial weights, order of the rows, dropout and the choice of held-out rows. Values: a whole number from -9223372036854775808 to 9223372036854775807. Default: 42."""
        return self._set(seed=value)

    def setSolver(self: S, value: str) -> S:
        """The optimisation method: one of the types that are described below. Values: sgd, momentum, nesterov, adam, adamW, nadam, rmsProp, adagrad, adadelta or lbfgs. Default: adam."""
        return self._set(solver=value)

    def setStepSize(self: S, value: float) -> S:
        """The learning rate η. The schedule multiplies it by a factor that changes during training. Values: a number above 0, only without type lbfgs. Default: 0.001."""
        return self._set(stepSize=value)

    def setTol(self: S, value: float) -> S:
        """Training stops when the training loss falls by no more than this. A training loss is better if it is lower than the best one by more than this, an absolute difference. If data.scaleTarget is standard, the difference is in the loss of the scaled targets, not in the reported loss. Values: a number of at least 0. Default: 0.0001."""
        return self._set(tol=value)

    def setValidationIndicatorCol(self: S, value: str) -> S:
        """The column that is true in validation rows: they are not trained on, but evaluated after every epoch."""
        return self._set(validationIndicatorCol=value)

    def setWeightCol(self: S, value: str) -> S:
        """The column of row weights, which are numbers above 0. A row of weight 2 counts twice as much as a row of weight 1. Values: a column, only with format csv, parquet, json or table. Default: none."""
        return self._set(weightCol=value)


class MlpClassifierModelParams(MlpParams):
    """Params, and what they are set to."""

    classWeights: Param[Any] = Param(
        Params._dummy(),
        "classWeights",
        "How much the rows of each class count: a map from class label to weight, or balanced. balanced: every class has the same total weight, whatever its number of rows. Values: balanced, or a map from class label to weight, only with task classification. Default: 1 for every class.",
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
        """How much the rows of each class count: a map from class label to weight, or balanced. balanced: every class has the same total weight, whatever its number of rows. Values: balanced, or a map from class label to weight, only with task classification. Default: 1 for every class."""
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
        """How much the rows of each class count: a map from class label to weight, or balanced. balanced: every class has the same total weight, whatever its number of rows. Values: balanced, or a map from class label to weight, only with task classification. Default: 1 for every class."""
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
        """Settings by name; `settings` takes keys of job files: {"optimizer.schedule.type": "cosine"}."""
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
        """Settings by name; `settings` takes keys of job files: {"optimizer.schedule.type": "cosine"}."""
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
        """Settings by name; `settings` takes keys of job files: {"optimizer.schedule.type": "cosine"}."""
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
        """Settings by name; `settings` takes keys of job files: {"optimizer.schedule.type": "cosine"}."""
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
        """Settings by name; `settings` takes keys of job files: {"optimizer.schedule.type": "cosine"}."""
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
