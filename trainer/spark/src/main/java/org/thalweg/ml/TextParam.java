package org.thalweg.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;

/** A text as a param, which Spark Connect takes, too: it asks a param for its values' class from Spark 4.1 on. */
class TextParam extends Param<String> {
    private static final long serialVersionUID = 1;

    TextParam(Identifiable owner, String name, String doc) {
        super(owner, name, doc);
    }

    /** The class of the values; Spark 3.5 asks for none. */
    public Class<String> dataClass() {
        return String.class;
    }
}
