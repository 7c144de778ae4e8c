package org.thalweg.spark.config;

/** The position of a value: a line and column of the job file (from 1; 0 for the whole file), or an override. */
public record SourcePosition(String source, int line, int column, boolean override)
        implements Comparable<SourcePosition> {

    /** Marks the end of an override that is too long to be shown in full. */
    public static final String CUT = "…";

    private static final int LONGEST_OVERRIDE = 120;

    /** A file as a whole. */
    public static SourcePosition file(String name) {
        return new SourcePosition(name, 0, 0, false);
    }

    /** An override, as it is written on the command line. */
    public static SourcePosition override(String text) {
        String shown = text.length() > LONGEST_OVERRIDE ? text.substring(0, LONGEST_OVERRIDE) + CUT : text;
        return new SourcePosition("--set " + shown, 0, 0, true);
    }

    /** The same source at a line and column; an override, being one line, stays as it is. */
    public SourcePosition at(int line, int column) {
        return override ? this : new SourcePosition(source, line, column, false);
    }

    /** The position for a message: the file, and the line if there is one. */
    public String where() {
        return line == 0 ? source : source + ", line " + line;
    }

    /** As {@link #where()}, with the column. */
    public String exactly() {
        return line == 0 ? source : where() + ", column " + column;
    }

    @Override
    public int compareTo(SourcePosition other) {
        int byRank = Integer.compare(rank(), other.rank());
        return byRank != 0 ? byRank : Integer.compare(column, other.column);
    }

    private int rank() {
        if (override) {
            return Integer.MAX_VALUE;
        }
        return line == 0 ? Integer.MAX_VALUE - 1 : line;
    }
}
