package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Literal;

/** Renders maps, lists, texts, numbers and null as YAML: maps in blocks, lists in brackets. */
final class YamlRenderer {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setIndent(2)
            .setSplitLines(false)
            .setWidth(Integer.MAX_VALUE)
            .build();

    private YamlRenderer() {}

    static String render(Map<String, Object> map) {
        return new Present(SETTINGS)
                .emitToString(new Serialize(SETTINGS).serializeOne(node(map)).iterator());
    }

    private static Node node(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<NodeTuple> tuples = new ArrayList<>();
            map.forEach((key, below) -> tuples.add(new NodeTuple(node(key), node(below))));
            return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
        }
        if (value instanceof List<?> list) {
            return new SequenceNode(
                    Tag.SEQ, list.stream().map(YamlRenderer::node).toList(), FlowStyle.FLOW);
        }
        if (value instanceof String text) {
            return new ScalarNode(Tag.STR, text, mustQuote(text) ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN);
        }
        return plain(value instanceof Double number ? Setting.text(number) : String.valueOf(value));
    }

    /**
     * The engine quotes what its own schema would not read as text. This adds what this reader, or another, would not read as
     * text.
     */
    private static boolean mustQuote(String text) {
        return Literal.isNothing(text)
                || Literal.isNumber(text)
                || Literal.isIndex(text)
                || Literal.truth(text).isPresent();
    }

    /** A plain scalar with the tag that the engine resolves from the text, so that no tag is written. */
    private static Node plain(String text) {
        return new ScalarNode(SETTINGS.getSchema().getScalarResolver().resolve(text, true), text, ScalarStyle.PLAIN);
    }
}
