package org.thalweg.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.thalweg.json.JsonCursor;
import org.thalweg.json.JsonText;

/**
 * A network as JSON: {@code {"inputs": …, "sparse": true, "layers": [{"outputs": …, "activation": …,
 * "layerNormalisation": true}, …]}}, with keys in this order; boolean keys are omitted if false.
 */
public final class NetworkText {
    private static final String INPUTS = "inputs";
    private static final String SPARSE = "sparse";
    private static final String LAYERS = "layers";
    private static final String OUTPUTS = "outputs";
    private static final String ACTIVATION = "activation";
    private static final String LAYER_NORMALISATION = "layerNormalisation";

    private NetworkText() {}

    /** A network as text. */
    public static String of(Network network) {
        return JsonText.of(json -> write(json, network));
    }

    private static void write(JsonGenerator json, Network network) throws IOException {
        json.writeStartObject();
        json.writeNumberField(INPUTS, network.inputs());
        if (network.sparse()) {
            json.writeBooleanField(SPARSE, true);
        }
        json.writeArrayFieldStart(LAYERS);
        for (Layer layer : network.layers()) {
            json.writeStartObject();
            json.writeNumberField(OUTPUTS, layer.outputs());
            json.writeStringField(ACTIVATION, layer.activation().text());
            if (layer.normalised()) {
                json.writeBooleanField(LAYER_NORMALISATION, true);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * Parses a network.
     *
     * @param maxLayers the maximum number of layers
     * @param errors creates the exception for a text that is not a valid network
     * @throws IllegalArgumentException if an activation is unknown, or the layers are not a valid network
     */
    public static Network parse(String text, int maxLayers, JsonCursor.ErrorFactory errors) {
        return JsonCursor.read(
                text,
                errors,
                json -> json.object(fields -> {
                    int inputs = fields.field(INPUTS).intValue();
                    boolean sparse = fields.hasField(SPARSE);
                    if (sparse) {
                        fields.field(SPARSE).skip(JsonToken.VALUE_TRUE);
                    }
                    List<Layer> layers =
                            fields.field(LAYERS).list(maxLayers, LAYERS, layer -> layer.object(NetworkText::layer));
                    return new Network(inputs, sparse, layers);
                }));
    }

    private static Layer layer(JsonCursor json) throws IOException {
        int outputs = json.field(OUTPUTS).intValue();
        Activation activation = Activation.parse(json.field(ACTIVATION).text());
        boolean normalised = json.hasMore();
        if (normalised) {
            json.field(LAYER_NORMALISATION).skip(JsonToken.VALUE_TRUE);
        }
        return new Layer(outputs, activation, normalised);
    }
}
