package org.thalweg.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.Task;

/**
 * A neural network that learns to reproduce its inputs through a narrow hidden layer, whose activations encode the row: a
 * multilayer perceptron trained by backpropagation. {@code hidden} must be set.
 *
 * <p>Settings without a param of their own are set by their keys in job files: {@code set("optimizer.schedule.type", "cosine")}.
 * All are checked by {@link #fit}, which reports all errors at once in an {@code IllegalArgumentException}.
 */
public final class MlpAutoencoder extends AbstractMlpEstimator<MlpAutoencoder, MlpAutoencoderModel> {
    private static final long serialVersionUID = 1;

    /** An estimator with a random uid. */
    public MlpAutoencoder() {
        this(Uids.random("mlpAutoencoder"));
    }

    /** An estimator with the given uid. */
    public MlpAutoencoder(String uid) {
        this(Uids.next(uid));
    }

    private MlpAutoencoder(Uids.Pending unused) {
        super(Task.AUTOENCODER);
    }

    /** The column of the code. */
    public Param<String> codeCol() {
        return paramSet().codeCol;
    }

    /** The column of the code. */
    public String getCodeCol() {
        return getOrDefault(codeCol());
    }

    /** Sets the column of the code; empty for none. */
    public MlpAutoencoder setCodeCol(String value) {
        set(codeCol(), value);
        return this;
    }

    /** The column of the reconstruction error. */
    public Param<String> errorCol() {
        return paramSet().errorCol;
    }

    /** The column of the reconstruction error. */
    public String getErrorCol() {
        return getOrDefault(errorCol());
    }

    /** Sets the column of the reconstruction error; empty for none. */
    public MlpAutoencoder setErrorCol(String value) {
        set(errorCol(), value);
        return this;
    }

    /** The column of the reconstructed inputs. */
    public Param<String> reconstructionCol() {
        return paramSet().reconstructionCol;
    }

    /** The column of the reconstructed inputs. */
    public String getReconstructionCol() {
        return getOrDefault(reconstructionCol());
    }

    /** Sets the column of the reconstructed inputs; empty for none. */
    public MlpAutoencoder setReconstructionCol(String value) {
        set(reconstructionCol(), value);
        return this;
    }

    @Override
    List<String> labels() {
        return List.of();
    }

    @Override
    MlpAutoencoderModel model(ModelState state) {
        return new MlpAutoencoderModel(uid(), state);
    }

    @Override
    StructType withOutputs(StructType schema) {
        return new StageSchema(schema).with(ModelSchema.ofCodes(getCodeCol(), getErrorCol(), getReconstructionCol()));
    }

    /** Returns a reader of saved estimators. */
    public static MLReader<MlpAutoencoder> read() {
        return new EstimatorReader<>(MlpAutoencoder.class, MlpAutoencoder::new);
    }

    /** Loads a saved estimator. */
    public static MlpAutoencoder load(String path) {
        return read().load(path);
    }
}
