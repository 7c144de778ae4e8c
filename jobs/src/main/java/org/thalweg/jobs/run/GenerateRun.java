package org.thalweg.jobs.run;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thalweg.digits.Digits;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.OutputFolder;
import org.thalweg.jobs.session.Session;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.spark.table.DigitsTable;

/** Writes synthetic digits as files. */
public final class GenerateRun {
    private final Session session;

    private final Console console;

    /** Output formats. */
    public enum Format {
        /** {@code images.idx.gz} and {@code labels.idx.gz}, the format of MNIST. */
        IDX,
        /** A label column, then a column for each pixel. */
        CSV,
        /** A label column, then an array of the pixels. */
        PARQUET
    }

    /** A writer of digits. */
    public GenerateRun(Session session, Console console) {
        this.session = session;
        this.console = console;
    }

    /**
     * Writes digits into a new folder.
     *
     * @param first the first digit's number, 0 or more
     * @param rows 1 or more
     */
    public void run(String path, long first, long rows, Format format, boolean overwrite) {
        long most = format == Format.IDX ? Integer.MAX_VALUE : 1L << 40;
        if (rows < 1 || rows > most) {
            throw new UsageException("--rows: expected 1 to " + most + ", found " + rows);
        }
        if (first < 0) {
            throw new UsageException("--first: expected 0 or more, found " + first);
        }
        try (OutputFolder folder = OutputFolder.at(path, "FOLDER", overwrite, session.hadoop(), console)) {
            if (format == Format.IDX) {
                folder.write(ModelFolder.IMAGES, out -> images(out, first, (int) rows));
                folder.write(ModelFolder.LABELS, out -> labels(out, first, (int) rows));
            } else {
                folder.save(table(first, rows, format)
                        .write()
                        .option("header", true)
                        .format(format.name().toLowerCase(Locale.ROOT)));
            }
            folder.publish();
        }
        console.result(String.format(Locale.ROOT, "wrote %,d digits into %s%n", rows, path));
    }

    private static DataOutputStream compressed(OutputStream out) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(out)));
    }

    private static void images(OutputStream out, long first, int rows) throws IOException {
        try (DataOutputStream data = compressed(out)) {
            data.writeInt(0x0803);
            data.writeInt(rows);
            data.writeInt(Digits.SIDE);
            data.writeInt(Digits.SIDE);
            Digits digits = new Digits(DigitsTable.SEED);
            float[] pixels = new float[Digits.PIXELS];
            for (long i = first; i < first + rows; i++) {
                requireNotInterrupted();
                digits.drawInto(i, pixels, 0);
                for (float pixel : pixels) {
                    data.writeByte((int) pixel);
                }
            }
        }
    }

    private static void labels(OutputStream out, long first, int rows) throws IOException {
        try (DataOutputStream data = compressed(out)) {
            data.writeInt(0x0801);
            data.writeInt(rows);
            Digits digits = new Digits(DigitsTable.SEED);
            for (long i = first; i < first + rows; i++) {
                data.writeByte(digits.label(i));
            }
        }
    }

    private static void requireNotInterrupted() {
        if (Thread.interrupted()) {
            throw new org.thalweg.train.TrainingCancelledException("interrupted while digits were drawn");
        }
    }

    private Dataset<Row> table(long first, long rows, Format format) {
        StructType schema = new StructType().add("label", DataTypes.IntegerType);
        if (format == Format.PARQUET) {
            schema = schema.add("pixels", DataTypes.createArrayType(DataTypes.IntegerType, false));
        } else {
            for (int i = 0; i < Digits.PIXELS; i++) {
                schema = schema.add("pixel" + i, DataTypes.IntegerType);
            }
        }
        boolean array = format == Format.PARQUET;
        JavaRDD<Row> digits =
                session.spark().range(first, first + rows).javaRDD().map(index -> row(index, array));
        return session.spark().createDataFrame(digits, schema);
    }

    private static Row row(long index, boolean array) {
        float[] pixels = new float[Digits.PIXELS];
        int label = new Digits(DigitsTable.SEED).drawInto(index, pixels, 0);
        Object[] levels = new Object[Digits.PIXELS];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (int) pixels[i];
        }
        if (array) {
            return RowFactory.create(label, levels);
        }
        Object[] cells = new Object[1 + Digits.PIXELS];
        cells[0] = label;
        System.arraycopy(levels, 0, cells, 1, levels.length);
        return RowFactory.create(cells);
    }
}
