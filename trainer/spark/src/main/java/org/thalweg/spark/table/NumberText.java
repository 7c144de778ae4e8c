package org.thalweg.spark.table;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.thalweg.spark.config.CsvDialect;

/** Converts numbers with a decimal comma or with thousands separators to plain form. */
record NumberText(CsvDialect dialect) {
    /** The start of the note on a text that looks like a number in another format. */
    static final String SAID = "(data.decimal \"";

    private static final String LIKE_A_NUMBER = "^[+-]?[0-9., ]*[0-9][0-9., ]*([eE][+-]?[0-9]+)?$";

    /** A column of texts with numbers in plain form. A text that is not a number is not changed. */
    Column plain(Column text) {
        return functions
                .when(text.rlike(pattern()), functions.translate(text, signs(), "."))
                .otherwise(text);
    }

    /** The same, but a text that looks like a number in another format gets a note. */
    Column required(Column text) {
        return functions
                .when(text.rlike(pattern()), functions.translate(text, signs(), "."))
                .when(text.rlike(LIKE_A_NUMBER), functions.concat(text, functions.lit(" " + said())))
                .otherwise(text);
    }

    /** A cell as it is in its file, without the note of {@link #required}. */
    static Object asInFile(Object cell) {
        int said = cell instanceof String text ? text.indexOf(" " + SAID) : -1;
        return said < 0 ? cell : ((String) cell).substring(0, said);
    }

    /** Tests whether a text is a number in this format. */
    Predicate<String> reads() {
        return Pattern.compile(pattern()).asMatchPredicate();
    }

    private String said() {
        String grouping =
                dialect.thousands().map(sign -> ", thousands \"" + sign + "\")").orElse(", no thousands)");
        return SAID + dialect.decimal() + "\"" + grouping;
    }

    private String signs() {
        return dialect.decimal() + dialect.thousands().map(String::valueOf).orElse("");
    }

    private String pattern() {
        String decimal = Pattern.quote(String.valueOf(dialect.decimal()));
        String whole = dialect.thousands()
                .map(sign -> "([0-9]{1,3}(" + Pattern.quote(String.valueOf(sign)) + "[0-9]{3})+|[0-9]+)")
                .orElse("[0-9]+");
        return "^[+-]?(" + whole + "(" + decimal + "[0-9]*)?|" + decimal + "[0-9]+)([eE][+-]?[0-9]+)?$";
    }
}
