package org.thalweg.spark.config;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.thalweg.data.DatePart;
import org.thalweg.data.DateReader;
import org.thalweg.settings.Labelled;
import org.thalweg.spark.config.Value.Mapping;
import org.thalweg.spark.config.Value.Scalar;

/** The key of the features that are dates or times, and of their parts. */
final class DateKeys {
    private static final String AUTO = "auto";

    static final Key<List<DateColumn>> DATES = Key.of("dates", new DatesType())
            .means("The features that are dates or times. Each is divided into parts, such as year and month, which"
                    + " become the inputs. In a list, every column gets the default parts. A map sets for each column"
                    + " auto (the default parts), a list of parts, or a map of the keys below. The default parts are"
                    + " year, month, dayOfMonth, dayOfWeek and daysSince: 2000-01-01. Times also get hour. A part that"
                    + " repeats, such as month or hour, becomes two inputs between -1 and 1: the sine and the cosine"
                    + " of its position in the cycle. These two are never scaled.")
            .example("[signup_date]")
            .ofRows()
            .when(Condition.only(DataKeys.FORMAT, Format.withColumns()));

    private static final Key<List<DatePart>> PARTS = Key.of("parts", new PartsType())
            .byDefault(AUTO, at -> List.of())
            .means("The parts of the date or time that become inputs. daysSince and secondsSince count from the"
                    + " given day.")
            .example("[year, month, dayOfWeek, daysSince: 2020-01-01]")
            .check(DateKeys::requireTimes);

    private static final Key<String> FORMAT = Key.of("format", Types.text("a format"))
            .byDefault("ISO 8601, such as 2026-11-30 or 2026-11-30T08:15:00Z", at -> DateReader.ISO)
            .means("The format of dates in text columns: a pattern of java.time.format.DateTimeFormatter, with English"
                    + " names.")
            .example("dd.MM.yyyy")
            .check(DateKeys::requireFormat);

    private static final Key<String> ZONE = Key.of("zone", Types.text("a time zone"))
            .byDefault(DateReader.UTC)
            .means("The time zone in which the parts are computed, for timestamps and for texts with a UTC offset.")
            .example("Europe/Berlin")
            .check(DateKeys::requireZone);

    private static final Key<Boolean> CYCLIC = Key.of("cyclic", Types.flag())
            .byDefault(true)
            .means("What a part that repeats, such as month or hour, becomes. true: a sine and a cosine. false: one"
                    + " number.");

    private static final Group OF_DATE = Group.of(PARTS, FORMAT, ZONE, CYCLIC);

    private DateKeys() {}

    private static void requireTimes(List<DatePart> parts, SettingField field, Reading at) {
        String format = at.value(FORMAT).orElse(DateReader.ISO);
        parts.stream()
                .map(DatePart::kind)
                .filter(kind -> !format.equals(DateReader.ISO) && !DateReader.hasPart(format, kind))
                .findFirst()
                .ifPresent(kind -> field.error(
                        "expected parts that " + FORMAT.name() + " " + format + " has, found " + kind.label()
                                + "; remove it, or take a format with " + kind.label() + "s, if the texts have them"));
    }

    private static void requireFormat(String format, SettingField field, Reading at) {
        require(format, DateReader.UTC, field);
    }

    private static void requireZone(String zone, SettingField field, Reading at) {
        require(DateReader.ISO, zone, field);
    }

    private static void require(String format, String zone, SettingField field) {
        try {
            new DateReader(format, zone);
        } catch (IllegalArgumentException e) {
            field.error(e.getMessage());
        }
    }

    /** The columns of dates. */
    private static final class DatesType implements ValueType<List<DateColumn>> {
        @Override
        public String expected() {
            return "a list of columns, or a map from column to auto, a list of parts, or settings";
        }

        @Override
        public List<Group> groups() {
            return List.of(OF_DATE);
        }

        @Override
        public String between() {
            return "COLUMN.";
        }

        @Override
        public List<DateColumn> read(SettingField field, String example, Reading at) {
            Map<Column, DateColumn> columns = new LinkedHashMap<>();
            if (!(field.value().get() instanceof Mapping map)) {
                for (SettingField item : field.items(expected(), example)) {
                    ColumnKeys.parse(item, at)
                            .filter(column -> isNew(column, columns, item, at))
                            .ifPresent(column -> columns.put(column, DateColumn.auto(column)));
                }
            } else if (!map.entries().isEmpty()) {
                field.fields(expected(), example).forEach((key, item) -> ColumnKeys.key(key, item, at)
                        .filter(column -> isNew(column, columns, item, at))
                        .ifPresent(column -> columns.put(column, date(column, item, at))));
            }
            return List.copyOf(columns.values());
        }

        private static boolean isNew(Column column, Map<Column, DateColumn> before, SettingField field, Reading at) {
            boolean category = at.value(ColumnKeys.CATEGORICAL).orElse(List.of()).stream()
                    .anyMatch(each -> each.column().equals(column));
            if (category) {
                field.error("expected a feature that is no category, found " + column
                        + ", which is in data.categorical; remove it here or there");
            }
            return !category && ColumnKeys.isNewFeature(column, before.keySet(), field, at);
        }

