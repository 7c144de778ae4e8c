package org.thalweg.benchmarks.peers;

import java.nio.file.Path;

/** Everybody who is measured. */
record Trainers(
        Trainer ours, Trainer scikitLearn, Trainer pyTorch, Trainer oursLbfgs, Trainer mllibNative, Trainer mllib) {
    /** Where the repository is; the script that starts benchmarks sets it. */
    private static final String HOME = "thalweg.home";

    /** Trainers on so many threads, whose files are put into a folder. */
    static Trainers of(Path folder, int threads) {
        Path home = Path.of(System.getProperty(HOME, ""));
        return new Trainers(
                new Ours(home, folder, Ours.Method.ADAM),
                Foreign.python("scikit-learn", "scikit-learn", threads, folder),
                new FirstThere(
                        Foreign.python("PyTorch", "pytorch", threads, folder),
                        Foreign.java("PyTorch by DJL", threads, folder, DjlTraining.class)),
                new Ours(home, folder, Ours.Method.LBFGS),
                // Spark runs a task a core, so each may have one thread of OpenBLAS.
                Foreign.java("MLlib, native BLAS", 1, folder, MllibTraining.class, MllibTraining.NATIVE),
                Foreign.java("MLlib as it comes", 1, folder, MllibTraining.class, MllibTraining.AS_IT_COMES));
    }
}
