package org.thalweg.spark;

import com.esotericsoftware.kryo.Kryo;
import java.util.List;

/**
 * Registers Spark's own classes that it sends between JVMs when it reads and writes tables, and does not register itself.
 *
 * <p>They are given by name, because many are private and some are missing in some versions.
 */
final class SparkInternals {
    private static final List<String> CLASSES = List.of(
            "org.apache.spark.sql.execution.datasources.WriteTaskResult",
            "org.apache.spark.sql.execution.datasources.ExecutedWriteSummary",
            "org.apache.spark.sql.execution.datasources.BasicWriteTaskStats",
            "org.apache.spark.internal.io.FileCommitProtocol$TaskCommitMessage",
            "org.apache.spark.internal.io.FileCommitProtocol$EmptyTaskCommitMessage$",
            "org.apache.spark.sql.types.StructType",
            "org.apache.spark.sql.types.StructField",
            "org.apache.spark.sql.types.Metadata",
            "[Lorg.apache.spark.sql.types.StructField;",
            "org.apache.spark.sql.types.ArrayType",
            "org.apache.spark.sql.types.MapType",
            "org.apache.spark.sql.types.CharType",
            "org.apache.spark.sql.types.VarcharType",
            "org.apache.spark.sql.types.DecimalType",
            "org.apache.spark.sql.types.DayTimeIntervalType",
            "org.apache.spark.sql.types.YearMonthIntervalType",
            "org.apache.spark.sql.types.StringType",
            "org.apache.spark.sql.types.ObjectType",
            "org.apache.spark.sql.types.BinaryType$",
            "org.apache.spark.sql.types.BooleanType$",
            "org.apache.spark.sql.types.ByteType$",
            "org.apache.spark.sql.types.CalendarIntervalType$",
            "org.apache.spark.sql.types.DateType$",
            "org.apache.spark.sql.types.DoubleType$",
            "org.apache.spark.sql.types.FloatType$",
            "org.apache.spark.sql.types.IntegerType$",
            "org.apache.spark.sql.types.LongType$",
            "org.apache.spark.sql.types.NullType$",
            "org.apache.spark.sql.types.ShortType$",
            "org.apache.spark.sql.types.StringType$",
            "org.apache.spark.sql.types.TimestampType$",
            "org.apache.spark.sql.types.TimestampNTZType$",
            "org.apache.spark.sql.types.VariantType$",
            "org.apache.spark.ml.linalg.VectorUDT",
            "org.apache.spark.ml.linalg.MatrixUDT",
            "org.apache.spark.sql.catalyst.InternalRow",
            "[Lorg.apache.spark.sql.catalyst.InternalRow;",
            "org.apache.spark.sql.catalyst.expressions.GenericInternalRow",
            "org.apache.spark.sql.catalyst.expressions.UnsafeRow",
            "[Lorg.apache.spark.sql.catalyst.expressions.UnsafeRow;",
            "org.apache.spark.sql.execution.joins.EmptyHashedRelation$",
            "org.apache.spark.sql.execution.columnar.DefaultCachedBatch",
            "scala.collection.immutable.Set$EmptySet$",
            "scala.collection.immutable.ArraySeq$ofRef",
            "scala.collection.mutable.ArraySeq$ofRef",
            "scala.reflect.ClassTag$GenericClassTag",
            "[Ljava.lang.Object;",
            "[Ljava.lang.String;",
            "[[B");

    private SparkInternals() {}

    static void register(Kryo kryo) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (String name : CLASSES) {
            try {
                kryo.register(Class.forName(name, false, loader));
            } catch (ClassNotFoundException e) {
                // This version of Spark does not have it.
            }
        }
    }
}
