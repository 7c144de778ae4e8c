package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.thalweg.model.Task;
import org.thalweg.spark.config.Categorical.Encoding;
import org.thalweg.spark.config.Value.Mapping;
import org.thalweg.spark.config.Value.Scalar;

/** The keys that say which columns are what, and how features become numbers. */
final class ColumnKeys {
    private static final String EXAMPLE = "species";
    private static final String ALL = "all";

    /** How Spark names columns without a header. */
    private static final String OWN_NAME = "_c[0-9]+";

    private static final Condition WITH_COLUMNS = Condition.only(DataKeys.FORMAT, Format.withColumns());

    static final Key<Boolean> HEADER = Key.of("header", Types.flag())
            .byDefault(true)
            .means("Whether the first line of each file contains the column names. If false, refer to columns by"
                    + " their index, from 0, and in data.validation and data.test by _c0, _c1 and so on.")
            .ofRows()
            .when(Condition.only(DataKeys.FORMAT, Format.CSV));

    static final Key<List<Column>> LABEL = Key.of("label", new LabelType())
            .requiredWhere(DataKeys::needsLabel, "required, except with task autoencoder and with the command score")
            .means("The target column: its name, or in CSV files its index, counted from 0. With task regression,"
                    + " it may be a list of columns. With task multilabel, it is a list of columns, one for each"
                    + " label, which are 1 in rows with the label and 0 in all others.")
            .example(EXAMPLE)
            .ofRows()
            .when(WITH_COLUMNS)
            .when(Condition.unless(
                    "without task autoencoder",
                    at -> at.value(TaskKeys.TASK).map(Task.AUTOENCODER::equals),
                    at -> "expected none, found " + at.field(ColumnKeys.LABEL).found()
                            + "; an autoencoder has none: its input is its target"));

    static final Key<Optional<Column>> WEIGHT = Key.of("weight", new WeightType())
            .means("The column of row weights, which are numbers above 0. A row of weight 2 counts twice as much as"
                    + " a row of weight 1.")
            .example("weight")
            .ofRows()
            .when(WITH_COLUMNS);

    static final Key<List<Column>> FEATURES = Key.of("features", new FeaturesType())
            .byDefault(ALL, at -> List.of())
            .means("The columns that become inputs, in this order. all: every column except the label, the weight,"
                    + " and the columns that data.validation, data.test or retrain.new name. Such a column is an input"
                    + " all the same if data.categorical or data.dates names it.")
            .example("[length, width]")
            .ofRows();

    static final Key<List<Categorical>> CATEGORICAL = Key.of("categorical", new CategoricalType())
            .means("The features that are categories. In a list, every column is encoded as oneHot. A map sets the"
                    + " encoding of each column: oneHot, hashing, or a map of type and buckets.")
            .example("[color, city]")
            .ofRows()
            .when(WITH_COLUMNS);

    static final Key<Missing> MISSING = Key.of("missing", Types.choice(Missing.values()))
            .byDefault(Missing.REFUSE)
            .means("What happens if the value of a feature is missing. refuse: the run stops with an error. mean: a"
                    + " missing number is replaced by the column's mean over the training rows, and one more input for"
                    + " the column is 1 where the number was missing; a missing category is treated as a category of"
                    + " its own.")
            .example("mean")
            .ofRows()
            .when(WITH_COLUMNS);

    private static final Key<Encoding> ENCODING = Key.of("type", Types.choice(Encoding.values()))
            .required()
            .means("How a category is encoded. oneHot: one input for each category of the column. The categories"
                    + " are those in all rows of data, including rows that are held out of them, but not those in"
                    + " validation or test rows from another place. hashing: a hash function assigns each category to"
                    + " one of a fixed number of inputs, so that two categories may share an input.")
            .example("hashing");

    private static final Key<Integer> BUCKETS = Key.of(Categorical.BUCKETS.name(), Types.integer(Categorical.BUCKETS))
            .byDefault((int) Categorical.BUCKETS.defaultValue())
            .means("Number of inputs to which categories are hashed.")
            .when(Condition.only(ENCODING, Encoding.HASHING));

    private static final Group OF_CATEGORY = Group.of(ENCODING, BUCKETS);

    private ColumnKeys() {}

    /** Whether columns have only the names that Spark gives them. */
    static boolean isWithoutHeader(Reading at) {
        return at.value(DataKeys.FORMAT).filter(Format.CSV::equals).isPresent()
                && !at.value(HEADER).orElse(true);
    }

    /** Whether a name is one that Spark gives to a column without a header. */
    static boolean isOwnName(String name) {
        return name.matches(OWN_NAME);
    }

    private static String oneColumn(Reading at) {
        return at.value(DataKeys.FORMAT).filter(Format.CSV::equals).isPresent()
                ? "a column's name, or its index from 0"
                : "a column's name";
    }

