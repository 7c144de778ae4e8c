package org.thalweg.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.train.DescentState;
import org.thalweg.train.EpochProgress;
import org.thalweg.train.RunState;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CheckpointWriterTest {
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> published = Collections.synchronizedList(new ArrayList<>());

    private static CheckpointSchedule everySteps(int steps) {
        return new CheckpointSchedule(OptionalInt.of(steps), OptionalInt.empty(), OptionalDouble.empty());
    }

    private static RunState state(long steps, float number) {
        return new RunState(
                List.of(),
                new EpochProgress(steps, steps, 1, 1, 1, List.of(), 1),
                new DescentState(Map.of(), Map.of(DescentState.PARAMETERS, new float[] {number})),
                Optional.empty(),
                1,
                0,
                Optional.empty());
    }

    private CheckpointWriter writer(CheckpointSchedule schedule, CheckpointStore store) {
        return new CheckpointWriter(schedule, store, "1.2.3", Map.of("seed", "7"), warnings::add);
    }

    @Test
    void schedulesAreKept() {
        CheckpointSchedule all = new CheckpointSchedule(OptionalInt.of(10), OptionalInt.of(2), OptionalDouble.of(30));
        assertThat(all.isDue(20, 1, 1, false, 0)).isTrue();
        assertThat(all.isDue(21, 1, 2, false, 0)).as("within an epoch").isFalse();
        assertThat(all.isDue(21, 1, 2, true, 0)).isTrue();
        assertThat(all.isDue(21, 1, 3, true, 0)).isFalse();
        assertThat(all.isDue(21, 1, 3, false, 29.9)).isFalse();
        assertThat(all.isDue(21, 1, 3, false, 30)).isTrue();
        for (CheckpointSchedule none :
                List.of(new CheckpointSchedule(OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.empty()))) {
            assertThat(none.isDue(1, 1, 1, true, 1e9)).isFalse();
        }
        assertThatThrownBy(() -> everySteps(0)).hasMessage("everySteps: expected above 0, found 0.0");
    }

    @Test
    void whatIsTakenIsWrittenWholeByTheEnd() throws IOException {
        List<byte[]> files = Collections.synchronizedList(new ArrayList<>());
        CheckpointWriter writer = writer(everySteps(1), (steps, content) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            content.to(out);
            files.add(out.toByteArray());
        });
        writer.take(state(3, 5));
        writer.close();
        assertThat(files).hasSize(1);
        Checkpoint read = Runs.read(files.get(0));
        assertThat(read.state()).isEqualTo(state(3, 5));
        assertThat(read.identity()).isEqualTo(Map.of("seed", "7"));
        assertThat(writer.written()).isEqualTo(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void whileOneIsWrittenTheNextIsPutOffButNotForgotten() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        CheckpointWriter writer = writer(everySteps(2), (steps, content) -> {
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            published.add(steps);
        });
        assertThat(writer.isDue(1, 1, 0, false)).isFalse();
        assertThat(writer.isDue(2, 1, 0, false)).isTrue();
        writer.take(state(2, 1));
        assertThat(writer.isDue(3, 1, 0, false)).isFalse();
        assertThat(writer.isDue(4, 1, 0, false))
                .as("the first is being written")
                .isFalse();
        slow.countDown();
        while (writer.written() == 0) {
            Thread.sleep(1);
        }
        boolean due = false;
        for (int attempt = 0; attempt < 10_000 && !due; attempt++) {
            due = writer.isDue(5, 1, 0, false);
            Thread.sleep(1);
        }
        assertThat(due).as("put off at step 4").isTrue();
        writer.take(state(5, 1));
        writer.close();
        assertThat(published).containsExactly(2L, 5L);
    }

    @Test
    void aFailureIsReportedAndTheRunGoesOn() {
        CheckpointWriter writer = writer(everySteps(1), (steps, content) -> {
            throw new IOException("No space left on device");
        });
        writer.take(state(4, 1));
        writer.close();
        assertThat(warnings)
                .containsExactly("checkpoint after step 4: could not be written: No space left on device; training"
                        + " continues, and the next checkpoint will be attempted");
        assertThat(writer.failed()).isEqualTo(1);
        assertThat(writer.written()).isZero();
    }

    @Test
    void numbersThatAreNotFiniteAreNeverWritten() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            CheckpointWriter writer = writer(everySteps(1), (steps, content) -> published.add(steps));
            writer.take(state(4, bad));
            writer.close();
        }
        assertThat(published).isEmpty();
        assertThat(warnings).hasSize(2).allMatch(line -> line.contains("parameters: expected finite numbers"));
    }

    @Test
    void runThatIsAskedToEndDoesSoWithTheNextStateWhateverIsDue() {
        CheckpointWriter writer = writer(everySteps(1000), (steps, content) -> published.add(steps));
        assertThat(writer.isDue(1, 1, 0, false)).isFalse();
        assertThat(writer.endsRun()).isFalse();
        assertThat(writer.endRun()).isTrue();
        assertThat(writer.endsRun()).as("no state was asked for yet").isFalse();
        assertThat(writer.isDue(2, 1, 0, false)).isTrue();
        writer.take(state(2, 1));
        assertThat(writer.endsRun()).isTrue();
        writer.close();
        assertThat(published).containsExactly(2L);
        assertThat(writer.lastStep()).isEqualTo(2);
        assertThat(writer.endRun()).as("closed").isFalse();
    }

    @Test
    void behindTheLastStepItsStateIsKept() {
        CheckpointWriter writer = writer(everySteps(1000), (steps, content) -> published.add(steps));
        writer.atEnd(() -> state(9, 1));
        assertThat(writer.endRun()).as("no further step ends the run").isFalse();
        assertThat(writer.endsRun()).isFalse();
        writer.close();
        assertThat(published).containsExactly(9L);
    }

    @Test
    void runThatIsAskedToEndJustBeforeItsLastStepIsDoneKeepsThat() {
        CheckpointWriter writer = writer(everySteps(1000), (steps, content) -> published.add(steps));
        assertThat(writer.endRun()).isTrue();
        writer.atEnd(() -> state(9, 1));
        assertThat(writer.endsRun()).isTrue();
        writer.close();
        assertThat(published).containsExactly(9L);
    }

    @Test
    void closingWaitsAlsoWhenInterrupted() {
        CheckpointWriter writer = writer(everySteps(1), (steps, content) -> {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            published.add(steps);
        });
        writer.take(state(1, 1));
        Thread.currentThread().interrupt();
        writer.close();
        assertThat(Thread.interrupted()).as("the flag, cleared here").isTrue();
        assertThat(published).containsExactly(1L);
    }
}
