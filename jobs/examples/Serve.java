import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Prediction;
import org.thalweg.model.RowPrediction;
import org.thalweg.model.RowPredictor;

/** Predicts rents in a separate JVM, without Spark. trainer/SERVING.md says how to run it. */
public final class Serve {
    private static final int THREADS = 8;

    private Serve() {}

    /** Argument: the file of the model that jobs/examples/rents.yaml trains. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        RowPredictor predictor = ModelFile.read(Path.of(arguments[0])).rowPredictor();

        // A row's cells, in the order of the columns; null for a missing value.
        RowPrediction rent = predictor.predict("Hafen", "Parkweg", "gas", 3, 71.5, null);
        System.out.println("one row    " + rent.prediction() + ", missing " + rent.notes().missing());

        // Or by column name. The model was not trained on flats heated with peat.
        RowPrediction other = predictor.predict(Map.of("district", "Hafen", "heating", "peat", "rooms", 3, "area", 71.5));
        System.out.println("by names   " + other.prediction() + ", unknown " + other.notes().unknown());

        // Predicting many rows at once is faster than one by one; any number of threads share the predictor.
        List<Object[]> rows = IntStream.range(20, 120)
                .mapToObj(area -> new Object[] {"Hafen", "Parkweg", "gas", 3, area, 1970})
                .toList();
        List<RowPrediction> rents = predictor.predictAll(rows);
        Prediction[][] found = new Prediction[THREADS][rows.size()];
        Thread[] threads = new Thread[THREADS];
        for (int t = 0; t < THREADS; t++) {
            Prediction[] own = found[t];
            threads[t] = new Thread(() -> Arrays.setAll(own, r -> predictor.predict(rows.get(r)).prediction()));
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        boolean same = Arrays.stream(found)
                .allMatch(own -> IntStream.range(0, own.length).allMatch(r -> own[r].equals(rents.get(r).prediction())));
        System.out.println(THREADS + " threads  " + (same ? "the bits of one" : "other bits than one") + ", rows of an unknown category "
                + predictor.unknownRows() + " of " + predictor.rows());
    }
}