    /** The role of each column that one of these keys names. */
    private static Map<Column, String> roles(Reading at, boolean weightToo, boolean featuresToo) {
        Map<Column, String> roles = new HashMap<>();
        if (featuresToo) {
            at.value(FEATURES).ifPresent(columns -> columns.forEach(column -> roles.put(column, "a feature")));
        }
        if (weightToo) {
            at.value(WEIGHT).flatMap(column -> column).ifPresent(column -> roles.put(column, "the weight"));
        }
        at.value(LABEL).ifPresent(columns -> columns.forEach(column -> roles.put(column, "the label")));
        return roles;
    }

    /** Reads columns of one role. A column must not have two roles or be named twice. */
    private static List<Column> columns(
            List<SettingField> fields, String role, Map<Column, String> others, Reading at) {
        Map<Column, String> roles = new HashMap<>(others);
        List<Column> columns = new ArrayList<>();
        for (SettingField field : fields) {
            parse(field, at).ifPresent(column -> {
                columns.add(column);
                String other = roles.putIfAbsent(column, role);
                if (role.equals(other)) {
                    field.error("duplicate column " + column + "; name it once");
                } else if (other != null) {
                    field.expected("a column other than " + other, "remove it here or there");
                }
            });
        }
        return columns;
    }

    static Optional<Column> parse(SettingField field, Reading at) {
        Optional<Scalar> scalar =
                field.scalar().filter(written -> !written.text().isBlank());
        if (scalar.isEmpty()) {
            field.expected(oneColumn(at), "take e.g. " + EXAMPLE);
            return Optional.empty();
        }
        String text = scalar.get().text();
        boolean index = scalar.get().plain() && Literal.isIndex(text);
        if (!index && isWithoutHeader(at) && !isOwnName(text)) {
            field.expected("a column's index from 0 (header is false)", "take e.g. 0, or header: true");
            return Optional.empty();
        }
        if (!index) {
            return Optional.of(Column.Named.of(text));
        }
        if (at.value(DataKeys.FORMAT).filter(format -> format != Format.CSV).isPresent()) {
            field.expected(oneColumn(at), "put quotes around a name that is a number");
            return Optional.empty();
        }
        try {
            return Optional.of(new Column.Indexed(Integer.parseInt(text)));
        } catch (IllegalArgumentException outOfRange) {
            field.expected(oneColumn(at), "take e.g. 0");
            return Optional.empty();
        }
    }

    /** A key of digits is a column name if the table has column names, otherwise an index. */
    static Optional<Column> key(String key, SettingField field, Reading at) {
        boolean named = at.value(DataKeys.FORMAT).filter(Format.CSV::equals).isEmpty()
                || at.value(HEADER).orElse(true);
        if (!named && !Literal.isIndex(key) && !isOwnName(key)) {
            field.error("expected a column's index from 0 before the colon (header is false), found " + key);
            return Optional.empty();
        }
        if (named || !Literal.isIndex(key)) {
            return Optional.of(Column.Named.of(key));
        }
        try {
            return Optional.of(new Column.Indexed(Integer.parseInt(key)));
        } catch (IllegalArgumentException outOfRange) {
            field.error("expected a column's index from 0 before the colon, found " + key);
            return Optional.empty();
        }
    }

    /** Whether a column may be a feature with its own encoding. If not, an error is added. */
    static boolean isNewFeature(Column column, Set<Column> before, SettingField field, Reading at) {
        List<Column> features = at.value(FEATURES).orElse(List.of());
        String role = roles(at, true, true).getOrDefault(column, "");
        String message = "";
        if (before.contains(column)) {
            message = "duplicate column " + column + "; name it once";
        } else if (!role.isEmpty() && !features.contains(column)) {
            message = "expected a feature, found " + column + ", which is " + role + "; remove it here or there";
        } else if (!features.isEmpty() && !features.contains(column)) {
            message = "expected one of data.features, found " + column + "; add it there or remove it here";
        }
        if (!message.isEmpty()) {
            field.error(message);
        }
        return message.isEmpty();
    }

    private static Object written(Column column) {
        return column instanceof Column.Indexed indexed ? (Object) indexed.index() : column.toString();
    }

    static List<Object> written(List<Column> columns) {
        return columns.stream().map(ColumnKeys::written).toList();
    }

    /** The label's columns. */
    private static final class LabelType implements ValueType<List<Column>> {
        @Override
        public String expected() {
            return "a column, or a list of columns";
        }

        @Override
        public String expected(Reading at) {
            return oneColumn(at);
        }

        @Override
        public List<Column> read(SettingField field, String example, Reading at) {
            List<SettingField> items = field.isList() ? field.items(expected(at), example) : List.of(field);
            Optional<Task> task = at.value(TaskKeys.TASK);
            if (items.isEmpty()) {
                field.expected(expected(at), "take e.g. " + example);
            } else if (items.size() > 1
                    && task.filter(chosen -> !chosen.takesSeveralLabels()).isPresent()) {
                field.error("expected one column for task classification, found " + items.size()
                        + "; several are for task multilabel or regression");
            }
            return columns(items, "the label", Map.of(), at);
        }

