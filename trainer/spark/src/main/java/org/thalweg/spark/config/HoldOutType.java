package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Value.Mapping;
import org.thalweg.spark.config.Value.Scalar;

/**
 * Rows that are held out of training: a share of the rows, a map that selects rows, or a map that says where other rows are.
 *
 * @param none the value that is written if there are none
 */
record HoldOutType(Object none) implements ValueType<HoldOutType.Selection> {
    private static final Setting SHARE_RANGE = HoldOutSettings.Share.SETTING;
    private static final Setting LATEST_RANGE = HoldOutSettings.Latest.SETTING;

    private static final Key<HoldOutSettings.By> BY = Key.of("by", new ByType())
            .byDefault(new HoldOutSettings.Rows())
            .means("Which rows form a group that is held out or trained on as a whole. rows: no groups, each row is"
                    + " drawn separately. content: rows with the same features form a group. A list of columns: rows"
                    + " with the same values in these columns form a group.")
            .example("[customer]");

    private static final Key<Double> SHARE = Key.of("share", Types.real(SHARE_RANGE))
            .required()
            .means("The share of the rows to hold out, chosen at random.")
            .example("0.1");

    private static final Key<Double> LATEST = Key.of(LATEST_RANGE.name(), Types.real(LATEST_RANGE))
            .required()
            .means("The share of the rows to hold out: those with the largest values in the column that is given by"
                    + " `by`.")
            .example("0.1");

    private static final Key<String> BY_COLUMN = Key.of("by", new SplitColumn("a column that orders the rows"))
            .required()
            .means("The column that orders the rows, such as a date. Rows with the same value are all held out or"
                    + " all trained on.")
            .example("date");

    /** Declared so that a share next to {@code latest} is refused with a reason. */
    private static final Key<Optional<String>> NO_SHARE = Key.of("share", Types.optionalText("nothing"))
            .means("Not beside latest, which is a share itself.")
            .example("none")
            .when(Condition.unless(
                    "",
                    at -> Optional.of(true),
                    at -> "expected only without latest, which is a share itself; remove one of them"));

    private static final Key<String> WHERE = Key.of(
                    "where", new SplitColumn("a column of true and false, or of 1 and 0"))
            .required()
            .means("The column that marks the rows to hold out: true or 1 in these rows, false or 0 in all others.")
            .example("is_validation");

    private static final Group BY_SHARE = Group.of(SHARE, BY);
    private static final Group BY_LATEST = Group.of(LATEST, BY_COLUMN, NO_SHARE);
    private static final Group BY_MARK = Group.of(WHERE);
    private static final Group ELSEWHERE = Group.of(DataKeys.LOCATION);

    /**
     * Which rows are held out.
     *
     * @param ofData the selection from the data's own rows; {@link HoldOutSettings.None} if there is none, or if the rows are
     *     elsewhere
     * @param location where rows from another source are
     */
    record Selection(HoldOutSettings ofData, Optional<Settings> location) {
        /** Nothing. */
        static final Selection NONE = new Selection(new HoldOutSettings.None(), Optional.empty());

        boolean isPresent() {
            return location.isPresent() || ofData.isPresent();
        }
    }

    @Override
    public String expected() {
        return "a share of the rows from 0 to below 1, or a map with share, latest, where, path, table or rows";
    }

    @Override
    public List<Group> groups() {
        return List.of(BY_SHARE, BY_LATEST, BY_MARK, ELSEWHERE);
    }

    @Override
    public Selection read(SettingField field, String example, Reading at) {
        if (!(field.value().get() instanceof Mapping map)) {
            return new Selection(share(field), Optional.empty());
        }
        List<Key<?>> elsewhere = given(map, DataKeys.LOCATION);
        List<Key<?>> ofData = given(map, List.of(WHERE, LATEST, SHARE, BY));
        if (!ofData.isEmpty() && !elsewhere.isEmpty()) {
            field.error("expected a share of the rows or where others are, found both; remove " + elsewhere.get(0)
                    + " or take it alone");
            return Selection.NONE;
        }
        if (ofData.contains(WHERE)) {
            return new Selection(where(field, ofData, at), Optional.empty());
        }
        if (ofData.contains(LATEST)) {
            return new Selection(latest(at.below(field, BY_LATEST)), Optional.empty());
        }
        if (!ofData.isEmpty()) {
            Settings settings = at.below(field, BY_SHARE).settings();
            return new Selection(of(settings.get(SHARE), settings.get(BY)), Optional.empty());
        }
        return new Selection(
                new HoldOutSettings.None(),
                Optional.of(at.below(field, ELSEWHERE).settings()));
    }

