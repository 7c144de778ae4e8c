package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.thalweg.ml.MlpAutoencoder;
import org.thalweg.ml.MlpClassifier;
import org.thalweg.ml.MlpMultiRegressor;
import org.thalweg.ml.MlpMultilabelClassifier;
import org.thalweg.ml.MlpRegressor;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.KeyPage;

/**
 * The tables for those who come from other libraries: what they name of ours is there, with the defaults that they
 * state.
 */
class ComingFromTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern KEY =
            Pattern.compile("(data|network|loss|optimizer|training|output|checkpoint|retrain)(\\.[A-Za-z]+)+");
    private static final KeyPage KEYS = Reference.keys();

    private static String page;
    private static List<Line> lines;

    /** A line of a table of params, by its cells. */
    private record Line(
            String section,
            List<String> theirs,
            String theirDefault,
            List<String> params,
            List<String> keys,
            String ourDefault) {
        static Line of(String section, String[] cells) {
            return new Line(
                    section, codes(cells[1]), cells[2].strip(), codes(cells[3]), codes(cells[4]), cells[5].strip());
        }
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    @BeforeAll
    static void read() throws IOException {
        Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        page = Files.readString(module.getParent().resolve("trainer/COMING-FROM.md"));
        lines = new ArrayList<>();
        String section = "";
        for (String line : page.lines().toList()) {
            section = line.startsWith("## ") ? line : section;
            String[] cells = line.split(" \\| |^\\| | \\|$", -1);
            if (cells.length >= 7 && line.startsWith("| `")) {
                lines.add(Line.of(section, cells));
            }
        }
        assertThat(lines).hasSizeGreaterThan(50);
    }

    private static List<Params> stages() {
        return List.of(
                new MlpClassifier(),
                new MlpRegressor(),
                new MlpMultiRegressor(),
                new MlpMultilabelClassifier(),
                new MlpAutoencoder());
    }

    @Test
    void everyParamAndKeyOfOursIsThere() {
        List<String> params = stages().stream()
                .flatMap(stage -> Stream.of(stage.params()))
                .map(Param::name)
                .toList();
        assertThat(lines.stream().flatMap(line -> line.params().stream()))
                .isNotEmpty()
                .isSubsetOf(params);
        assertThat(lines.stream().flatMap(line -> line.keys().stream()))
                .isNotEmpty()
                .isSubsetOf(KEYS.paths());
    }

    @Test
    void everyKeyInTheTextIsThere() {
        List<String> named = CODE.matcher(page)
                .results()
                .map(found -> found.group(1).replaceFirst(":.*", ""))
                .filter(code -> KEY.matcher(code).matches())
                .toList();
        assertThat(named).hasSizeGreaterThan(40).isSubsetOf(KEYS.paths());
    }

    /** What a default's cell names is the default of a param, or of a key, of its line. */
    @Test
    void ourDefaultsAreThose() {
        for (Line line : lines) {
            List<String> defaults = Stream.concat(
                            line.params().stream().flatMap(ComingFromTest::defaults),
                            line.keys().stream()
                                    .flatMap(path -> KEYS.keys(path).stream())
                                    .map(Key::defaultText)
                                    .flatMap(text -> Stream.of(text, text.split("[ ,]")[0])))
                    .toList();
            assertThat(defaults).as("%s", line).containsAll(codes(line.ourDefault()));
            if (line.ourDefault().startsWith("none")) {
                assertThat(line.params().stream().flatMap(ComingFromTest::defaults))
                        .as("%s", line)
                        .isEmpty();
            }
        }
    }

    private static Stream<String> defaults(String param) {
        return stages().stream()
                .filter(stage -> stage.hasParam(param) && stage.isDefined(stage.getParam(param)))
                .map(stage -> text(stage.getOrDefault(stage.getParam(param))));
    }

    private static String text(Object value) {
        return value instanceof int[] widths
                ? Arrays.stream(widths).mapToObj(String::valueOf).collect(Collectors.joining(", "))
                : value.toString();
    }

    @Test
    void theTableOfMllibHasAllItsParamsWithTheirDefaults() {
        Params mllib = new MultilayerPerceptronClassifier();
        Map<String, String> stated = new TreeMap<>();
        lines.stream()
                .filter(line -> line.section().contains("MLlib"))
                .forEach(line ->
                        stated.put(line.theirs().get(0), line.theirDefault().replace("`", "")));
        Map<String, String> expected = new TreeMap<>();
        for (Param<?> param : mllib.params()) {
            String name = param.name();
            expected.put(
                    name,
                    name.equals("seed")
                            ? "a hash of the class's name"
                            : mllib.isDefined(param) ? number(mllib.getOrDefault(param)) : "none");
        }
        assertThat(stated).isEqualTo(expected);
    }

    private static String number(Object value) {
        return value.equals(1e-6) ? "1e-6" : value.toString();
    }

    @Test
    void noParamOfTheirsStandsTwiceInATable() {
        Map<String, List<String>> bySection = lines.stream()
                .collect(Collectors.groupingBy(
                        Line::section,
                        TreeMap::new,
                        Collectors.flatMapping(line -> line.theirs().stream(), Collectors.toList())));
        assertThat(bySection)
                .hasSize(4)
                .allSatisfy((section, names) -> assertThat(names).as(section).hasSameSizeAs(new TreeSet<>(names)));
    }
}
