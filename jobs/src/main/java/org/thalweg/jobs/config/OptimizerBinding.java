package org.thalweg.jobs.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.thalweg.settings.Setting;

/** Reads the job file's {@code optimizer}, and its {@code schedule} below. */
final class OptimizerBinding {
    private static final List<OptimizerType> DECAYING = List.of(OptimizerType.ADAM_W);
    private static final List<ScheduleType> STEP = List.of(ScheduleType.STEP);
    private static final List<ScheduleType> COSINE = List.of(ScheduleType.COSINE);

    private OptimizerBinding() {}

    static Optional<OptimizerSection> bind(Section optimizer) {
        Supplier<UpdateRule> rule = rule(optimizer);
        double learningRate = optimizer.real(OptimizerSection.LEARNING_RATE);
        double l2 = optimizer.real(OptimizerSection.L2);
        OptionalDouble clipNorm = optimizer.slot(OptimizerSection.CLIP_NORM).optionalReal(OptimizerSection.CLIP_NORM);
        Supplier<Schedule> schedule = schedule(optimizer.section("schedule"));
        return optimizer.unlessAtFault(
                () -> new OptimizerSection(rule.get(), learningRate, l2, clipNorm, schedule.get()));
    }

    private static Supplier<UpdateRule> rule(Section optimizer) {
        Selected<OptimizerType> type = type(optimizer, List.of(OptimizerType.values()), OptimizerSection.DEFAULT_TYPE);
        double momentum = real(optimizer, UpdateRule.Momentum.MOMENTUM, type, OptimizerType.WITH_MOMENTUM);
        double beta1 = real(optimizer, UpdateRule.Adam.BETA1, type, OptimizerType.ADAPTIVE);
        double beta2 = real(optimizer, UpdateRule.Adam.BETA2, type, OptimizerType.ADAPTIVE);
        double epsilon = real(optimizer, UpdateRule.Adam.EPSILON, type, OptimizerType.ADAPTIVE);
        double weightDecay = real(optimizer, UpdateRule.AdamW.WEIGHT_DECAY, type, DECAYING);
        return () -> switch (type.value().orElseThrow()) {
            case SGD -> new UpdateRule.Sgd();
            case MOMENTUM -> new UpdateRule.Momentum(momentum);
            case NESTEROV -> new UpdateRule.Nesterov(momentum);
            case ADAM -> new UpdateRule.Adam(beta1, beta2, epsilon);
            case ADAM_W -> new UpdateRule.AdamW(beta1, beta2, epsilon, weightDecay);
        };
    }

    private static Supplier<Schedule> schedule(Section schedule) {
        Selected<ScheduleType> type = type(schedule, List.of(ScheduleType.values()), OptimizerSection.DEFAULT_SCHEDULE);
        double warmUpEpochs = schedule.real(Schedule.Constant.WARM_UP_EPOCHS);
        double everyEpochs = real(schedule, Schedule.Step.EVERY_EPOCHS, type, STEP);
        double factor = real(schedule, Schedule.Step.FACTOR, type, STEP);
        double finalRate = real(schedule, Schedule.Cosine.FINAL_RATE, type, COSINE);
        return () -> switch (type.value().orElseThrow()) {
            case CONSTANT -> new Schedule.Constant(warmUpEpochs);
            case STEP -> new Schedule.Step(warmUpEpochs, everyEpochs, factor);
            case COSINE -> new Schedule.Cosine(warmUpEpochs, finalRate);
        };
    }

    private static <E extends YamlName> Selected<E> type(Section section, List<E> words, E preset) {
        Slot slot = section.slot("type");
        return Selected.of(slot, "type", slot.word(words), preset);
    }

    private static <E extends YamlName> double real(Section section, Setting rule, Selected<E> type, List<E> types) {
        return section.only(rule.name(), type, types) ? section.real(rule) : rule.usual();
    }
}
