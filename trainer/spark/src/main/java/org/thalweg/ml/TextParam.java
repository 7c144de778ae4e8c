package org.thalweg.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;

/** A string param. Spark Connect, from Spark 4.1 on, asks a param for the class of its values. */
class TextParam extends Param<String> {
    private static final long serialVersionUID = 1;

    TextParam(Identifiable owner, String name, String doc) {
        super(owner, name, doc);
    }

    /** The class of the values. Not called by Spark 3.5. */
    public Class<String> dataClass() {
        return String.class;
    }
}
