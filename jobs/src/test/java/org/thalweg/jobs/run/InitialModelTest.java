package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Flowers.Flower;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.Stores;
import org.thalweg.ml.ModelSource;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;

/** Training that starts from a trained model's weights. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class InitialModelTest {
    private static final List<Flower> FLOWERS = Flowers.of(300, 1);

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = Workbench.ofFewRows(folder);
        bench.write("flowers.csv", Flowers.csv(FLOWERS));
        trained("base").done();
    }

    /** Two epochs into a folder. */
    private Ran trained(String into, String... more) {
        List<String> all = new ArrayList<>(
                List.of("--set", "model.path=" + bench.path(into), "--set", "training={ epochs: 2, batchSize: 32 }"));
        List.of(more).forEach(override -> all.addAll(List.of("--set", override)));
        return bench.run("train", Flowers.csvJob(bench, "flowers.csv"), all);
    }

    private String base() {
        return "initialModel=" + bench.path("base");
    }

    private String sha256(String name) {
        return bench.metrics(name).get("weightsSha256").asText();
    }

    private double loss(String name, int epoch) {
        return Workbench.json(bench.lines(name, "history.jsonl").get(epoch))
                .get("trainLoss")
                .asDouble();
    }

    @Test
    void goesOnFromTheModelsWeightsToTheSameBitsOverFilesAndPartitions() throws IOException {
        Ran ran = trained("more", base(), "training.partitions=1").done();
        assertThat(ran.err())
                .contains("model: training starts from the weights of " + bench.path("base/model.safetensors")
                        + " (2-8-3)\n");
        trained("four", "training.epochs=4").done();
        assertThat(loss("more", 1)).isLessThan(loss("more", 0)).isLessThan(0.5 * loss("base", 1));
        assertThat(loss("more", 1)).isCloseTo(loss("four", 3), within(0.05));
        trained("slow", base(), "optimizer.learningRate=1e-9").done();
        assertThat(loss("slow", 0))
                .as("the model's own")
                .isCloseTo(bench.metrics("base").get("trainLoss").asDouble(), within(1e-5));
        assertThat(sha256("more")).isNotEqualTo(sha256("base"));

        List<Flower> shuffled = new ArrayList<>(FLOWERS);
        Collections.shuffle(shuffled, new Random(3));
        bench.write("flowers.csv", Flowers.csv(shuffled));
        trained("again", "initialModel=" + bench.path("base/model.safetensors"), "training.partitions=3")
                .done();
        assertThat(sha256("again")).isEqualTo(sha256("more"));
        assertThat(Files.readString(bench.path("more/job.yaml"))).contains(base().replace("=", ": ") + "\n");
    }

    @Test
    void modelThatIsReplacedIsReadBefore() {
        trained("more", base()).done();
        trained("base", base())
                .failed(
                        ExitCode.USAGE,
                        "model.path: expected a new folder, found " + bench.path("base")
                                + ", which exists; use another path, or replace it with --overwrite");
        trained("base", base(), "model.overwrite=true").done();
        assertThat(sha256("base")).isEqualTo(sha256("more"));
    }

    @Test
    void storesVersionThatServesIsTakenAndWithoutOneItIsOneMessage() throws IOException {
        trained("more", base()).done();
        ModelStore store = ModelStore.writing(bench.path("store").toString(), new Configuration());
        String path = "initialModel=" + bench.path("store");
        trained("stored", path)
                .failed(
                        ExitCode.USAGE,
                        "initialModel: expected a version that serves, found none at file:" + bench.path("store")
                                + "; choose one with models promote");
        byte[] model = Files.readAllBytes(bench.path("base/model.safetensors"));
        Stores.add(store, Action.PUBLISH, Map.of("model.safetensors", model));
        assertThat(trained("stored", path).done().err()).contains("model: version 1 of ");
        assertThat(sha256("stored")).isEqualTo(sha256("more"));
        assertThat(ServiceLoader.load(ModelSource.class).stream()
                        .map(source -> source.get().model(bench.path("store").toString(), new Configuration()))
                        .toList())
                .containsExactly(Optional.of(ModelFile.read(bench.path("base/model.safetensors"))));
    }

    /** Other rows, whose own means and deviations are others. */
    @Test
    void scalingAndClassesAreTheModels() throws IOException {
        trained("scaled", "data.scale=standard", "data.classes=[virginica, setosa, versicolor]")
                .done();
        bench.write(
                "flowers.csv",
                Flowers.csv(Flowers.of(200, 2).stream()
                        .filter(flower -> !flower.kind().equals("setosa"))
                        .toList()));
        trained("more", "initialModel=" + bench.path("scaled")).done();
        Model scaled = ModelFile.read(bench.path("scaled/model.safetensors"));
        Model more = ModelFile.read(bench.path("more/model.safetensors"));
        assertThat(more.scaling()).isEqualTo(scaled.scaling());
        assertThat(more.description().classLabels()).containsExactly("virginica", "setosa", "versicolor");
        assertThat(loss("more", 0)).isLessThan(loss("scaled", 0));

        assertThat(trained("unscaled", base(), "data.scale=standard").done().err())
                .contains("warning: the initial model was trained on features as they are, and training starts from its"
                        + " weights, so that data.scale: standard has no effect; it has without initialModel\n");
    }

    /** Categories have the inputs that the model gave them, and rows are held as its first layer takes them. */
    @Test
    void encodingAndFormOfRowsAreTheModels() throws IOException {
        bench.write("flowers.csv", withColour(FLOWERS, "red,green,blue"));
        trained("coloured", "data.categorical=[colour]", "data.sparse=true").done();
        bench.write("flowers.csv", withColour(Flowers.of(200, 2), "blue,red"));
        trained("more", "initialModel=" + bench.path("coloured"), "data.categorical=[colour]")
                .done();
        Model coloured = ModelFile.read(bench.path("coloured/model.safetensors"));
        Model more = ModelFile.read(bench.path("more/model.safetensors"));
        assertThat(more.description().encoding())
                .isEqualTo(coloured.description().encoding());
        assertThat(more.network()).isEqualTo(coloured.network());
        assertThat(more.network().sparse()).isTrue();
        assertThat(loss("more", 0)).isLessThan(loss("coloured", 0));
    }

    private static String withColour(List<Flower> flowers, String colours) {
        String[] all = colours.split(",");
        StringBuilder csv = new StringBuilder("petal,sepal,kind,colour\n");
        for (int i = 0; i < flowers.size(); i++) {
            csv.append(flowers.get(i).joined(","))
                    .append(',')
                    .append(all[i % all.length])
                    .append('\n');
        }
        return csv.toString();
    }

    @Test
    void checkSaysWhatTrainingStartsFromAndFindsItsFaults() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        assertThat(bench.run("check", job, List.of("--set", base())).done().out())
                .contains("start       the weights of " + bench.path("base") + "\n");
        Ran other = bench.run("check", job, List.of("--set", base(), "--set", "network.hidden=[9]"));
        assertThat(other.code()).isEqualTo(ExitCode.USAGE);
        assertThat(other.reported()).isEqualTo(otherNetwork());
        Ran without = bench.run("check", job, List.of("--set", "initialModel=nowhere"));
        assertThat(without.code()).isEqualTo(ExitCode.USAGE);
        assertThat(without.reported()).isEqualTo(nothing());
    }

    private static String otherNetwork() {
        return "network.hidden: expected the initial model's network, 2-8-3 with its activations, as training starts from"
                + " its weights, found 2-9-3; keep the network, or train without initialModel";
    }

    private static String nothing() {
        return "initialModel: expected a model's folder, its model.safetensors or a model store, found nothing at nowhere;"
                + " check the path";
    }

    @Test
    void whatDoesNotFitTheModelIsOneMessage() throws IOException {
        trained("other", "initialModel=nowhere").failed(ExitCode.USAGE, nothing());
        Files.createDirectory(bench.path("empty"));
        trained("other", "initialModel=" + bench.path("empty"))
                .failed(ExitCode.USAGE, nothing().replace("nothing at nowhere", "neither at " + bench.path("empty")));
        trained("other", base(), "network.hidden=[9]").failed(ExitCode.USAGE, otherNetwork());
        trained("other", base(), "task=multilabel")
                .failed(
                        ExitCode.USAGE,
                        "task: expected classification, what the initial model was trained for, found multilabel; take"
                                + " that task, or train without initialModel");
        trained("other", base(), "data.classes=4")
                .failed(
                        ExitCode.USAGE,
                        "data.classes: expected the 3 classes of the initial model, setosa, versicolor, virginica, found 4;"
                                + " leave it out, or train without initialModel");
        trained("other", base(), "data.features=[petal]")
                .failed(
                        ExitCode.USAGE,
                        "data.features: expected the features of the initial model, petal, sepal, found petal; name those,"
                                + " or train without initialModel");
        String csv = Flowers.csv(FLOWERS);
        bench.write("flowers.csv", csv.replace("sepal", "width"));
        trained("other", base())
                .failed(
                        ExitCode.DATA,
                        "data: expected the columns that the model is trained on, found no sepal among petal, width, kind ("
                                + bench.path("flowers.csv") + "); check the columns' names");
        bench.write("flowers.csv", csv.replace("setosa", "iris"));
        assertThat(trained("other", base()).reported())
                .startsWith("kind: expected one of the classes setosa, versicolor, virginica, found \"iris\" (")
                .endsWith(", or, where it is right, learn the new class without initialModel");
        bench.write("flowers.csv", csv.replace("\n", ",5\n").replace("kind,5", "kind,note"));
        assertThat(trained("other", base()).done().err())
                .contains(
                        "warning: expected the columns of the initial model, found others, too, which are not learned:"
                                + " note\n");
    }
}
