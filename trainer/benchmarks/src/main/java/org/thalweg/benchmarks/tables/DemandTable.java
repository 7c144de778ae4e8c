package org.thalweg.benchmarks.tables;

import static org.thalweg.benchmarks.tables.TableWriter.effect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.spark.sql.SparkSession;

/** Hourly sales of shops, about a million each: Parquet with timestamps and nested columns. */
final class DemandTable implements GeneratedTable {
    private static final LocalDateTime FIRST_HOUR = LocalDateTime.of(2022, 1, 1, 0, 0);
    private static final int HOURS = 3 * 365 * 24;
    private static final List<String> KINDS = List.of("city", "mall", "village", "station");
    private static final int SHOPS = 120;

    @Override
    public String name() {
        return "demand";
    }

    @Override
    public void write(Path path, int rows, long seed, SparkSession spark) {
        Path flat = path.resolveSibling(path.getFileName() + ".csv");
        TableWriter.write(
                flat, "hour,shop,kind,area,price,stock,promotion,temperature,revenue", rows, seed, DemandTable::row);
        spark.read()
                .option("header", true)
                .csv(flat.toString())
                .selectExpr(
                        "to_timestamp_ntz(hour) as sold_at",
                        "named_struct('id', shop, 'kind', kind, 'area', cast(area as double)) as shop",
                        "named_struct('price', cast(price as decimal(8, 2)), 'stock', cast(stock as int)) as product",
                        "cast(promotion as boolean) as promotion",
                        "cast(temperature as double) as temperature",
                        "cast(revenue as double) as revenue")
                .write()
                .parquet(path.toString());
        try {
            Files.delete(flat);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(int index, RandomGenerator random) {
        LocalDateTime hour = FIRST_HOUR.plusHours(random.nextInt(HOURS));
        int shop = random.nextInt(SHOPS);
        int kind = shop % KINDS.size();
        double area = 200 + 40 * (shop % 17);
        double price = 5 + 3 * random.nextDouble();
        int stock = random.nextInt(500);
        boolean promotion = random.nextInt(5) == 0;
        double season = Math.cos(2 * Math.PI * hour.getDayOfYear() / 365.25);
        double temperature = 12 - 10 * season + 3 * random.nextGaussian();
        double day = Math.sin(2 * Math.PI * (hour.getHour() - 7) / 24);
        boolean weekend = hour.getDayOfWeek().getValue() >= 6;
        double revenue = 1_000_000
                * Math.exp(0.25 * effect(shop, 2)
                        + 0.5 * day * (weekend ? 0.6 : 1)
                        + (weekend ? kind == 1 ? 0.4 : -0.1 : 0)
                        + 0.2 * season
                        - 0.08 * (price - 6.5) * (promotion ? 0.3 : 1)
                        + (promotion ? 0.25 : 0)
                        + 0.0003 * (area - 500)
                        + (stock < 50 ? -0.3 : 0)
                        + 0.1 * (hour.getYear() - 2022)
                        + 0.1 * random.nextGaussian());
        return String.format(
                Locale.ROOT,
                "%s:00,shop-%d,%s,%.0f,%.2f,%d,%b,%s,%.2f",
                hour,
                shop,
                KINDS.get(kind),
                area,
                price,
                stock,
                promotion,
                random.nextInt(15) == 0 ? "" : String.format(Locale.ROOT, "%.1f", temperature),
                revenue);
    }

    @Override
    public String job(Path train, Path test) {
        return """
                task: regression
                data:
                  format: parquet
                  path: %s
                  label: revenue
                  features: [sold_at, shop.id, shop.kind, shop.area, product.price, product.stock, promotion, temperature]
                  categorical: [shop.id, shop.kind]
                  dates: [sold_at]
                  missing: mean
                  scale: standard
                  test: { path: %s }
                network: { hidden: [100] }
                """
                .formatted(train, test);
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                new Measure("RMSE", "testRmse", false, 0.02, true), new Measure("R²", "testR2", true, 0.005, false));
    }
}
