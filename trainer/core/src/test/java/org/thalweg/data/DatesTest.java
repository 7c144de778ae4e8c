package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.data.DatePart.Kind;
import org.thalweg.data.FeatureColumn.Dates;

class DatesTest {
    private static final List<DatePart> PARTS = List.of(
            DatePart.of(Kind.MONTH, true),
            DatePart.of(Kind.YEAR, true),
            DatePart.of(Kind.DAY_OF_WEEK, false),
            DatePart.since(Kind.DAYS_SINCE, LocalDate.of(2020, 1, 1)),
            DatePart.of(Kind.HOUR, true));

    private static FeatureEncoding encoding(boolean fills, boolean missing, String format, String zone) {
        return new FeatureEncoding(List.of(new Dates("at", PARTS, format, zone, missing)), fills);
    }

    private static float[] utc(Object cell) {
        return encoding(false, false, DateReader.ISO, DateReader.UTC).encoder().inputs(cell);
    }

    @Test
    void numbersAreFirstAndCyclicPartsAreSinesAndCosines() {
        FeatureEncoding encoding = encoding(true, true, DateReader.ISO, DateReader.UTC);
        assertThat(encoding.inputNames())
                .containsExactly(
                        "at.year",
                        "at.dayOfWeek",
                        "at.daysSince",
                        "at.month.sin",
                        "at.month.cos",
                        "at.hour.sin",
                        "at.hour.cos",
                        "at is missing");
        assertThat(encoding.numbers().stream()).containsExactly(0, 1, 2);
        float[] row = utc("2020-04-10T18:00:00");
        assertThat(row).hasSize(7).startsWith(2020, 5, 100.75f);
        assertThat(new double[] {row[3], row[4], row[5], row[6]})
                .usingComparatorWithPrecision(1e-6)
                .containsExactly(1, 0, -1, 0); // a quarter of the year, three of the day
    }

    @Test
    void everyPartIsItsOwnNumber() {
        LocalDateTime time = LocalDateTime.of(2024, 12, 31, 23, 59, 30);
        double[] values = List.of(Kind.values()).stream()
                .mapToDouble(kind -> kind.countsSince()
                        ? DatePart.since(kind, LocalDate.of(2024, 12, 30)).value(time)
                        : DatePart.of(kind, false).value(time))
                .toArray();
        assertThat(values).containsExactly(2024, 12, 31, 2, 366, 23, 59, 1 + 86_370 / 86_400.0, 86_400 + 86_370);
    }

    /** numpy: np.sin(2 * np.pi * (value - first) / period). */
    @ParameterizedTest
    @CsvSource({
        "MONTH, 2024-12-01, -0.5, 0.8660254",
        "DAY_OF_WEEK, 2024-01-03, 0.9749279, -0.2225209",
        "DAY_OF_MONTH, 2024-01-15, 0.2993632, -0.9541393",
        "DAY_OF_YEAR, 2024-01-01, 0, 1"
    })
    void circleIsCountedFromTheFirst(Kind kind, LocalDate date, double sine, double cosine) {
        LocalDateTime time = date.atStartOfDay();
        assertThat((double) DatePart.of(kind, true).sine(time)).isCloseTo(sine, within(1e-6));
        assertThat((double) DatePart.of(kind, true).cosine(time)).isCloseTo(cosine, within(1e-6));
    }

    @Test
    void timesOfAnyTypeAreTheSameAndTheMachinesZoneHasNoSay() {
        TimeZone before = TimeZone.getDefault();
        float[] expected = utc(LocalDateTime.of(2020, 4, 10, 18, 0));
        try {
            for (String zone : List.of("UTC", "Pacific/Apia", "America/New_York")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                assertThat(utc("2020-04-10 18:00")).isEqualTo(expected);
                assertThat(utc("2020-04-10T20:00:00+02:00")).isEqualTo(expected);
                assertThat(utc(" 2020-04-10T18:00:00.000Z ")).isEqualTo(expected);
                assertThat(utc(Instant.parse("2020-04-10T18:00:00Z"))).isEqualTo(expected);
                assertThat(utc(OffsetDateTime.parse("2020-04-10T19:00:00+01:00")))
                        .isEqualTo(expected);
            }
        } finally {
            TimeZone.setDefault(before);
        }
        assertThat(utc(LocalDate.of(2020, 4, 10))).isEqualTo(utc("2020-04-10"));
    }