    private static List<Key<?>> given(Mapping map, List<? extends Key<?>> keys) {
        return keys.stream()
                .<Key<?>>map(key -> key)
                .filter(key -> map.entries().containsKey(key.name()))
                .toList();
    }

    private static HoldOutSettings where(SettingField field, List<Key<?>> given, Reading at) {
        if (given.size() > 1) {
            field.error("expected a column that says which rows they are or another choice of them, found both; remove "
                    + given.get(1) + " or " + WHERE);
            return new HoldOutSettings.None();
        }
        Reading below = at.below(field, BY_MARK);
        String column = below.settings().get(WHERE);
        return below.isSound() ? new HoldOutSettings.Where(column) : new HoldOutSettings.None();
    }

    private static HoldOutSettings latest(Reading at) {
        Settings settings = at.settings();
        return at.isSound()
                ? new HoldOutSettings.Latest(settings.get(LATEST), settings.get(BY_COLUMN))
                : new HoldOutSettings.None();
    }

    private static HoldOutSettings of(double share, HoldOutSettings.By by) {
        return share == 0 ? new HoldOutSettings.None() : new HoldOutSettings.Share(share, by);
    }

    private HoldOutSettings share(SettingField field) {
        OptionalDouble share = field.plain().map(Literal::real).orElse(OptionalDouble.empty());
        if (share.isEmpty() || !SHARE_RANGE.permits(share.getAsDouble())) {
            field.expected(expected(), field.quotedNumber().orElse("take e.g. 0.1, or { share: 0.1, by: rows }"));
            return new HoldOutSettings.None();
        }
        return of(share.getAsDouble(), new HoldOutSettings.Rows());
    }

    @Override
    public Object write(Selection selection) {
        if (selection.location().isPresent()) {
            return selection.location().get().written();
        }
        HoldOutSettings heldOut = selection.ofData();
        if (heldOut instanceof HoldOutSettings.Latest latest) {
            return map(LATEST, latest.share(), latest.column());
        }
        if (heldOut instanceof HoldOutSettings.Where where) {
            return Map.of(WHERE.name(), where.column());
        }
        if (!(heldOut instanceof HoldOutSettings.Share share)) {
            return none;
        }
        return share.by() instanceof HoldOutSettings.Rows
                ? (Object) share.share()
                : map(SHARE, share.share(), BY.type().write(share.by()));
    }

    private static Map<String, Object> map(Key<Double> key, double share, Object by) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key.name(), share);
        map.put(BY.name(), by);
        return map;
    }

    @Override
    public Selection nothing() {
        return Selection.NONE;
    }

    /** Which rows stay together on one side of the split. */
    private static final class ByType implements ValueType<HoldOutSettings.By> {
        private static final Map<String, HoldOutSettings.By> FORMS =
                Map.of("rows", new HoldOutSettings.Rows(), "content", new HoldOutSettings.Content());

        @Override
        public String expected() {
            return "rows, content, or a list of columns";
        }

        @Override
        public HoldOutSettings.By read(SettingField field, String example, Reading at) {
            if (field.isList()) {
                SplitColumn.requireColumns("rows or content", field, at);
                List<String> columns = new ArrayList<>(field.texts(expected(), example));
                SplitColumn.requireNames(columns, field, at);
                return columns.isEmpty() ? nothing() : new HoldOutSettings.ColumnValues(unquoted(columns));
            }
            String word = field.scalar().map(Scalar::text).orElse("");
            if (!FORMS.containsKey(word)) {
                field.expected(expected(), word.isEmpty() ? "take e.g. rows" : near(word));
            }
            return FORMS.getOrDefault(word, nothing());
        }

        private static List<String> unquoted(List<String> columns) {
            return columns.stream()
                    .map(column ->
                            column.isBlank() ? column : Column.Named.of(column).name())
                    .toList();
        }

        private static String near(String word) {
            return SpellingSuggestion.to(word, FORMS.keySet())
                    .map(known -> "did you mean " + known + "?")
                    .orElse("of a column, take [" + word + "]");
        }

        @Override
        public Object write(HoldOutSettings.By by) {
            return by instanceof HoldOutSettings.ColumnValues values
                    ? values.columns()
                    : by instanceof HoldOutSettings.Content ? "content" : "rows";
        }

        @Override
        public HoldOutSettings.By nothing() {
            return new HoldOutSettings.Rows();
        }
    }
}
