package org.thalweg.spark.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.train.ErrorCounts;
import org.thalweg.train.Evaluation;
import org.thalweg.train.EvaluationForm;

/** How often each split is measured at the end, and over which range its errors are counted. */
class FinalEvaluationTest extends LocalSession {
    private static FitResult fitted(Object validation, Object test) {
        Random random = new Random(1);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < 400; row++) {
            double x = random.nextGaussian();
            rows.add(RowFactory.create(x, 1e6 + 1e5 * x + 2e4 * random.nextGaussian()));
        }
        StructType schema = new StructType().add("x", DataTypes.DoubleType).add("y", DataTypes.DoubleType);
        return Fitter.fit(
                session.createDataFrame(rows, schema),
                FitSettings.ofDataFrame(Map.of(
                        "task",
                        "regression",
                        "data.label",
                        "y",
                        "data.validation",
                        validation,
                        "data.test",
                        test,
                        "network.hidden",
                        List.of(4),
                        "training.epochs",
                        5)),
                FitListener.NONE);
    }

    /** A range, and how often each split was measured. */
    private static double error(FitResult fitted, OptionalDouble validationRmse, Map<String, Integer> measured) {
        Map<String, Function<EvaluationForm, Evaluation>> splits = new LinkedHashMap<>();
        List<EvaluationForm> forms = new ArrayList<>();
        fitted.evaluations()
                .forEach((split, evaluation) -> splits.put(split, form -> {
                    measured.merge(split, 1, Integer::sum);
                    forms.add(form);
                    return evaluation;
                }));
        assertThat(new FinalEvaluation(Task.REGRESSION, splits, validationRmse, FitListener.NONE)
                        .evaluations(Threshold.NONE))
                .containsExactlyEntriesOf(fitted.evaluations());
        assertThat(forms.subList(0, forms.size() - 1))
                .allMatch(form -> form.errors().isEmpty());
        return forms.get(forms.size() - 1).errors().get(0).error();
    }

    private static double deviations(FitResult fitted, String split) {
        return 4 * fitted.evaluations().get(split).rmse();
    }

    @Test
    void everySplitIsMeasuredOnceAndTheTrainingRowsTwiceWhereThereIsNoOther() {
        FitResult three = fitted(0.2, 0.2);
        Map<String, Integer> measured = new LinkedHashMap<>();
        assertThat(error(three, OptionalDouble.of(1), measured)).isEqualTo(deviations(three, "validation"));
        assertThat(measured).isEqualTo(Map.of("train", 1, "validation", 1, "test", 1));

        FitResult two = fitted(0.2, 0);
        measured.clear();
        double rmse = two.evaluations().get("validation").rmse();
        assertThat(error(two, OptionalDouble.of(rmse), measured))
                .isCloseTo(deviations(two, "validation"), withinPercentage(1e-9));
        assertThat(measured).isEqualTo(Map.of("train", 1, "validation", 1));

        FitResult tested = fitted(0, 0.2);
        assertThat(error(tested, OptionalDouble.empty(), new LinkedHashMap<>()))
                .isEqualTo(2 * deviations(tested, "train"));

        FitResult one = fitted(0, 0);
        measured.clear();
        assertThat(error(one, OptionalDouble.empty(), measured)).isEqualTo(deviations(one, "train"));
        assertThat(measured).isEqualTo(Map.of("train", 2));
    }

    /** The range is about that of the validation rows themselves, though it follows from the training rows. */
    @Test
    void theLastSplitAloneCountsItsErrors() {
        FitResult fitted = fitted(0.2, 0);
        assertThat(fitted.evaluations().get("train").errorCounts()).isEmpty();
        Evaluation validation = fitted.evaluations().get("validation");
        ErrorCounts counts = validation.errorCounts().orElseThrow();
        double weight = 0;
        for (int bin = 0; bin < ErrorCounts.BINS; bin++) {
            weight += counts.bin(0, bin);
        }
        assertThat(weight).isEqualTo(validation.rows());
        assertThat(counts.range(0).error()).isBetween(0.999 * 4 * validation.rmse(), 1.001 * 4 * validation.rmse());
    }
}