        @Override
        public Object write(List<Column> columns) {
            return Types.oneOrList(ColumnKeys.written(columns));
        }

        @Override
        public List<Column> nothing() {
            return List.of();
        }
    }

    /** The weight's column. */
    private static final class WeightType implements ValueType<Optional<Column>> {
        @Override
        public String expected() {
            return "a column";
        }

        @Override
        public Optional<Column> read(SettingField field, String example, Reading at) {
            return columns(List.of(field), "the weight", roles(at, false, false), at).stream()
                    .findFirst();
        }

        @Override
        public Object write(Optional<Column> column) {
            return column.map(ColumnKeys::written).orElse(null);
        }

        @Override
        public Optional<Column> nothing() {
            return Optional.empty();
        }
    }

    /** The feature columns; empty for all. Every format permits {@code all}; only formats with columns permit a list. */
    private static final class FeaturesType implements ValueType<List<Column>> {
        @Override
        public String expected() {
            return "all or a list of columns";
        }

        @Override
        public List<Column> read(SettingField field, String example, Reading at) {
            if (field.scalar().map(Scalar::text).filter(ALL::equals).isPresent()) {
                return List.of();
            }
            Optional<String> refusal = WITH_COLUMNS.refusal(at);
            if (refusal.filter(String::isEmpty).isEmpty()) {
                refusal.ifPresent(field::error);
                return List.of();
            }
            List<SettingField> items = field.items(expected(), example);
            if (items.isEmpty() && field.isList()) {
                field.expected(expected(), "take e.g. " + example);
            }
            return columns(items, "a feature", roles(at, true, false), at);
        }

        @Override
        public Object write(List<Column> columns) {
            return columns.isEmpty() ? ALL : ColumnKeys.written(columns);
        }

        @Override
        public List<Column> nothing() {
            return List.of();
        }
    }

    /** The categorical columns, and how each becomes inputs. */
    private static final class CategoricalType implements ValueType<List<Categorical>> {
        @Override
        public String expected() {
            return "a list of columns, or a map from column to oneHot or hashing";
        }

        @Override
        public List<Group> groups() {
            return List.of(OF_CATEGORY);
        }

        @Override
        public String between() {
            return "COLUMN.";
        }

        @Override
        public List<Categorical> read(SettingField field, String example, Reading at) {
            Map<Column, Categorical> columns = new LinkedHashMap<>();
            if (!(field.value().get() instanceof Mapping map)) {
                for (SettingField item : field.items(expected(), example)) {
                    parse(item, at)
                            .filter(column -> isNewFeature(column, columns.keySet(), item, at))
                            .ifPresent(column -> columns.put(column, Categorical.oneHot(column)));
                }
            } else if (!map.entries().isEmpty()) {
                field.fields(expected(), example).forEach((key, item) -> key(key, item, at)
                        .filter(column -> isNewFeature(column, columns.keySet(), item, at))
                        .ifPresent(column -> columns.put(column, encoded(column, item, at))));
            }
            return List.copyOf(columns.values());
        }

        private static Categorical encoded(Column column, SettingField field, Reading at) {
            Encoding encoding;
            int buckets = (int) Categorical.BUCKETS.defaultValue();
            if (field.value().filter(Mapping.class::isInstance).isEmpty()) {
                encoding = field.requiredChoice(List.of(Encoding.values())).orElse(Encoding.ONE_HOT);
            } else {
                Settings settings = at.below(field, OF_CATEGORY).settings();
                encoding = settings.get(ENCODING);
                buckets = settings.get(BUCKETS);
            }
            return encoding == Encoding.ONE_HOT
                    ? Categorical.oneHot(column)
                    : new Categorical(column, OptionalInt.of(buckets));
        }

        /** Writes a list if all columns are oneHot: only a list distinguishes an index from a name made of digits. */
        @Override
        public Object write(List<Categorical> columns) {
            if (columns.isEmpty()) {
                return null;
            }
            if (columns.stream().allMatch(each -> each.buckets().isEmpty())) {
                return ColumnKeys.written(
                        columns.stream().map(Categorical::column).toList());
            }
            Map<String, Object> map = new LinkedHashMap<>();
            for (Categorical each : columns) {
                map.put(
                        each.column().toString(),
                        each.buckets().isEmpty()
                                ? Encoding.ONE_HOT.label()
                                : hashing(each.buckets().getAsInt()));
            }
            return map;
        }

        private static Map<String, Object> hashing(int buckets) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put(ENCODING.name(), Encoding.HASHING.label());
            map.put(BUCKETS.name(), buckets);
            return map;
        }

        @Override
        public List<Categorical> nothing() {
            return List.of();
        }
    }
}
