package org.thalweg.benchmarks.tables;

import static org.thalweg.benchmarks.tables.TableWriter.effect;
import static org.thalweg.benchmarks.tables.TableWriter.logistic;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.spark.sql.SparkSession;

/**
 * Customers who leave, 4 in 100: numbers with missing values, categories, a date; and, as is common in such files, an id, a free
 * text and a constant column.
 */
public final class ChurnTable implements GeneratedTable {
    private static final LocalDate FIRST_DAY = LocalDate.of(2019, 1, 1);
    private static final List<String> PLANS = List.of("basic", "plus", "family", "business");
    private static final List<String> DEVICES = List.of("android", "ios", "web", "tv", "console");
    private static final List<String> REMARKS =
            List.of("asked for an invoice", "called about the router", "moved house", "wants paper bills");
    private static final int REGIONS = 40;

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public void write(Path path, int rows, long seed, SparkSession spark) {
        TableWriter.write(
                path,
                "customer_id,signup_date,plan,region,device,age,monthly_charge,tenure_months,support_calls,"
                        + "data_used_gb,late_payments,currency,remark,churned",
                rows,
                seed,
                ChurnTable::row);
    }

    private static String row(int index, RandomGenerator random) {
        int days = random.nextInt(2500);
        LocalDate signup = FIRST_DAY.plusDays(days);
        int plan = random.nextInt(PLANS.size());
        int region = TableWriter.zipf(random, REGIONS, 2);
        int device = random.nextInt(DEVICES.size());
        double age = 18 + 60 * Math.abs(random.nextGaussian()) / 3;
        double charge = 15 + 12 * plan + 8 * random.nextGaussian();
        int tenure = (2500 - days) / 30;
        int calls = (int) Math.min(12, -2 * Math.log(1 - random.nextDouble()));
        double used = Math.exp(1.5 + random.nextGaussian());
        int late = random.nextInt(10) == 0 ? 1 + random.nextInt(4) : 0;
        boolean winter = signup.getMonthValue() <= 2 || signup.getMonthValue() == 12;
        double z = -5.1
                + 0.9 * calls * (tenure < 18 ? 1 : 0.3)
                + 0.05 * (charge - 15 - 12 * plan)
                - 0.02 * tenure
                + 0.8 * late
                + 0.7 * effect(region, 1)
                + (plan == 0 && used > 8 ? 1.5 : 0)
                + (winter ? 0.8 : 0)
                + (device == 3 ? 0.6 : 0);
        return String.format(
                Locale.ROOT,
                "C%08d,%s,%s,region-%d,%s,%s,%.2f,%d,%d,%s,%d,EUR,%s,%s",
                index,
                signup,
                PLANS.get(plan),
                region,
                DEVICES.get(device),
                random.nextInt(20) == 0 ? "" : String.format(Locale.ROOT, "%.0f", age),
                charge,
                tenure,
                calls,
                random.nextInt(12) == 0 ? "" : String.format(Locale.ROOT, "%.3f", used),
                late,
                REMARKS.get(random.nextInt(REMARKS.size())) + " on day " + random.nextInt(100_000),
                random.nextDouble() < logistic(z) ? "yes" : "no");
    }

    @Override
    public String job(Path train, Path test) {
        return """
                task: classification
                data:
                  format: csv
                  path: %s
                  label: churned
                  features: [signup_date, plan, region, device, age, monthly_charge, tenure_months, support_calls,
                             data_used_gb, late_payments]
                  categorical: [plan, region, device]
                  dates: [signup_date]
                  missing: mean
                  scale: standard
                  test: { path: %s }
                network: { hidden: [100] }
                """
                .formatted(train, test);
    }

    @Override
    public List<Measure> measures() {
        return OF_TWO_CLASSES;
    }
}
