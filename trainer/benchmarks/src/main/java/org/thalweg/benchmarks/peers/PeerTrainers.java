package org.thalweg.benchmarks.peers;

import java.nio.file.Path;

/** All measured trainers. */
record PeerTrainers(
        PeerTrainer ours,
        PeerTrainer scikitLearn,
        PeerTrainer pyTorch,
        PeerTrainer oursLbfgs,
        PeerTrainer mllibNative,
        PeerTrainer mllib) {
    /** The system property with the repository's folder, set by the script that starts benchmarks. */
    private static final String HOME = "thalweg.home";

    /** Trainers with the given number of threads, and their files in the given folder. */
    static PeerTrainers of(Path folder, int threads) {
        Path home = Path.of(System.getProperty(HOME, ""));
        return new PeerTrainers(
                new ThalwegTrainer(home, folder, ThalwegTrainer.Method.ADAM),
                ExternalTrainer.python("scikit-learn", "scikit-learn", threads, folder),
                new FirstAvailable(
                        ExternalTrainer.python("PyTorch", "pytorch", threads, folder),
                        ExternalTrainer.java("PyTorch by DJL", threads, folder, DjlTraining.class)),
                new ThalwegTrainer(home, folder, ThalwegTrainer.Method.LBFGS),
                // Spark runs one task per core, so each gets one OpenBLAS thread.
                ExternalTrainer.java("MLlib, native BLAS", 1, folder, MllibTraining.class, MllibTraining.NATIVE),
                ExternalTrainer.java("MLlib as it comes", 1, folder, MllibTraining.class, MllibTraining.AS_IT_COMES));
    }
}