    @Test
    void instantsAreReadFromTheClockOfTheZoneAndPlainTimesAsTheyStand() {
        RowEncoder encoder =
                encoding(false, false, DateReader.ISO, "America/New_York").encoder();
        assertThat(encoder.inputs("2020-04-11T01:00:00Z")).isEqualTo(utc("2020-04-10T21:00:00"));
        assertThat(encoder.inputs("2020-04-10T21:00:00")).isEqualTo(utc("2020-04-10T21:00:00"));
    }

    @Test
    void textsOfOtherFormatsAreRead() {
        RowEncoder encoder =
                encoding(false, false, "d.M.yyyy HH:mm", DateReader.UTC).encoder();
        assertThat(encoder.inputs("10.4.2020 18:00")).isEqualTo(utc("2020-04-10T18:00"));
        assertThat(encoding(false, false, "MMM d, yyyy", DateReader.UTC)
                        .encoder()
                        .inputs("Apr 10, 2020"))
                .isEqualTo(utc("2020-04-10"));
        assertThatThrownBy(() -> encoder.inputs("31.2.2020 18:00"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at: expected a date (format d.M.yyyy HH:mm), found \"31.2.2020 18:00\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"04/10/2020", "2020-13-01", "2020-02-30", "yesterday", "20200410"})
    void whatIsNoDateIsRefused(String text) {
        assertThatThrownBy(() -> utc(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at: expected a date (ISO 8601, such as 2026-11-30), found \"" + text + "\"");
    }

    @Test
    void missingDatesAreRefusedOrFilledAndMarked() {
        assertThatThrownBy(() -> utc(null)).hasMessageContaining("found nothing");
        float[] row =
                encoding(true, true, DateReader.ISO, DateReader.UTC).encoder().inputs("");
        assertThat(row).containsExactly(Float.NaN, Float.NaN, Float.NaN, 0, 0, 0, 0, 1);
        EncodingSurvey survey = new EncodingSurvey(encoding(true, false, DateReader.ISO, DateReader.UTC));
        survey.add(0, "2020-04-10");
        assertThat(survey.encoding().inputs()).isEqualTo(7);
        survey.add(0, null);
        assertThat(survey.encoding().inputs()).isEqualTo(8);
        assertThatThrownBy(() -> survey.add(0, "soon")).hasMessageContaining("expected a date");
    }

    @ParameterizedTest
    @CsvSource({
        "'', UTC, 2026-03-29T02:30",
        "d.M.yyyy, UTC, 29.3.2026",
        "dd.MM.yyyy HH:mm, Europe/Berlin, 29.03.2026 02:30",
        "yyyy-MM-dd HH:mm XXX, Asia/Kolkata, 2026-03-29 02:30 +05:30"
    })
    void datesAreWrittenInTheirFormatAlsoWhereNoClockOfTheZoneShowsThem(String format, String zone, String text) {
        DateReader reader = new DateReader(format, zone);
        assertThat(reader.write(LocalDateTime.of(2026, 3, 29, 2, 30))).isEqualTo(text);
        assertThat(reader.read(text)).isIn(LocalDateTime.of(2026, 3, 29, 2, 30), LocalDateTime.of(2026, 3, 29, 0, 0));
    }

    @Test
    void formatsAndZonesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new DateReader("dd.MM", DateReader.UTC))
                .hasMessage("expected a format with year, month and day, such as dd.MM.yyyy, found \"dd.MM\"");
        assertThatThrownBy(() -> new DateReader("DD.MM.YYYY b", DateReader.UTC))
                .hasMessageStartingWith("expected a java.time.DateTimeFormatter pattern of a complete date, such as");
        assertThatThrownBy(() -> new DateReader(DateReader.ISO, "Mars"))
                .hasMessage("expected a time zone, such as Europe/Berlin, found Mars");
        assertThatThrownBy(() -> new DatePart(Kind.YEAR, true, LocalDate.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(DateReader.hasHours("dd.MM.yyyy HH:mm")).isTrue();
        assertThat(DateReader.hasHours("dd.MM.yyyy 'Hour'")).isFalse();
    }
}
