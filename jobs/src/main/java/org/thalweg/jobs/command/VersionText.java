package org.thalweg.jobs.command;

import org.apache.spark.package$;
import org.thalweg.math.Blas;
import org.thalweg.spark.Versions;
import picocli.CommandLine.IVersionProvider;

/** The output of {@code --version}. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "thalweg " + Versions.thalweg(),
            "Spark   " + package$.MODULE$.SPARK_VERSION(),
            "Java    " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.vendor") + ")",
            "BLAS    " + Blas.get().description()
        };
    }
}
