package org.thalweg.ml;

import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;
import org.thalweg.model.Task;
import org.thalweg.spark.fit.ModelColumns;

/**
 * A network that encodes rows. It adds these columns, unless their names are empty: {@code codeCol} (the activations of the
 * narrowest hidden layer), {@code errorCol} (the mean squared difference of a row's scaled inputs and outputs) and
 * {@code reconstructionCol}.
 */
public final class MlpAutoencoderModel extends AbstractMlpModel<MlpAutoencoderModel> {
    private static final long serialVersionUID = 1;

    /** An untrained model: Spark Connect reads the params from it. */
    public MlpAutoencoderModel() {
        this(Uids.random("mlpAutoencoder"), null);
    }

    MlpAutoencoderModel(String uid, ModelState state) {
        this(Uids.next(uid), state);
    }

    private MlpAutoencoderModel(Uids.Pending unused, ModelState state) {
        super(Task.AUTOENCODER, state);
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
    public MlpAutoencoderModel setCodeCol(String value) {
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
    public MlpAutoencoderModel setErrorCol(String value) {
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
    public MlpAutoencoderModel setReconstructionCol(String value) {
        set(reconstructionCol(), value);
        return this;
    }

    @Override
    int layer() {
        return getCodeCol().isEmpty() ? 0 : state().model().network().narrowestHidden();
    }

    @Override
    Map<String, StructField> outputs() {
        return ModelSchema.ofCodes(getCodeCol(), getErrorCol(), getReconstructionCol());
    }

    @Override
    ModelColumns.Cells cells() {
        return new CodeCells(
                !getCodeCol().isEmpty(),
                !getErrorCol().isEmpty(),
                !getReconstructionCol().isEmpty());
    }

    @Override
    MlpAutoencoderModel make(String uid, ModelState state) {
        return new MlpAutoencoderModel(uid, state);
    }

    /** Returns a reader of saved models, and of models trained by a job file. */
    public static MLReader<MlpAutoencoderModel> read() {
        return new MlpModelReader<>(MlpAutoencoderModel.class, Task.AUTOENCODER, MlpAutoencoderModel::new);
    }

    /** Loads a saved model, or one that a job file trained. */
    public static MlpAutoencoderModel load(String path) {
        return read().load(path);
    }
}
