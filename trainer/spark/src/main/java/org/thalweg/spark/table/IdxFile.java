package org.thalweg.spark.table;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.FileSystems;

/**
 * An IDX file of unsigned bytes, read row by row.
 *
 * <p>The layout: two zero bytes, a type byte (8 for unsigned bytes), the number of dimensions, each dimension as a 32-bit
 * big-endian number, then the numbers, last dimension fastest (LeCun, "The MNIST database of handwritten digits").
 */
final class IdxFile implements Closeable {
    private static final int UNSIGNED_BYTE = 8;
    private static final int MAX_ROW_BYTES = 1 << 28;
    private static final int BUFFER_BYTES = 1 << 16;

    private final String path;
    private final DataInputStream in;
    private final long rows;
    private final int rowBytes;
    private long read;

    private IdxFile(String path, DataInputStream in) throws IOException {
        this.path = path;
        this.in = in;
        int magic = in.readInt();
        int dimensions = magic & 0xFF;
        if (magic >>> 16 != 0 || dimensions == 0) {
            throw new DataException(String.format(
                    "%s: expected an IDX file, which begins with 00 00, found %02x %02x %02x %02x; check "
                            + KeyText.of("data.format"),
                    path,
                    magic >>> 24,
                    magic >>> 16 & 0xFF,
                    magic >>> 8 & 0xFF,
                    dimensions));
        }
        int type = magic >>> 8 & 0xFF;
        if (type != UNSIGNED_BYTE) {
            throw new DataException(String.format(
                    "%s: expected IDX of unsigned bytes (type 08), found type %02x; convert it", path, type));
        }
        rows = in.readInt() & 0xFFFFFFFFL;
        long bytes = 1;
        for (int d = 1; d < dimensions; d++) {
            bytes *= in.readInt() & 0xFFFFFFFFL;
            if (bytes < 1 || bytes > MAX_ROW_BYTES) {
                throw new DataException(path + ": expected rows of 1 to " + MAX_ROW_BYTES + " bytes, found " + bytes
                        + "; take the whole file");
            }
        }
        rowBytes = (int) bytes;
    }

    /**
     * Opens a file, decompressing it if it starts with gzip's magic number.
     *
     * @throws DataException if it is not an IDX file of unsigned bytes
     */
    static IdxFile open(String path, Configuration hadoop) {
        try {
            Path file = new Path(path);
            FileSystem system = FileSystems.of(file, hadoop);
            BufferedInputStream raw = new BufferedInputStream(system.open(file), BUFFER_BYTES);
            raw.mark(2);
            boolean gzip = raw.read() == 0x1F && raw.read() == 0x8B;
            raw.reset();
            InputStream plain =
                    gzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER_BYTES), BUFFER_BYTES) : raw;
            return new IdxFile(DataFiles.shown(file), new DataInputStream(plain));
        } catch (EOFException e) {
            throw new DataException(
                    DataFiles.shown(new Path(path))
                            + ": expected an IDX file, found one cut off in its header; take the whole file",
                    e);
        } catch (IOException e) {
            throw new DataException(
                    DataFiles.shown(new Path(path)) + ": expected a file that can be read, found " + e.getMessage()
                            + "; take the whole file",
                    e);
        }
    }

    long rows() {
        return rows;
    }

    int rowBytes() {
        return rowBytes;
    }

    /**
     * The next row's bytes.
     *
     * @throws DataException if the file is shorter than its header says
     */
    byte[] nextRow() {
        byte[] row = new byte[rowBytes];
        try {
            in.readFully(row);
        } catch (EOFException e) {
            throw new BadRowException(
                    "row " + (read + 1) + ": expected " + rows
                            + " rows, as the header says, found a file cut off after " + read,
                    path);
        } catch (IOException e) {
            throw new BadRowException(
                    "row " + (read + 1) + ": expected " + rowBytes + " bytes, found " + e.getMessage(), path);
        }
        read++;
        return row;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
