package org.thalweg.autodiff;

/**
 * A text that is not a valid formula: what was expected, what was found, and where.
 *
 * <p>Messages have the form {@code formula: expected …, found … at column 5 of "…"; what to do}.
 */
public final class FormulaException extends IllegalArgumentException {
    private static final int SHOWN = 60;

    private final int column;

    /** A fault at a column of a text; the advice is what stands behind "; ", or empty. */
    FormulaException(String expected, String found, int column, String text, String advice) {
        super("formula: expected " + expected + ", found " + found + " at column " + column + " of \""
                + excerpt(text, column) + "\"" + (advice.isEmpty() ? "" : "; " + advice));
        this.column = column;
    }

    /** The column of the fault, from 1, in {@code char}s; one past the text's length where the text ends too soon. */
    public int column() {
        return column;
    }

    /** A long text's part around the fault. */
    private static String excerpt(String text, int column) {
        if (text.length() <= SHOWN) {
            return text;
        }
        int from = Math.max(0, Math.min(column - 1 - SHOWN / 2, text.length() - SHOWN));
        String part = text.substring(from, from + SHOWN);
        return (from == 0 ? "" : "…") + part + (from + SHOWN == text.length() ? "" : "…");
    }
}
