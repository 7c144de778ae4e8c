package org.thalweg.jobs.retrain;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thalweg.data.Cell;
import org.thalweg.data.CompressedRows;
import org.thalweg.jobs.session.Session;
import org.thalweg.model.Model;
import org.thalweg.model.Predictor;
import org.thalweg.model.Task;
import org.thalweg.spark.fit.ModelBytes;
import org.thalweg.spark.table.Cells;
import org.thalweg.spark.table.ColumnRoles;
import org.thalweg.spark.table.ExampleMapper;
import org.thalweg.spark.table.KnownFeatures;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.Slices;
import org.thalweg.spark.table.Targets;

/** Scores the held-out rows with champion and challenger. Each model reads the rows with its own feature encoding. */
final class RowScoring {
    private static final StructType SCHEMA = new StructType()
            .add("champion", DataTypes.DoubleType)
            .add("challenger", DataTypes.DoubleType)
            .add("weight", DataTypes.DoubleType)
            .add("since", DataTypes.IntegerType)
            .add("label", DataTypes.StringType)
            .add("slices", DataTypes.createArrayType(DataTypes.StringType))
            .add("rank", DataTypes.LongType)
            .add("byChampion", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("byChallenger", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("truth", DataTypes.createArrayType(DataTypes.DoubleType));

    private static final double[] NO_NUMBERS = {};

    private final Session session;
    private final RetrainRows rows;
    private final List<String> slices;
    private final Optional<RowOutputs> kept;

    /** @param kept the outputs to keep; empty for scores only */
    RowScoring(Session session, RetrainRows rows, List<String> slices, Optional<RowOutputs> kept) {
        this.session = session;
        this.rows = rows;
        this.slices = slices;
        this.kept = kept;
    }

    /** Every row's score by the serving model only. */
    List<ScoredRow> of(Model champion) {
        return of(Optional.of(champion), Optional.empty());
    }

    /** Every row's scores by both models, ordered by rank. */
    List<ScoredRow> of(Optional<Model> champion, Model challenger) {
        return of(champion, Optional.of(challenger));
    }

    private List<ScoredRow> of(Optional<Model> champion, Optional<Model> challenger) {
        OpenTable table = rows.all().table().with(rows.toEvaluate());
        LabelledRows read = new LabelledRows(table, rows.all().roles());
        Broadcast<byte[]> second = sent(challenger);
        Broadcast<byte[]> first = sent(champion);
        try {
            Scorer ofChampion = champion.map(
                            model -> new Scorer(forModel(table, model), model, first, kept.orElse(null), null))
                    .orElse(null);
            Scorer ofChallenger = challenger
                    .map(model -> new Scorer(read, model, second, kept.orElse(null), ofChampion))
                    .orElse(null);
            ColumnIndices places = new ColumnIndices(table, rows.all().roles(), rows.targets(), slices);
            MapPartitionsFunction<Row, Row> score = part -> new Scores(part, ofChampion, ofChallenger, places);
            return read.reading(
                    rows.targets(),
                    ExampleMapper::example,
                    () -> collected(table.rows()
                            .mapPartitions(score, Encoders.row(SCHEMA))
                            .collectAsList()));
        } finally {
            first.destroy();
            second.destroy();
        }
    }

    private Broadcast<byte[]> sent(Optional<Model> model) {
        return session.context().broadcast(model.map(ModelBytes::of).orElse(new byte[0]));
    }

    private LabelledRows forModel(OpenTable table, Model model) {
        return new LabelledRows(table, ColumnRoles.forModel(table, KnownFeatures.of(model.description()), true));
    }

    private List<ScoredRow> collected(List<Row> scored) {
        List<Row> sorted = new ArrayList<>(scored);
        sorted.sort(Comparator.<Row>comparingLong(row -> row.getLong(6)).thenComparing(row -> row.getInt(3)));
        return sorted.stream()
                .map(row -> new ScoredRow(
                        row.getDouble(0),
                        row.getDouble(1),
                        row.getDouble(2),
                        row.getInt(3) == rows.runNumber(),
                        row.getString(4),
                        row.getList(5),
                        numbers(row.getList(7)),
                        numbers(row.getList(8)),
                        numbers(row.getList(9))))
                .toList();
    }

    private static double[] numbers(List<Double> list) {
        return list.isEmpty()
                ? NO_NUMBERS
                : list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Indices of the columns that a scored row takes over. */
    private static final class ColumnIndices implements Serializable {
        private static final long serialVersionUID = 1;

        private final int since;
        private final int rank;
        private final int weight;
        private final int label;
        private final List<String> classes;
        private final int[] slices;

        ColumnIndices(OpenTable table, ColumnRoles roles, Targets targets, List<String> slices) {
            List<String> columns = List.of(table.rows().columns());
            since = columns.indexOf(ContentSplit.SINCE);
            rank = columns.indexOf(ContentSplit.RANK);
            weight = roles.weight().map(columns::indexOf).orElse(-1);
            label = targets.kind() == Targets.Kind.CLASS
                    ? columns.indexOf(roles.labels().get(0))
                    : -1;
            classes = targets.classLabels();
            this.slices = slices.stream().mapToInt(columns::indexOf).toArray();
        }
    }

    /** Scores single rows by one model. */
    private static final class Scorer implements Serializable {
        private static final long serialVersionUID = 1;

        private final ExampleMapper mapper;
        private final Broadcast<byte[]> bytes;
        private final int label;
        private final RowOutputs kept; // null for none
        private final Scorer units;
        private transient double[] last; // the kept outputs
        private transient double[] truth; // the targets of the last row
        private transient Predictor predictor;
        private transient float[] outputs;
        private transient double[] errorUnits;
        private transient CompressedRows sparse;

        /**
         * A scorer of one model.
         *
         * @param units the scorer whose model scales an autoencoder's errors, as each model has a scale of its own;
         *     null for this one
         */
        Scorer(LabelledRows rows, Model model, Broadcast<byte[]> bytes, RowOutputs kept, Scorer units) {
            this.kept = kept;
            this.units = units;
            boolean ofClasses = model.task() == Task.CLASSIFICATION;
            // A row whose class the champion does not know is valid; its prediction is wrong.
            this.mapper = rows.mapper(
                    ofClasses ? Targets.NONE : Targets.of(model.description()),
                    model.network().sparse());
            this.bytes = bytes;
            this.label = ofClasses
                    ? List.of(rows.table().rows().columns())
                            .indexOf(rows.roles().labels().get(0))
                    : -1;
        }

        private Predictor predictor() {
            if (predictor == null) {
                predictor = ModelBytes.predictor(bytes.value());
                outputs = new float[predictor.outputs()];
                sparse = new CompressedRows(predictor.inputs());
                if (predictor.description().task() == Task.AUTOENCODER) {
                    errorUnits = predictor.errorUnits(units == null ? predictor : units.predictor());
                }
            }
            return predictor;
        }

        double score(Row row) {
            if (predictor().description().network().sparse()) {
                sparse.clear();
                mapper.sparseFeaturesInto(row, sparse);
                predictor.predict(sparse, outputs);
                return scored(row, null);
            }
            float[] features = mapper.features(row);
            predictor.predict(features, 1, outputs);
            return scored(row, features);
        }

        private double scored(Row row, float[] features) {
            last = NO_NUMBERS;
            truth = NO_NUMBERS;
            return switch (predictor.description().task()) {
                case CLASSIFICATION -> classScore(row.get(label));
                case MULTILABEL -> allRight(keep(mapper.example(row).targets())) ? 1 : 0;
                case REGRESSION -> squaredError(keep(mapper.example(row).targets()));
                case AUTOENCODER -> {
                    float[] error = new float[1];
                    predictor.reconstructionErrors(features, 1, outputs, errorUnits, error);
                    yield error[0];
                }
            };
        }

        private double classScore(Object cell) {
            List<String> labels = predictor.description().classLabels();
            String trueClass = Cells.label(cell, labels);
            int predicted = predictor.predictedClass(outputs, 0);
            if (kept != null) {
                double[] p = outputs.length == 1 ? new double[] {1 - outputs[0], outputs[0]} : widened(outputs);
                last = kept.ofClasses(p, labels, predicted, trueClass);
            }
            return labels.get(predicted).equals(trueClass) ? 1 : 0;
        }

        private float[] keep(float[] targets) {
            if (kept != null) {
                last = widened(outputs);
                truth = widened(targets);
            }
            return targets;
        }

        private static double[] widened(float[] numbers) {
            double[] wide = new double[numbers.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = numbers[i];
            }
            return wide;
        }

        private boolean allRight(float[] truths) {
            for (int i = 0; i < outputs.length; i++) {
                if (predictor.isPredicted(outputs[i]) != truths[i] >= 0.5f) {
                    return false;
                }
            }
            return true;
        }

        private double squaredError(float[] targets) {
            double sum = 0;
            for (int i = 0; i < outputs.length; i++) {
                double error = outputs[i] - targets[i];
                sum += error * error;
            }
            return sum / outputs.length;
        }
    }

    private record Scores(Iterator<Row> rows, Scorer champion, Scorer challenger, ColumnIndices places)
            implements Iterator<Row> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Row next() {
            Row row = rows.next();
            String[] slices = new String[places.slices.length];
            for (int i = 0; i < slices.length; i++) {
                slices[i] = Slices.of(row.get(places.slices[i]));
            }
            double first = champion == null ? Double.NaN : champion.score(row);
            double second = challenger == null ? Double.NaN : challenger.score(row);
            return RowFactory.create(
                    first,
                    second,
                    places.weight < 0 ? 1.0 : (double) Cell.number(row.get(places.weight)),
                    row.getInt(places.since),
                    places.label < 0 ? "" : Cells.label(row.get(places.label), places.classes),
                    slices,
                    row.getLong(places.rank),
                    champion == null ? NO_NUMBERS : champion.last,
                    challenger == null ? NO_NUMBERS : challenger.last,
                    challenger == null ? champion.truth : challenger.truth);
        }
    }
}
