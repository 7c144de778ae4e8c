package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.data.DatePart;
import org.thalweg.data.DatePart.Kind;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.safetensors.RawTensorFile;
import org.thalweg.safetensors.TensorFileException;

/** Models with date columns, and their files. */
class DatesModelTest {
    private final Model model = ModelExamples.encodedBy(new FeatureEncoding(
            List.of(new FeatureColumn.Dates(
                    "signup",
                    List.of(DatePart.of(Kind.MONTH, true), DatePart.since(Kind.DAYS_SINCE, LocalDate.of(2020, 1, 1))),
                    "dd.MM.yyyy",
                    "Europe/Berlin",
                    true)),
            true));
    private final RawTensorFile file = RawTensorFile.of(ModelExamples.bytes(model));

    @Test
    void fileKeepsPartsFormatAndZone() {
        Model read = ModelExamples.read(ModelExamples.bytes(model));
        assertThat(read).isEqualTo(model);
        assertThat(file.header().replace("\\\"", "'"))
                .contains("{'name':'signup','type':'date','format':'dd.MM.yyyy','zone':'Europe/Berlin','missing':true,"
                        + "'parts':[{'part':'month','cyclic':true},"
                        + "{'part':'daysSince','cyclic':false,'since':'2020-01-01'}]}");
        float[] text = read.description().encoding().orElseThrow().encoder().inputs("30.11.2026");
        assertThat(text).containsExactly(2525, -0.8660254f, 0.5f, 0);
        assertThat(read.description().encoding().orElseThrow().encoder().inputs(LocalDate.of(2026, 11, 30)))
                .isEqualTo(text);
        assertThat(read.description().encoding().orElseThrow().encoder().inputs(Instant.parse("2026-11-29T23:00:00Z")))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dd.MM.yyyy | dd.MM",
                "dd.MM.yyyy | ]]]]]]]]]]",
                "Europe/Berlin | Europe/Nowhere",
                "'part':'month' | 'part':'moon'",
                "'since':'2020-01-01' | 'since':'2020-13-01'",
                "'cyclic':false | 'cyclic':true",
                "'cyclic':true | 'cyclic':1",
            })
    void filesOfDatesThatCannotBeAreRefused(String right, String wrong) {
        RawTensorFile hostile = file.replacing(right.replace("'", "\\\""), wrong.replace("'", "\\\""));
        assertThatThrownBy(() -> ModelExamples.read(hostile.sealed())).isInstanceOf(TensorFileException.class);
    }
}
