package org.thalweg.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.train.Batches;
import org.thalweg.train.GradientEngine;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingResult;
import org.thalweg.train.TrainingSettings;

/** A small classification problem, the same for every engine. */
final class SampleRows {
    static final int INPUTS = 7;
    static final TrainingSettings ADAM = TrainingSettings.of(3, new Adam(), 0.01);
    static final long SEED = 11;
    static final double HELD_OUT = 0.2;
    static final Network NETWORK = Network.of(INPUTS, List.of(13, 5), Activation.TANH, 3, Activation.SOFTMAX);

    private SampleRows() {}

    /** Rows with weights; every tenth row is a duplicate. */
    static List<Example> examples(int count) {
        Philox random = new Philox(3, 0);
        List<Example> rows = new ArrayList<>();
        for (int i = 0; rows.size() < count; i++) {
            float[] x = new float[INPUTS];
            float sum = 0;
            for (int f = 0; f < INPUTS; f++) {
                x[f] = (float) (random.nextNormal() * (f + 1) + f);
                sum += x[f] / (f + 1) - f / (f + 1f);
            }
            float target = sum < -1 ? 0 : sum < 1 ? 1 : 2;
            Example row = new Example(x, new float[] {target}, i % 3 == 0 ? 2.5f : 1);
            rows.add(row);
            if (i % 10 == 0 && rows.size() < count) {
                rows.add(row);
            }
        }
        return rows;
    }

    static TrainingPlan plan(Batches batches) {
        return new TrainingPlan(NETWORK, Loss.CROSS_ENTROPY, batches, SEED);
    }

    /** With all options of a plan set to other values than the defaults. */
    static TrainingPlan fullPlan(Batches batches) {
        return new TrainingPlan(NETWORK.withLayerNormalisation(), Loss.CROSS_ENTROPY, batches, SEED)
                .with(new Dropout(List.of(0.25, 0.5)));
    }

    static Scaling scaling(FeatureStatistics statistics) {
        return Scaling.of(Scaling.Kind.STANDARD, statistics);
    }

    static SparkRows prepare(JavaSparkContext spark, List<Example> rows, int slices, Batches batches, int tasks) {
        SparkRows.Source<Example> source =
                SparkRows.Source.of(spark.parallelize(rows, slices), RowShape.dense(INPUTS, 1));
        return SparkRows.prepare(source, SEED, batches, HELD_OUT, SampleRows::scaling, tasks);
    }

    static TrainingResult trainLocally(List<Example> rows, Batches batches, int threads) {
        return trainLocally(rows, plan(batches), threads, ADAM);
    }

    static TrainingResult trainLocally(List<Example> rows, TrainingPlan plan, int threads, TrainingSettings settings) {
        try (LocalEngine engine = localEngine(rows, plan, threads)) {
            return train(engine, settings);
        }
    }

    static LocalEngine localEngine(List<Example> rows, TrainingPlan plan, int threads) {
        LocalRows packed = LocalRows.pack(rows, SEED, plan.batches(), HELD_OUT, SampleRows::scaling);
        return new LocalEngine(plan, packed, threads);
    }

    static TrainingResult train(GradientEngine engine, TrainingSettings settings) {
        float[] initial = Initialisation.AUTO.parameters(engine.plan().network(), SEED);
        return new Trainer(engine, settings, TrainingListener.NONE).train(initial);
    }
}
