package org.thalweg.jobs.run;

import java.util.OptionalDouble;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Network;
import org.thalweg.nn.Sigmoid;
import org.thalweg.optim.Descent;
import org.thalweg.optim.ExponentialAverage;
import org.thalweg.optim.GradientDescent;
import org.thalweg.spark.config.OptimizerSection;
import org.thalweg.spark.config.TargetScale;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/** A job file's words as the trainer's settings. */
final class JobPlan {
    private final JobFile job;

    JobPlan(JobFile job) {
        this.job = job;
    }

    /** The plan for rows of these widths; a single sigmoid output tells two classes apart. */
    TrainingPlan plan(int inputs, int classesOrTargets, boolean sparse) {
        Activation output = job.network().output();
        boolean oneForTwo = job.task() == Task.CLASSIFICATION && output instanceof Sigmoid;
        if (oneForTwo && classesOrTargets != 2) {
            throw new UsageException("network.output: expected softmax for " + classesOrTargets
                    + " classes, found sigmoid, which tells two apart");
        }
        Network network =
                network(inputs, oneForTwo ? 1 : classesOrTargets, output).withSparse(sparse);
        return new TrainingPlan(
                network,
                job.loss(),
                job.training().batches(),
                job.seed(),
                job.task(),
                new Dropout(job.network().dropout()));
    }

    private Network network(int inputs, int outputs, Activation output) {
        Activation hidden = job.network().activation();
        try {
            Network dense = Network.of(inputs, job.network().hidden(), hidden, outputs, output);
            return job.network().layerNormalisation() ? dense.withLayerNormalisation() : dense;
        } catch (IllegalArgumentException e) {
            throw new UsageException("network.hidden: " + e.getMessage() + "; take fewer units");
        }
    }

    Initialisation initialisation() {
        return job.network().initialisation();
    }

    Scaling.Kind scaling() {
        return job.data().scale();
    }

    /** Chosen by the training rows' statistics. */
    TargetScaling targetScaling(FeatureStatistics statistics) {
        return job.data().scaleTarget() == TargetScale.NONE || statistics.rows() == 0
                ? TargetScaling.NONE
                : TargetScaling.standard(statistics);
    }

    /**
     * How the network is trained.
     *
     * @param rows to train on, 1 or more
     */
    TrainingSettings settings(long rows) {
        OptimizerSection optimizer = job.optimizer();
        OptionalDouble averaging = job.training().averaging();
        Descent descent = optimizer.descent();
        if (averaging.isPresent()) {
            descent = ((GradientDescent) descent).with(new ExponentialAverage(averaging.getAsDouble()));
        }
        return new TrainingSettings(
                job.training().epochsFor(rows),
                descent,
                optimizer.penalty(),
                job.training().stopping(),
                job.training().divergence());
    }
}
