package org.thalweg.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import java.util.ArrayList;
import org.apache.spark.serializer.KryoRegistrator;
import org.thalweg.data.Block;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowChunk;
import org.thalweg.data.RowSurvey;
import org.thalweg.math.TreeSum;
import org.thalweg.model.Task;
import org.thalweg.train.Calibration;
import org.thalweg.train.ClassMetrics;
import org.thalweg.train.ClassScores;
import org.thalweg.train.ConfusionMatrix;
import org.thalweg.train.ErrorCounts;
import org.thalweg.train.Evaluation;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LabelStatistics;
import org.thalweg.train.ScoreCounts;
import org.thalweg.train.ScoreSums;
import org.thalweg.train.TargetErrors;

/** Registers all classes that training sends between JVMs; arrays of numbers get serializers that copy them in bulk. */
public final class ThalwegRegistrator implements KryoRegistrator {
    @Override
    public void registerClasses(Kryo kryo) {
        kryo.register(float[].class, new WireSerializers.Floats());
        kryo.register(Example.class, new WireSerializers.Examples());
        kryo.register(RowChunk.class, new WireSerializers.RowChunks());
        kryo.register(KeyedRows.Surveyed.class, new WireSerializers.TaskSurveys());
        kryo.register(Block.class, new WireSerializers.Blocks());
        kryo.register(MappedBlock.class, new WireSerializers.Blocks());
        kryo.register(GradientSum.class, new WireSerializers.GradientSums());
        kryo.register(TreeSum.Node.class, new WireSerializers.Nodes());
        kryo.register(TaskSums.class, new WireSerializers.TaskSumsSerializer());
        kryo.register(RowSurvey.class, new WireSerializers.Surveys());
        kryo.register(ExecutorRunner.class, new WireSerializers.Runners());
        kryo.register(Evaluation.class, new FieldSerializer<>(kryo, Evaluation.class));
        kryo.register(Calibration.class, new FieldSerializer<>(kryo, Calibration.class));
        kryo.register(LabelStatistics.class, new FieldSerializer<>(kryo, LabelStatistics.class));
        kryo.register(ClassMetrics.class, new FieldSerializer<>(kryo, ClassMetrics.class));
        kryo.register(ConfusionMatrix.class, new FieldSerializer<>(kryo, ConfusionMatrix.class));
        kryo.register(long[].class);
        kryo.register(TargetErrors.class, new FieldSerializer<>(kryo, TargetErrors.class));
        kryo.register(ClassScores.class, new FieldSerializer<>(kryo, ClassScores.class));
        kryo.register(ScoreSums.class, new FieldSerializer<>(kryo, ScoreSums.class));
        kryo.register(ScoreSums[].class);
        kryo.register(ScoreCounts.class, new FieldSerializer<>(kryo, ScoreCounts.class));
        kryo.register(ErrorCounts.class, new FieldSerializer<>(kryo, ErrorCounts.class));
        kryo.register(Task.class);
        kryo.register(FeatureStatistics.class, new FieldSerializer<>(kryo, FeatureStatistics.class));
        kryo.register(ArrayList.class);
        kryo.register(Block[].class);
        kryo.register(RowBlock[].class);
        kryo.register(ExecutorBlas.class, new WireSerializers.ExecutorBlasSerializer());
        SparkInternals.register(kryo);
    }
}
