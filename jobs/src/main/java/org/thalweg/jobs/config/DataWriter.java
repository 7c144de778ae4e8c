package org.thalweg.jobs.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.model.Task;
import org.thalweg.spark.config.Categorical;
import org.thalweg.spark.config.ClassWeighting;
import org.thalweg.spark.config.Classes;
import org.thalweg.spark.config.Column;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.Sparse;

/** Writes the job file's {@code data}. */
final class DataWriter {
    private DataWriter() {}

    static Map<String, Object> write(DataSection data, Task task) {
        DataSource source = data.source();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", source.format().label());
        map.putAll(location(source));
        if (source instanceof DataSource.Tabular tabular) {
            putColumns(map, tabular.columns(), task);
        }
        if (source instanceof DataSource.Csv csv) {
            map.put("header", csv.header());
            map.put("separator", String.valueOf(csv.separator()));
        } else if (source instanceof DataSource.Libsvm libsvm) {
            boolean given = libsvm.numFeatures().isPresent();
            map.put(
                    DataSource.Libsvm.NUM_FEATURES.key(),
                    given ? libsvm.numFeatures().getAsInt() : null);
        }
        if (task == Task.CLASSIFICATION) {
            map.put("classes", data.classes().map(DataWriter::classes).orElse(null));
            map.put(
                    "classWeights",
                    data.classWeights().map(DataWriter::classWeights).orElse(null));
        }
        map.put("scale", data.scale().label());
        if (task == Task.REGRESSION) {
            map.put("scaleTarget", data.scaleTarget().label());
        }
        map.put("sparse", sparse(data.sparse()));
        Object validation = HeldOutBinding.written(data.validation(), DataWriter::location);
        map.put("validation", validation == null ? (Object) 0.0 : validation);
        map.put("test", HeldOutBinding.written(data.test(), DataWriter::location));
        return map;
    }

    private static Object sparse(Sparse sparse) {
        return sparse == Sparse.AUTO ? sparse.label() : (Object) (sparse == Sparse.TRUE);
    }

    private static Map<String, Object> location(DataSource source) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (source instanceof DataSource.InFiles files) {
            map.put("path", oneOrList(files.paths()));
        }
        if (source instanceof DataSource.Idx idx) {
            map.put("labels", oneOrList(idx.labels()));
        } else if (source instanceof DataSource.Table table) {
            map.put("table", table.table());
        } else if (source instanceof DataSource.Digits digits) {
            map.put(DataSource.Digits.ROWS.key(), digits.rows());
            map.put(DataSource.Digits.FIRST.key(), digits.first());
        }
        return map;
    }

    private static void putColumns(Map<String, Object> map, Columns columns, Task task) {
        if (task.takesLabel()) {
            map.put("label", oneOrList(columns(columns.label())));
        }
        map.put("features", columns.allFeatures() ? ColumnsBinding.ALL : columns(columns.features()));
        map.put("weight", columns.weight().map(DataWriter::column).orElse(null));
        map.put("categorical", columns.categorical().isEmpty() ? null : categorical(columns.categorical()));
        map.put("missing", columns.missing().label());
    }

    /** A list where all have one input a category: only a list tells a name that is a number from an index. */
    private static Object categorical(List<Categorical> columns) {
        if (columns.stream().allMatch(each -> each.buckets().isEmpty())) {
            return columns(columns.stream().map(Categorical::column).toList());
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (Categorical each : columns) {
            map.put(
                    each.column().toString(),
                    each.buckets().isEmpty() ? oneHot() : hashing(each.buckets().getAsInt()));
        }
        return map;
    }

    private static Object oneHot() {
        return Categorical.Encoding.ONE_HOT.label();
    }

    private static Map<String, Object> hashing(int buckets) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(ChoiceBinding.TYPE, Categorical.Encoding.HASHING.label());
        map.put(Categorical.BUCKETS.key(), buckets);
        return map;
    }

    private static List<Object> columns(List<Column> columns) {
        return columns.stream().map(DataWriter::column).toList();
    }

    private static Object column(Column column) {
        return column instanceof Column.Indexed indexed ? (Object) indexed.index() : column.toString();
    }

    private static Object classes(Classes classes) {
        return classes instanceof Classes.Names names ? names.names() : (Object) classes.count();
    }

    private static Object classWeights(ClassWeighting weighting) {
        return weighting instanceof ClassWeighting.ByLabel named ? named.weights() : ClassWeighting.BALANCED;
    }

    private static Object oneOrList(List<?> values) {
        return switch (values.size()) {
            case 0 -> null;
            case 1 -> values.get(0);
            default -> values;
        };
    }
}
