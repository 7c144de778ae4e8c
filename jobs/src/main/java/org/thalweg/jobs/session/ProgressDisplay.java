package org.thalweg.jobs.session;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.fit.FitListener;
import org.thalweg.train.DivergedException;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Metric;
import org.thalweg.train.MetricValues;

/**
 * Shows the progress of training: on a terminal a bar with loss, rows per second and remaining time, elsewhere a line
 * every ten seconds; and a line for each epoch.
 */
public final class ProgressDisplay implements FitListener.Progress {
    /** The environment variable with the terminal's width; where it is absent or empty, there is no terminal. */
    public static final String TERMINAL = "THALWEG_TERMINAL";

    private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintStream err;
    private final int epochs;
    private final Set<Metric> watched;
    private final int width;
    private final long start = System.nanoTime();
    private ProgressBar bar;
    private long lastLine = start;
    private long rows;
    private long firstStep = -1; // first step reported to this display

    /**
     * A display of a run.
     *
     * @param watched metrics of the validation rows by which training may stop early
     * @param width the terminal's columns; 0 for no terminal
     */
    public ProgressDisplay(PrintStream err, int epochs, Set<Metric> watched, int width) {
        this.err = err;
        this.epochs = epochs;
        this.watched = watched;
        this.width = width;
    }

    /** The terminal's width if standard error is a terminal, else 0. */
    public static int terminalWidth() {
        String width = System.getenv(TERMINAL);
        if (width == null) {
            return System.console() == null ? 0 : 80;
        }
        return width.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(width) : 0;
    }

    @Override
    public void onStep(long step, long steps, long stepRows, double loss) {
        rows += stepRows;
        firstStep = firstStep < 0 ? step : firstStep;
        double seconds = (System.nanoTime() - start) * 1e-9;
        String state = String.format(Locale.ROOT, "loss %.4f, %,.0f rows/s", loss, rows / seconds);
        if (width > 0) {
            if (bar == null) {
                bar = newBar(steps);
            }
            bar.stepTo(step + 1).setExtraMessage(state);
        } else if (System.nanoTime() - lastLine >= LINE_NANOS) {
            lastLine = System.nanoTime();
            err.println(
                    steps == 0
                            ? String.format(Locale.ROOT, "step %,d: %s", step + 1, state)
                            : String.format(
                                    Locale.ROOT,
                                    "step %,d of %,d: %s, %s left",
                                    step + 1,
                                    steps,
                                    state,
                                    left(seconds / (step - firstStep + 1) * (steps - step - 1))));
        }
    }

    private static String left(double seconds) {
        String time = Duration.ofSeconds(Math.round(seconds)).toString();
        return time.substring(2).toLowerCase(Locale.ROOT);
    }

    /**
     * A bar.
     *
     * @param steps number of steps; 0 if unknown: the bar then shows only the steps done
     */
    private ProgressBar newBar(long steps) {
        return new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(steps == 0 ? -1 : steps)
                .setUpdateIntervalMillis(200)
                .setStyle(ProgressBarStyle.ASCII)
                .clearDisplayOnFinish()
                .setConsumer(new ConsoleProgressBarConsumer(err, Math.min(width, 120) - 1))
                .build();
    }

    @Override
    public void onBackOff(DivergedException why, int times) {
        print(String.format(
                Locale.ROOT,
                "epoch %d diverged at step %d, with loss %.5g: repeated with 1/%d of the learning rate",
                why.epoch() + 1,
                why.step() + 1,
                why.loss(),
                1 << times));
    }

    @Override
    public void onLocalSteps(int count, double overhead, double arithmetic) {
        print(String.format(
                Locale.ROOT,
                overhead == 0
                        ? "local steps: %d (training.localSteps: auto), as nothing is sent"
                        : "local steps: %d (training.localSteps: auto): a step's arithmetic takes %.1f ms, and averaging %.1f ms",
                count,
                1e3 * arithmetic,
                1e3 * overhead));
    }

    @Override
    public void onReport(String line) {
        print(KeyText.plain(line));
    }

    @Override
    public void onEpoch(EpochResult result) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "epoch %d of %d: loss %.5f", result.epoch() + 1, epochs, result.trainLoss()));
        if (result.validation().isPresent()) {
            MetricValues validation = result.validation().get();
            line.append(String.format(Locale.ROOT, ", validation loss %.5f", validation.loss()));
            Metric first =
                    switch (validation.task()) {
                        case CLASSIFICATION -> Metric.ACCURACY;
                        case MULTILABEL -> Metric.MICRO_F1;
                        case REGRESSION, AUTOENCODER -> Metric.R2;
                    };
            line.append(", ").append(first.text(validation.of(first)));
            watched.stream()
                    .filter(metric -> metric != first && metric != Metric.LOSS)
                    .forEach(metric -> line.append(", ").append(metric.text(validation.of(metric))));
        }
        line.append(String.format(Locale.ROOT, " (%.1f s)", result.seconds()));
        print(line.toString());
    }

    /** Prints a line, above the bar if there is one. */
    private void print(String line) {
        if (bar != null) {
            bar.pause();
            err.print("\r" + " ".repeat(Math.min(width, 120) - 1) + "\r");
            err.println(line);
            bar.resume();
        } else {
            err.println(line);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
