package org.thalweg.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A trainer other than ours: a command that reads a request file and prints its measurements. */
record ExternalTrainer(String name, List<String> command, Map<String, String> environment, Path folder)
        implements PeerTrainer {
    /** A Python library, run by {@code peers.py} with the Python in THALWEG_PYTHON, or with python3. */
    static ExternalTrainer python(String name, String library, int threads, Path folder) {
        String python = System.getenv().getOrDefault("THALWEG_PYTHON", "python3");
        Path script = folder.resolve("peers.py");
        try (InputStream source = ExternalTrainer.class.getResourceAsStream("peers.py")) {
            if (!Files.exists(script)) {
                Files.copy(source, script);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ExternalTrainer(name, List.of(python, script.toString(), library), threads(threads), folder);
    }

    /** A class with a main method, with the given number of OpenMP and OpenBLAS threads. */
    static ExternalTrainer java(String name, int threads, Path folder, Class<?> main, String... arguments) {
        return new ExternalTrainer(name, TrainerProcess.java(main, arguments), threads(threads), folder);
    }

    private static Map<String, String> threads(int threads) {
        return Map.of("OMP_NUM_THREADS", "" + threads, "OPENBLAS_NUM_THREADS", "" + threads);
    }

    @Override
    public Measured train(Request request) throws NotMeasuredException {
        List<String> whole = new ArrayList<>(command);
        try {
            whole.add(RequestFile.write(request, folder).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TrainerProcess(folder).train(whole, environment);
    }
}