        private static DateColumn date(Column column, SettingField field, Reading at) {
            int before = field.errors().count();
            List<DatePart> parts;
            String format = DateReader.ISO;
            String zone = DateReader.UTC;
            boolean cyclic = true;
            if (field.value().filter(Mapping.class::isInstance).isPresent()) {
                Settings settings = at.below(field, OF_DATE).settings();
                parts = settings.get(PARTS);
                format = settings.get(FORMAT);
                zone = settings.get(ZONE);
                cyclic = settings.get(CYCLIC);
            } else {
                parts = PARTS.type().read(field, PARTS.exampleText(), at);
            }
            boolean circles = cyclic;
            return field.errors().count() > before
                    ? DateColumn.auto(column)
                    : new DateColumn(
                            column,
                            parts.stream()
                                    .map(part -> part.kind().countsSince() ? part : DatePart.of(part.kind(), circles))
                                    .toList(),
                            cyclic,
                            format,
                            zone);
        }

        /**
         * Writes a list if all columns have the default settings: only a list distinguishes an index from a name made of
         * digits.
         */
        @Override
        public Object write(List<DateColumn> columns) {
            if (columns.isEmpty()) {
                return null;
            }
            if (columns.stream().allMatch(each -> each.equals(DateColumn.auto(each.column())))) {
                return ColumnKeys.written(
                        columns.stream().map(DateColumn::column).toList());
            }
            Map<String, Object> map = new LinkedHashMap<>();
            for (DateColumn each : columns) {
                map.put(each.column().toString(), written(each));
            }
            return map;
        }

        private static Object written(DateColumn column) {
            DateColumn auto = DateColumn.auto(column.column());
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put(PARTS.name(), PARTS.type().write(column.parts()));
            if (!column.format().equals(auto.format())) {
                settings.put(FORMAT.name(), column.format());
            }
            if (!column.zone().equals(auto.zone())) {
                settings.put(ZONE.name(), column.zone());
            }
            if (!column.cyclic()) {
                settings.put(CYCLIC.name(), false);
            }
            return settings.size() == 1 ? settings.get(PARTS.name()) : settings;
        }

        @Override
        public List<DateColumn> nothing() {
            return List.of();
        }
    }

    /** The parts of a date; empty for the default parts. */
    private static final class PartsType implements ValueType<List<DatePart>> {
        private static final List<DatePart.Kind> KINDS = List.of(DatePart.Kind.values());

        @Override
        public String expected() {
            List<String> kinds = KINDS.stream().map(PartsType::spelt).toList();
            return AUTO + ", or a list of " + Literal.either(kinds);
        }

        private static String spelt(DatePart.Kind kind) {
            return kind.label() + (kind.countsSince() ? ": DAY" : "");
        }

        @Override
        public List<DatePart> read(SettingField field, String example, Reading at) {
            if (field.scalar().map(Scalar::text).filter(AUTO::equals).isPresent()) {
                return List.of();
            }
            List<DatePart> parts = new ArrayList<>();
            List<SettingField> items = field.items(expected(), example);
            for (SettingField item : items) {
                part(item).ifPresent(part -> {
                    if (parts.contains(part)) {
                        item.error("duplicate " + part.kind().label() + "; name it once");
                    }
                    parts.add(part);
                });
            }
            if (items.isEmpty() && field.isList()) {
                field.expected(expected(), "take e.g. " + example);
            }
            return parts;
        }

        private static Optional<DatePart> part(SettingField field) {
            if (field.value().filter(Mapping.class::isInstance).isPresent()) {
                return field.fields("a part", "year").entrySet().stream()
                        .map(each -> since(each.getKey(), each.getValue()))
                        .toList()
                        .get(0);
            }
            List<DatePart.Kind> plain =
                    KINDS.stream().filter(kind -> !kind.countsSince()).toList();
            String text = field.scalar().map(Scalar::text).orElse("");
            Optional<DatePart.Kind> counting =
                    counting().filter(kind -> kind.label().equals(text)).findFirst();
            if (counting.isPresent()) {
                field.error("expected a day to count from, found none; take e.g. " + text + ": 2020-01-01");
                return Optional.empty();
            }
            return field.requiredChoice(plain).map(kind -> DatePart.of(kind, true));
        }

        private static Stream<DatePart.Kind> counting() {
            return KINDS.stream().filter(DatePart.Kind::countsSince);
        }

        private static Optional<DatePart> since(String name, SettingField field) {
            Optional<DatePart.Kind> kind =
                    counting().filter(each -> each.label().equals(name)).findFirst();
            if (kind.isEmpty()) {
                List<String> names = counting().map(Labelled::label).toList();
                field.error("expected " + Literal.either(names) + " before a day, found " + name);
                return Optional.empty();
            }
            String day = field.scalar().map(Scalar::text).orElse("");
            try {
                return Optional.of(DatePart.since(kind.get(), LocalDate.parse(day)));
            } catch (DateTimeException e) {
                field.expected("a day to count from", "take e.g. 2020-01-01");
                return Optional.empty();
            }
        }

        @Override
        public Object write(List<DatePart> parts) {
            return parts.isEmpty()
                    ? AUTO
                    : parts.stream()
                            .map(part -> part.kind().countsSince()
                                    ? Map.of(part.kind().label(), part.since().toString())
                                    : (Object) part.kind().label())
                            .toList();
        }

        @Override
        public List<DatePart> nothing() {
            return List.of();
        }
    }
}
