package org.thalweg.spark.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.thalweg.model.Model;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.DataException;
import org.thalweg.train.EpochResult;

/** What a program writes to train a DataFrame's rows on from a model, and which of them it holds out by a column. */
class WarmStartTest extends LocalSession {
    private static final StructType SCHEMA = new StructType()
            .add("x", DataTypes.DoubleType)
            .add("colour", DataTypes.StringType)
            .add("kind", DataTypes.StringType)
            .add("held", DataTypes.BooleanType);

    private static Dataset<Row> rows(int count, int seed, int partitions) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double x = 5 + seed + random.nextGaussian();
            String colour = List.of("red", "green", "blue").get(i % 3);
            rows.add(RowFactory.create(x, colour, x > 6 || colour.equals("red") ? "high" : "low", i % 4 == 0));
        }
        return session.createDataFrame(rows, SCHEMA).repartition(partitions);
    }

    private static FitSettings settings(Map<String, Object> more) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "task",
                "classification",
                "data.label",
                "kind",
                "data.categorical",
                List.of("colour"),
                "data.scale",
                "standard",
                "data.validation.where",
                "held",
                "network.hidden",
                List.of(6),
                "training.epochs",
                2,
                "training.batchSize",
                32));
        all.putAll(more);
        return FitSettings.ofDataFrame(all);
    }

    private static FitResult fitted(Dataset<Row> rows, FitSettings settings, Model initial) {
        Fitter fitting = new Fitter(session, settings, Map.of(), FitListener.NONE);
        try (TrainingData data = TrainingData.of(rows, settings, Optional.of(initial), FitListener.NONE)) {
            return fitting.fit(data, FitCheckpoints.NONE, Fitter.StartingPoint.from(initial));
        }
    }

    private static double loss(FitResult fitted, int epoch) {
        EpochResult result = fitted.result().epochs().get(epoch);
        return result.trainLoss();
    }

    @Test
    void trainingGoesOnAsTheModelReadsRows() {
        FitSettings settings = settings(Map.of());
        FitResult first = Fitter.fit(rows(400, 1, 2), settings, FitListener.NONE);
        assertThat(first.evaluations().get("validation").rows()).isEqualTo(100);
        FitResult more = fitted(rows(400, 1, 2), settings, first.model());
        assertThat(loss(more, 0)).isLessThan(loss(first, 1));
        assertThat(fitted(rows(400, 1, 7), settings, first.model()).weightsSha256())
                .isEqualTo(more.weightsSha256());

        FitResult others = fitted(rows(300, 2, 3).filter("colour <> 'green'"), settings, first.model());
        assertThat(others.model().scaling()).isEqualTo(first.model().scaling());
        assertThat(others.model().description().encoding())
                .isEqualTo(first.model().description().encoding());
        assertThat(others.model().network()).isEqualTo(first.model().network());
    }

    @Test
    void whatDoesNotFitTheModelIsRefused() {
        Dataset<Row> rows = rows(100, 1, 1);
        Model model = Fitter.fit(rows, settings(Map.of()), FitListener.NONE).model();
        assertThatThrownBy(() -> fitted(rows, settings(Map.of("network.hidden", List.of(7))), model))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "network.hidden: expected the initial model's network, 4-6-2 with its activations, as training"
                                + " starts from its weights, found 4-7-2; keep the network, or train without initialModel");
        assertThatThrownBy(() -> fitted(rows.drop("colour"), settings(Map.of()), model))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found no colour among x, kind, held");
        assertThatThrownBy(() -> fitted(rows.na().replace("kind", Map.of("low", "lower")), settings(Map.of()), model))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("kind: expected one of the classes high, low, found \"lower\"")
                .hasMessageEndingWith("learn the new class without initialModel");
        assertThatThrownBy(() -> fitted(rows, settings(Map.of("data.classes", List.of("high", "flat"))), model))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "data.classes: expected the 2 classes of the initial model, high, low, found high, flat; leave"
                                + " it out, or train without initialModel");
    }
}
