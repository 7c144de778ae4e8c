package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Customers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;

/** What evaluate says of the values of a column is a recount of the scored rows. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class SlicesTest {
    private static final int ROWS = 600;

    @TempDir
    Path folder;

    private Workbench bench(String gone) {
        Workbench bench = Workbench.ofFewRows(folder);
        bench.write(
                "customers.csv",
                Customers.csv(ROWS, 5)
                        .lines()
                        .map(line -> line.replace(gone, ",,"))
                        .collect(Collectors.joining("\n")));
        return bench;
    }

    private static List<JsonNode> slices(JsonNode evaluated) {
        List<JsonNode> slices = new ArrayList<>();
        evaluated.get("slices").forEach(slices::add);
        return slices;
    }

    @Test
    void slicesOfTestRowsAddUpToThem() {
        Workbench bench = bench(",east,");
        String job = Customers.job(bench, "validation: 0.2, test: 0.3");
        bench.run("train", job, List.of()).done();
        String text =
                bench.run("evaluate", job, List.of("--by", "region")).done().out();
        String json = bench.run("evaluate", job, List.of("--by", "region", "--json"))
                .done()
                .out();
        assertThat(text).startsWith(bench.run("evaluate", job, List.of()).done().out());
        JsonNode evaluated = Workbench.json(json);
        assertThat(evaluated.get("by").asText()).isEqualTo("region");
        assertThat(evaluated.get("rows").asInt())
                .isEqualTo(bench.metrics("model").get("testRows").asInt());

        bench.run("score", job, List.of("--set", "output.columns=[region, split, prediction, left]"))
                .done();
        List<String[]> rows = bench.lines("scored", ".csv").stream()
                .skip(1)
                .map(line -> line.split(","))
                .filter(row -> row[1].equals("test"))
                .toList();
        int all = 0;
        List<JsonNode> slices = slices(evaluated);
        assertThat(slices)
                .extracting(slice -> slice.get("value").asText())
                .containsExactly("(nothing)", "north", "south");
        for (JsonNode slice : slices) {
            String value = slice.get("value").asText();
            List<String[]> of = rows.stream()
                    .filter(row -> row[0].equals(value.equals("(nothing)") ? "" : value))
                    .toList();
            assertThat(slice.get("rows").asInt()).isEqualTo(of.size()).isPositive();
            double right = of.stream().filter(row -> row[2].equals(row[3])).count();
            assertThat(slice.get("accuracy").asDouble()).isCloseTo(right / of.size(), within(1e-9));
            long left = of.stream().filter(row -> row[3].equals("yes")).count();
            assertThat(slice.get("classes").get("yes").get("weight").asDouble()).isEqualTo(left);
            assertThat(text)
                    .containsPattern("\n" + value.replace("(", "\\(").replace(")", "\\)") + " +" + of.size() + " ");
            all += of.size();
        }
        assertThat(all).isEqualTo(evaluated.get("rows").asInt());
    }

    /**
     * Of the combinations of two columns' values; a measure that a slice lacks is a dash, and one that all lack no
     * column.
     */
    @Test
    void severalColumnsAreMeasuredByTheirCombinations() {
        Workbench bench = Workbench.ofFewRows(folder);
        bench.write(
                "customers.csv",
                "id,region,age,spend,plan,left\n"
                        + Customers.lines(ROWS, 5).stream()
                                .map(line -> line.replaceFirst(
                                        "(no|yes)$", Math.floorMod(line.split(",")[0].hashCode(), 2) + 9 + ",$1"))
                                .map(line -> line.contains(",north,") ? line.replace(",yes", ",no") : line)
                                .collect(Collectors.joining("\n")));
        String job = Customers.job(bench, "validation: 0.2, test: 0.5");
        bench.run("train", job, List.of()).done();
        String text = bench.run("evaluate", job, List.of("--by", "region,plan"))
                .done()
                .out();
        List<String> lines = text.lines().toList();
        int head = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith("region  plan  "))
                .findFirst()
                .orElseThrow();
        assertThat(lines.get(head))
                .doesNotContain("top-3")
                .doesNotContain("  F1  ")
                .endsWith("F1 of yes");
        assertThat(lines.subList(head + 1, lines.size()))
                .extracting(line -> line.replaceAll("^(\\w+) +(\\w+) .*", "$1 $2"))
                .containsExactly("east 9", "east 10", "north 9", "north 10", "south 9", "south 10");
        assertThat(lines.get(head + 3)).as("no row of the second class").matches("north .* - .* -( +[0-9.]+)?");

        JsonNode evaluated =
                Workbench.json(bench.run("evaluate", job, List.of("--by", "region", "--by", "plan", "--json"))
                        .done()
                        .out());
        assertThat(evaluated.get("by").toString()).isEqualTo("[\"region\",\"plan\"]");
        assertThat(slices(evaluated))
                .extracting(slice -> slice.get("value").toString())
                .contains("[\"east\",\"9\"]");
        assertThat(slices(evaluated).stream()
                        .mapToInt(slice -> slice.get("rows").asInt())
                        .sum())
                .isEqualTo(evaluated.get("rows").asInt());
        bench.run("evaluate", job, List.of("--by", "region,id"))
                .failed(
                        ExitCode.DATA,
                        "--by: expected columns of at most 100 combined values, found more in region, id ("
                                + bench.path("customers.csv") + "); name another, or make one of ranges");
    }

    /** What the report says of a regression's errors. */
    private static String errors(Workbench bench) {
        String page = String.join("\n", bench.lines("model", "report.html"));
        int from = page.indexOf("<section id=\"errors\">");
        return page.substring(from, page.indexOf("</section>", from));
    }

    /** Numbers in their order; of a regression, by another partitioning the same bits. */
    @Test
    void slicesOfRegressionsAreTheSameBitsOverPartitions() {
        Workbench bench = Workbench.ofFewRows(folder);
        bench.write(
                "customers.csv",
                Customers.csv(ROWS, 5)
                        .replace(",north,", ",10,")
                        .replace(",south,", ",9,")
                        .replace(",east,", ",-1.5,"));
        String job = Customers.job(bench, "validation: 0.2")
                .replace("classification", "regression")
                .replace("label: left, features: [age, spend]", "label: spend, features: [age]");
        bench.run("train", job, List.of("--set", "training.partitions=1")).done();
        String errors = errors(bench);
        bench.run("train", job, List.of("--set", "training.partitions=3", "--set", "training.engine=spark"))
                .done();
        assertThat(errors(bench)).isEqualTo(errors).contains("Predicted and actual of spend");
        List<String> by = List.of("--by", "region", "--json", "--set", "training.partitions=1");
        String one = bench.run("evaluate", job, by).done().out();
        String three = bench.run(
                        "evaluate",
                        job,
                        List.of(
                                "--by",
                                "region",
                                "--json",
                                "--set",
                                "training.partitions=3",
                                "--set",
                                "training.engine=spark"))
                .done()
                .out();
        assertThat(three).isEqualTo(one);
        assertThat(slices(Workbench.json(one)))
                .extracting(slice -> slice.get("value").asText())
                .containsExactly("-1.5", "9", "10");
    }

    @Test
    void columnsOfNoneOrTooManyValuesAreOneMessage() {
        Workbench bench = bench("?");
        String job = Customers.job(bench, "validation: 0.2");
        bench.run("train", job, List.of()).done();
        bench.run("evaluate", job, List.of("--by", "id"))
                .failed(
                        ExitCode.DATA,
                        "--by: expected a column of at most 100 values, found more in id ("
                                + bench.path("customers.csv") + "); name another, or make one of ranges");
        bench.run("evaluate", job, List.of("--by", "regin"))
                .failed(
                        ExitCode.DATA,
                        "--by: expected one of the columns id, region, age, spend, left, found regin ("
                                + bench.path("customers.csv") + "); did you mean region?");
    }
}
