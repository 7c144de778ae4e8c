package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thalweg.jobs.config.JobFileTexts.CSV;
import static org.thalweg.jobs.config.JobFileTexts.FULL;
import static org.thalweg.jobs.config.JobFileTexts.faults;
import static org.thalweg.jobs.config.JobFileTexts.read;
import static org.thalweg.jobs.config.JobFileTexts.steps;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.optim.Schedule;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.Purpose;
import org.thalweg.train.EarlyStopping;

class OverridesTest {

    @Test
    void valueIsYaml() {
        JobFile job = read(
                FULL,
                "network.hidden=[500,300,100]",
                "network.dropout=0.1",
                "training.earlyStopping=null",
                "optimizer.learningRate=1e-2",
                "model.path=s3a://bucket/models/x",
                "optimizer.schedule={type: cosine}");

        assertThat(job.network().hidden()).containsExactly(500, 300, 100);
        assertThat(job.training().stopping()).isEmpty();
        assertThat(steps(job).learningRate()).isEqualTo(0.01);
        assertThat(job.model().path()).isEqualTo("s3a://bucket/models/x");
        assertThat(steps(job).schedule()).isEqualTo(new Schedule(new Schedule.Kind.Cosine(0), 0));
    }

    @Test
    void laterOneWins() {
        assertThat(read(CSV, "seed=1", "seed=x", "seed=2").seed()).isEqualTo(2);
    }

    @Test
    void keyThatIsNotInTheFileIsInserted() {
        JobFile job = read(CSV, "optimizer.schedule.type=step", "optimizer.schedule.factor=0.5", "output.path=out");

        assertThat(steps(job).schedule()).isEqualTo(new Schedule(new Schedule.Kind.Step(10, 0.5), 0));
        assertThat(job.output().path()).isEqualTo(Optional.of("out"));
    }

    @Test
    void nullInTheFileMayBeFilled() {
        JobFile job = read(
                CSV + "training:\n  earlyStopping: null\n", "training.earlyStopping.patience=5", "data.validation=0.2");

        assertThat(job.training().stopping()).containsExactly(new EarlyStopping(5, 0));
    }

    @Test
    void keyIsSetBesideATypeThatStandsAlone() {
        String words = CSV + "optimizer: nesterov\n";
        JobFile job = read(words, "optimizer.schedule=step", "optimizer.schedule.factor=0.5", "optimizer.momentum=0.8");

        assertThat(job.optimizer().descent())
                .isEqualTo(read(CSV, "optimizer={type: nesterov, momentum: 0.8, schedule: {type: step, factor: 0.5}}")
                        .optimizer()
                        .descent());
        assertThat(read(CSV, "network.activation=leakyRelu", "network.activation.slope=0.3")
                        .network()
                        .activation())
                .isEqualTo(read(CSV, "network.activation={type: leakyRelu, slope: 0.3}")
                        .network()
                        .activation());
    }

    @Test
    void overridesAloneMakeAJob() {
        JobFile job = JobFileReader.read(
                "",
                "command line",
                List.of("task=classification", "data.format=digits", "network.hidden=[8]", "model.path=m"),
                Purpose.TRAIN);

        assertThat(job.name()).isEqualTo("command line");
        assertThat(job.data().source()).isEqualTo(new DataSource.Digits(12000, 0));
    }

    @Test
    void overrideMendsTheFilesFault() {
        assertThat(faults(CSV + "seed: x\n")).hasSize(1);
        assertThat(faults(CSV + "seed: x\n", "seed=1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            data.path.x=5 | data.path: expected a map to set x in, found iris.csv (jobs/x.yaml, line 4); set data.path as a whole
            network.hidden.0=5 | network.hidden: expected a map to set 0 in, found a list (jobs/x.yaml, line 7); set network.hidden as a whole
            seed | expected key.path=value, found no =; take e.g. seed=7
            training.epochs= | training.epochs: expected a value, found nothing; write training.epochs=null for none or the default
            =7 | expected key.path=value, found an empty key; take e.g. seed=7
            a..b=7 | expected key.path=value, found an empty key; take e.g. seed=7
            a.=7 | expected key.path=value, found an empty key; take e.g. seed=7
            data.separator=# | data.separator: expected a value, found a comment; put quotes around text that holds #
            data.separator=, | expected YAML, found a mistake: expected the node content, but found ',' (while parsing a block node); put quotes around text with special characters, e.g. --set 'data.separator=","'
            data.path=*.csv | expected YAML, found a mistake: unexpected character found . (while scanning an alias); put quotes around text with special characters, e.g. --set 'data.path="*.csv"'
            network.hidden=[5 | expected YAML, found a mistake: expected ',' or ']', but got <stream end> (while parsing a flow sequence); check the brackets and the quotes
            seed=!!int 5 | seed: expected a value without a tag, found !!int; remove it
            optimizer={l2: 0, l2: 1} | duplicate key optimizer.l2; it stands twice: keep one
            optimiser.l2=0 | unknown key optimiser; did you mean optimizer? known keys here: name, task, seed, data, network, loss, optimizer, training, checkpoint, model, initialModel, output, retrain
            """)
    void faultNamesTheOverride(String override, String message) {
        assertThat(faults(CSV, override)).containsExactly("--set " + override + ": " + message);
    }

    @Test
    void longOverrideIsCutShort() {
        assertThat(faults(CSV, "data." + "x".repeat(200) + "=,"))
                .containsExactly(
                        "--set data." + "x".repeat(115) + "…: expected YAML, found a mistake: expected the node"
                                + " content, but found ',' (while parsing a block node); put quotes around text with special"
                                + " characters");
    }

    @Test
    void everyFaultyOverrideIsReported() {
        assertThat(faults("a: [", "seed", "network.hidden=[5"))
                .hasSize(3)
                .anyMatch(fault -> fault.startsWith("jobs/x.yaml, line 1, column 5: expected YAML"))
                .anyMatch(fault -> fault.startsWith("--set seed: "))
                .anyMatch(fault -> fault.startsWith("--set network.hidden=[5: "));
    }
}
