package org.thalweg.jobs.profile;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.jobs.json.JsonObject;

/**
 * The profile of a column.
 *
 * @param name name of the column, or {@code name[i]} for the i-th number of a wider one
 * @param bins the bins
 * @param counts number of values in each bin
 * @param missing number of missing values
 * @param outside number of values outside the range of the profile from which the bins were taken; 0 if there is none
 * @param mean mean of the numbers; NaN for texts and without values
 * @param deviation standard deviation of the numbers, √(Σ (x − mean)² / n)
 * @param least the least number
 * @param greatest the greatest number
 */
public record ColumnProfile(
        String name,
        Bins bins,
        List<Long> counts,
        long missing,
        long outside,
        double mean,
        double deviation,
        double least,
        double greatest) {
    private static final MathContext DIGITS = new MathContext(9);

    /** Copies the list, and rounds sums so that they do not depend on the order of addition. */
    public ColumnProfile {
        counts = List.copyOf(counts);
        mean = rounded(mean);
        deviation = rounded(deviation);
    }

    private static double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : Double.NaN;
    }

    /** The number of values that are not missing. */
    public long present() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** The share of missing values; 0 without rows. */
    public double missingShare() {
        long rows = present() + missing;
        return rows == 0 ? 0 : (double) missing / rows;
    }

    /** The share of the values in a bin; 0 without values. */
    public double share(int bin) {
        long present = present();
        return present == 0 ? 0 : (double) counts.get(bin) / present;
    }

    /** The share of numbers outside the earlier range; 0 without values. */
    public double outsideShare() {
        long present = present();
        return present == 0 ? 0 : (double) outside / present;
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        if (bins instanceof Bins.Numbers numbers) {
            map.put("edges", numbers.edges());
            map.put("mean", mean);
            map.put("deviation", deviation);
            map.put("least", least);
            map.put("greatest", greatest);
        } else if (bins instanceof Bins.Texts texts) {
            map.put("texts", texts.texts());
        } else {
            map.put("hashes", bins.count());
        }
        map.put("counts", counts);
        map.put("missing", missing);
        map.put("outside", outside);
        return map;
    }

    static ColumnProfile of(JsonObject json) {
        Bins bins = json.values().containsKey("edges")
                ? new Bins.Numbers(Arrays.stream(json.reals("edges")).boxed().toList())
                : json.values().containsKey("texts")
                        ? new Bins.Texts(json.texts("texts"))
                        : new Bins.Hashes(json.count("hashes"));
        boolean numbers = bins instanceof Bins.Numbers;
        List<Long> counts = Arrays.stream(json.reals("counts"))
                .mapToObj(count -> (long) count)
                .toList();
        if (counts.size() != bins.count()) {
            throw json.wrong("counts", bins.count() + " numbers", counts.size() + "");
        }
        return new ColumnProfile(
                json.text("name"),
                bins,
                counts,
                json.whole("missing"),
                json.whole("outside"),
                numbers ? json.real("mean") : Double.NaN,
                numbers ? json.real("deviation") : Double.NaN,
                numbers ? json.real("least") : Double.NaN,
                numbers ? json.real("greatest") : Double.NaN);
    }
}
