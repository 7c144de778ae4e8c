package org.thalweg.benchmarks.peers;

import java.nio.file.Path;

/** Everybody who is measured. */
record PeerTrainers(
        PeerTrainer ours,
        PeerTrainer scikitLearn,
        PeerTrainer pyTorch,
        PeerTrainer oursLbfgs,
        PeerTrainer mllibNative,
        PeerTrainer mllib) {
    /** Where the repository is; the script that starts benchmarks sets it. */
    private static final String HOME = "thalweg.home";

    /** Trainers on so many threads, whose files are put into a folder. */
    static PeerTrainers of(Path folder, int threads) {
        Path home = Path.of(System.getProperty(HOME, ""));
        return new PeerTrainers(
                new ThalwegTrainer(home, folder, ThalwegTrainer.Method.ADAM),
                ExternalTrainer.python("scikit-learn", "scikit-learn", threads, folder),
                new FirstAvailable(
                        ExternalTrainer.python("PyTorch", "pytorch", threads, folder),
                        ExternalTrainer.java("PyTorch by DJL", threads, folder, DjlTraining.class)),
                new ThalwegTrainer(home, folder, ThalwegTrainer.Method.LBFGS),
                // Spark runs a task a core, so each may have one thread of OpenBLAS.
                ExternalTrainer.java("MLlib, native BLAS", 1, folder, MllibTraining.class, MllibTraining.NATIVE),
                ExternalTrainer.java("MLlib as it comes", 1, folder, MllibTraining.class, MllibTraining.AS_IT_COMES));
    }
}
