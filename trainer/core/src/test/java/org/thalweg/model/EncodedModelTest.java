package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.RowEncoder;
import org.thalweg.data.Scaling;
import org.thalweg.safetensors.RawTensorFile;
import org.thalweg.safetensors.TensorFileException;

/** Models with a feature encoding. */
class EncodedModelTest {
    private final Model model = ModelExamples.encoded();
    private final RawTensorFile file = RawTensorFile.of(ModelExamples.bytes(model));

    @Test
    void encodingAndFillSurvive() {
        Model read = ModelExamples.read(ModelExamples.bytes(model));
        assertThat(read).isEqualTo(model);
        assertThat(read.scaling().fill()).hasSize(11);
        assertThat(ModelExamples.bytes(read)).isEqualTo(ModelExamples.bytes(model));
    }

    @Test
    void headerSaysIt() {
        assertThat(file.header().replace("\\\"", "'"))
                .contains("\"encoding\":\"{'fillsMissing':true,'columns':[{'name':'age','type':'numeric','width':1,"
                        + "'missing':[0]},{'name':'colör','type':'oneHot','categories':[")
                .contains("'3'],'missing':true},{'name':'city','type':'hashing','buckets':3},"
                        + "{'name':'pair','type':'numeric','width':2,'missing':[]}]}\"")
                .contains("\"scaling.fill\":{\"dtype\":\"F32\",\"shape\":[11],");
    }

    @Test
    void plainModelsBearNothingOfIt() {
        String header =
                RawTensorFile.of(ModelExamples.bytes(ModelExamples.full())).header();
        assertThat(header).doesNotContain("encoding", "scaling.fill");
    }

    @Test
    void rowOfTextsAndNumbersIsPredicted() {
        RowEncoder encoder = model.description().encoding().orElseThrow().encoder();
        Predictor predictor = model.predictor();
        float[] whole = encoder.inputs(0.5, "3", "Rome", new float[] {1, 2});
        float[] gap = encoder.inputs(null, null, null, new float[] {1, Float.NaN});
        assertThat(predictor.predict(whole)).isNotEqualTo(predictor.predict(gap));
        // A missing value equals the mean, except for the indicator input.
        float[] filled = gap.clone();
        filled[0] = model.scaling().fill()[0];
        filled[10] = model.scaling().fill()[10];
        assertThat(predictor.predict(gap)).isEqualTo(predictor.predict(filled));
    }

    @Test
    void modelsThatDoNotFitTheirEncodingAreRefused() {
        ModelDescription description = model.description();
        assertThatThrownBy(() -> description.withFeatureNames(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("featureNames: expected the encoding's input names, found others");
        FeatureEncoding small = new FeatureEncoding(List.of(new FeatureColumn.Hashed("a", 3)), false);
        assertThatThrownBy(() -> description.withEncoding(small))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("featureNames: expected 11");
        assertThatThrownBy(() -> Model.of(description, model.parameters(), Scaling.NONE, model.goldenRows()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scaling.fill: expected 11 (the encoding fills missing values), found 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'buckets':3 | 'buckets':4",
                "'buckets':3 | 'buckets':2147483647",
                "'buckets':3 | 'buckets':99999999999",
                "'buckets':3 | 'buckets':true",
                "'width':1 | 'width':2147483647",
                "'width':1 | 'width':-1",
                "'missing':[0] | 'missing':[1]",
                "'missing':[0] | 'missing':[0,0]",
                "'missing':[0] | 'missing':[0,1,2,3,4,5,6,7,8,9,10,11]",
                "'missing':[0] | 'missing':0",
                "'type':'hashing' | 'type':'hash'",
                "'name':'city' | 'name':'town'",
                "'name':'city', | ''",
                "'fillsMissing':true | 'fillsMissing':1",
                "'fillsMissing':true, | ''",
                "'columns':[ | 'columns':[[",
                "]}\" | ]}}\"",
                "]}\" | ]\"",
            })
    void encodingsThatCannotBeAreRefused(String right, String wrong) {
        String quoted = wrong.equals("''") ? "" : wrong;
        RawTensorFile hostile = file.replacing(right.replace("'", "\\\""), quoted.replace("'", "\\\""));
        assertThatThrownBy(() -> ModelExamples.read(hostile.sealed())).isInstanceOf(TensorFileException.class);
    }
}
