package org.thalweg.benchmarks.tables;

import static org.thalweg.benchmarks.tables.TableWriter.effect;
import static org.thalweg.benchmarks.tables.TableWriter.logistic;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.spark.sql.SparkSession;

/** A log of clicks: 200,000 users, hashed, and a few numbers. */
final class ClickTable implements GeneratedTable {
    private static final int USERS = 200_000;
    private static final int ADVERTS = 3000;
    private static final int SITES = 300;

    @Override
    public String name() {
        return "clicks";
    }

    @Override
    public void write(Path path, int rows, long seed, SparkSession spark) {
        TableWriter.write(path, "user,advert,site,hour,position,seen_before,clicked", rows, seed, ClickTable::row);
    }

    private static String row(int index, RandomGenerator random) {
        int user = TableWriter.zipf(random, USERS, 2.5);
        int advert = TableWriter.zipf(random, ADVERTS, 2);
        int site = TableWriter.zipf(random, SITES, 2);
        int hour = random.nextInt(24);
        int position = random.nextInt(8);
        int seen = (int) (-2 * Math.log(1 - random.nextDouble()));
        double z = -1.6
                + 0.5 * effect(user, 3)
                + 0.8 * effect(advert, 4)
                + 0.6 * effect(site, 5)
                + 0.3 * effect(32 * (advert % 16) + site % 16, 6)
                - 0.25 * position
                - 0.1 * seen
                + 0.4 * Math.sin(2 * Math.PI * hour / 24);
        return "u" + user + ",a" + advert + ",s" + site + "," + hour + "," + position + "," + seen + ","
                + (random.nextDouble() < logistic(z) ? 1 : 0);
    }

    @Override
    public String job(Path train, Path test) {
        return """
                task: classification
                data:
                  format: csv
                  path: %s
                  label: clicked
                  categorical:
                    user: { type: hashing, buckets: 65536 }
                    advert: { type: hashing, buckets: 8192 }
                    site: oneHot
                  scale: standard
                  test: { path: %s }
                network: { hidden: [32] }
                """
                .formatted(train, test);
    }

    @Override
    public List<Measure> measures() {
        return OF_TWO_CLASSES;
    }
}
