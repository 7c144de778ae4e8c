package org.thalweg.spark.table;

import java.util.List;

/** Lists of names in messages. */
public final class NameList {
    private static final int FEW = 8;

    private NameList() {}

    /** The first few names. */
    public static String few(List<String> names) {
        return names.size() <= FEW ? String.join(", ", names) : String.join(", ", names.subList(0, FEW)) + ", …";
    }
}
