package org.thalweg.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.thalweg.model.Task;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;
import org.thalweg.train.MetricValues;

class MetricsTest {
    /** As of rows that are all of one class. */
    @Test
    void whatIsNotDefinedIsLeftOut() {
        MetricValues values = MetricValues.ofFile(Task.CLASSIFICATION, 3, 0.5, List.of(1.0, 1.0, 0.0));
        assertThat(new Metrics().put("test", values).json())
                .contains("\"testBalancedAccuracy\" : 1.0")
                .doesNotContain("testRocAuc")
                .doesNotContain("NaN")
                .doesNotContain("null");
        EpochResult epoch = new EpochResult(0, 1, 3, 0.5, Optional.of(values), 1, 1, 1, List.of());
        assertThat(Metrics.history(List.of(epoch)))
                .contains("\"validationF1\":0.0")
                .doesNotContain("RocAuc")
                .doesNotContain("NaN");
    }

    @Test
    void everySplitHasItsMetricsAndWhatNeedsNoFeature() {
        ReportPage page = SamplePages.classification(List.of("a", "b", "c"), 2);
        Evaluation evaluation = page.evaluations().get("train");
        Map<String, Object> values = new Metrics().put("train", evaluation).values();
        assertThat(values)
                .containsEntry("trainRocAuc", evaluation.scores().orElseThrow().rocAuc())
                .containsEntry("trainBaselineAccuracy", evaluation.byClass().majorityShare())
                .containsKeys("trainBaselineLogLoss", "trainBaselineBrier", "trainBrier", "trainPrAuc")
                .doesNotContainKeys("trainTop3Accuracy", "trainRocAucBound", "trainBaselineF1");
        Evaluation numbers = SamplePages.regression(List.of("y")).evaluations().get("train");
        assertThat(new Metrics().put("test", numbers).values())
                .containsKeys("testMae", "testMape", "testSmape", "testBaselineRmse")
                .doesNotContainKeys("testPinballLoss", "testCoverage");
        assertThat(MetricLines.of(numbers, List.of("y"))).contains("MAPE").contains("mean of the rows   RMSE ");
        assertThat(Report.metrics(evaluation, Set.of())).contains("(majority class ");
    }

    @Test
    void measuresOfOneOfTwoClassesNameIt() {
        List<String> names = List.of("left", "stayed");
        Evaluation two = SamplePages.classification(names, 2).evaluations().get("train");
        assertThat(MetricLines.of(two, names))
                .containsPattern("\nF1 +[-0-9.]+ \\(of stayed\\)\n")
                .containsPattern("\nROC AUC +[-0-9.]+\n")
                .containsPattern("\nPR AUC +[-0-9.]+ \\(of stayed\\)");
        List<String> more = List.of("a", "b", "c");
        assertThat(MetricLines.of(
                        SamplePages.classification(more, 2).evaluations().get("train"), more))
                .doesNotContain("(of ");
    }

    @Test
    void scriptsFindWhatNeedsNoFeature() {
        List<String> names = List.of("a", "b", "c");
        Evaluation evaluation =
                SamplePages.classification(names, 2).evaluations().get("train");
        assertThat(EvaluationMetrics.of(evaluation, names).values())
                .containsEntry("baselineAccuracy", evaluation.byClass().majorityShare())
                .containsKeys("baselineLogLoss", "baselineBrier")
                .doesNotContainKey("baselineF1");
    }
}
