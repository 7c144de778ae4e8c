import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.ml.MlpClassifier;
import org.thalweg.ml.MlpClassifierModel;

/** Trains the model of jobs/examples/pumps.yaml on a DataFrame, with the same weights. */
public final class TrainInSpark {
    private TrainInSpark() {}

    /** Arguments: the CSV file of pumps, and the folder to save the model to. */
    public static void main(String[] arguments) throws IOException {
        SparkSession spark = SparkSession.builder().getOrCreate();
        Dataset<Row> pumps = spark.read().option("header", true).option("inferSchema", true).csv(arguments[0]);

        MlpClassifier classifier = new MlpClassifier().setLabelCol("condition").setPredictedLabelCol("predictedCondition")
                .setFeaturesCols("speed", "load", "vibration", "temperature", "pressure", "current", "noise")
                .setHidden(24).setActivation("tanh").setStepSize(0.01).setMaxIter(60).setBatchSize(64).setEarlyStoppingPatience(10);
        classifier.set("data.scale", "standard").set("data.validation", 0.2);  // keys of job files
        MlpClassifierModel model = classifier.fit(pumps);

        System.out.println("epochs " + model.summary().totalIterations());
        System.out.println("measures " + model.summary().measures("validation"));
        System.out.println("right " + model.transform(pumps).filter("predictedCondition = condition").count());
        model.write().overwrite().save(arguments[1]);
        System.out.println("weights " + MlpClassifierModel.load(arguments[1]).weightsSha256());
        spark.stop();
    }
}
