package org.thalweg.benchmarks.peers;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.file.Path;

/** Trains with PyTorch through DJL, like {@code peers.py} in Python: reads a request file and prints lines of JSON. */
final class DjlTraining {
    private static final float LEARNING_RATE = 0.001f;

    private final NDManager manager;
    private final Trainer trainer;
    private final Request request;

    private DjlTraining(NDManager manager, Trainer trainer, Request request) {
        this.manager = manager;
        this.trainer = trainer;
        this.request = request;
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Request request = RequestFile.read(file);
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("DJL_CACHE_DIR", file.resolveSibling("djl").toString());
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(request.threads()));
        Engine engine = Engine.getInstance();
        engine.setRandomSeed((int) request.seed());
        try (NDManager manager = NDManager.newBaseManager();
                Model model = Model.newInstance("peer")) {
            model.setBlock(network(request.problem()));
            DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optOptimizer(Optimizer.adam()
                            .optLearningRateTracker(Tracker.fixed(LEARNING_RATE))
                            .build())
                    .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(request.batch(), request.problem().inputs()));
                RequestFile.printAbout("DJL, engine " + engine.getEngineName() + " " + engine.getVersion());
                new DjlTraining(manager, trainer, request).train();
            }
        }
    }

    private static SequentialBlock network(Problem problem) {
        SequentialBlock block = new SequentialBlock();
        for (int width : problem.hidden()) {
            block.add(Linear.builder().setUnits(width).build()).add(Activation.reluBlock());
        }
        return block.add(Linear.builder().setUnits(problem.classes()).build());
    }

    private void train() throws IOException {
        NDArray x = features(request.problem().train());
        NDArray y = labels(request.problem().train());
        NDArray testX = features(request.problem().test());
        NDArray testY = labels(request.problem().test());
        for (int epoch = 0; epoch < request.epochs(); epoch++) {
            long start = System.nanoTime();
            epoch(x, y);
            Epoch trained = Epoch.of((System.nanoTime() - start) * 1e-9);
            if (request.goal().isEmpty()) {
                RequestFile.print(trained);
            } else {
                Epoch evaluated = evaluated(trained.seconds(), testX, testY);
                RequestFile.print(evaluated);
                if (request.goal().get().reachedBy(evaluated)) {
                    return;
                }
            }
        }
    }

    private void epoch(NDArray x, NDArray y) {
        long rows = x.getShape().get(0);
        try (NDManager ofEpoch = manager.newSubManager()) {
            NDArray order = ofEpoch.randomPermutation(rows);
            for (long first = 0; first < rows; first += request.batch()) {
                try (NDManager ofStep = ofEpoch.newSubManager()) {
                    NDIndex rowsOfStep = new NDIndex(
                            "{}",
                            order.get(ofStep, new NDIndex("{}:{}", first, Math.min(rows, first + request.batch()))));
                    step(new NDList(x.get(ofStep, rowsOfStep)), new NDList(y.get(ofStep, rowsOfStep)));
                }
            }
        }
    }

    private void step(NDList x, NDList y) {
        try (GradientCollector gradients = trainer.newGradientCollector()) {
            gradients.backward(trainer.getLoss().evaluate(y, trainer.forward(x)));
        }
        trainer.step();
    }

    private Epoch evaluated(double seconds, NDArray x, NDArray y) {
        long start = System.nanoTime();
        try (NDManager ofJudging = manager.newSubManager()) {
            NDArray rows = x.duplicate();
            rows.attach(ofJudging);
            NDList outputs = trainer.evaluate(new NDList(rows));
            double loss = trainer.getLoss().evaluate(new NDList(y), outputs).getFloat();
            double accuracy = outputs.singletonOrThrow()
                    .argMax(1)
                    .eq(y)
                    .toType(DataType.FLOAT32, false)
                    .mean()
                    .getFloat();
            return new Epoch(seconds, (System.nanoTime() - start) * 1e-9, loss, accuracy);
        }
    }

    private NDArray features(RawRows rows) {
        int inputs = request.problem().inputs();
        return manager.create(rows.features(0, rows.count(), inputs), new Shape(rows.count(), inputs));
    }

    private NDArray labels(RawRows rows) {
        byte[] bytes = rows.labels(0, rows.count());
        long[] labels = new long[bytes.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = bytes[i];
        }
        return manager.create(labels);
    }
}
