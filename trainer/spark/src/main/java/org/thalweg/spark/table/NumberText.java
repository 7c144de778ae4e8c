package org.thalweg.spark.table;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.thalweg.spark.config.CsvDialect;

/** Numbers that are spelt with a decimal comma or with signs between thousands, as texts that a program reads. */
record NumberText(CsvDialect dialect) {
    /** Begins what is said of a text that looks like a number of another dialect. */
    static final String SAID = "(data.decimal \"";

    private static final String LIKE_A_NUMBER = "^[+-]?[0-9., ]*[0-9][0-9., ]*([eE][+-]?[0-9]+)?$";

    /** A column of such texts, each as a plain number; of what is no number at all, the text as it is. */
    Column plain(Column text) {
        return functions
                .when(text.rlike(pattern()), functions.translate(text, signs(), "."))
                .otherwise(text);
    }

    /** The same, where what looks like a number and is none of the dialect becomes a text that says so. */
    Column required(Column text) {
        return functions
                .when(text.rlike(pattern()), functions.translate(text, signs(), "."))
                .when(text.rlike(LIKE_A_NUMBER), functions.concat(text, functions.lit(" " + said())))
                .otherwise(text);
    }

    /** A cell as its file has it, without what {@link #required} says of it. */
    static Object asInFile(Object cell) {
        int said = cell instanceof String text ? text.indexOf(" " + SAID) : -1;
        return said < 0 ? cell : ((String) cell).substring(0, said);
    }

    /** Says whether a text is a number of the dialect. */
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
