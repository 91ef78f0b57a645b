package dev.tracegate.config.yaml;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML file as nodes that know their lines. No object is ever made from one, so no tag can name a class. */
public sealed interface YamlDocument {
    /** Some thousand tenants with all their keys. */
    int MOST_BYTES = 4 * 1024 * 1024;

    /** Its key-value pairs in order; none where the file is empty. */
    record Mapping(List<NodeTuple> pairs) implements YamlDocument {}

    /** Something else than key-value pairs, such as a list. */
    record Other(Node root) implements YamlDocument {}

    /** @param what with the line it is in, where that is known */
    record Malformed(String what) implements YamlDocument {}

    static YamlDocument parse(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            return new Malformed("more than " + MOST_BYTES + " bytes");
        }
        try {
            return of(new Yaml(new SafeConstructor(bounds())).compose(new StringReader(text(bytes))));
        } catch (CharacterCodingException notText) {
            return new Malformed("not UTF-8");
        } catch (MarkedYAMLException malformed) {
            return new Malformed(at(malformed.getProblemMark()) + malformed.getProblem());
        } catch (YAMLException | IllegalArgumentException malformed) {
            // the latter for tags that are none, such as !!%e
            return new Malformed(firstLine(malformed));
        }
    }

    private static LoaderOptions bounds() {
        var options = new LoaderOptions();
        options.setCodePointLimit(MOST_BYTES);
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(10);
        return options;
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static YamlDocument of(@Nullable Node root) {
        if (root == null || root.getTag().equals(Tag.NULL)) {
            return new Mapping(List.of());
        }
        return root instanceof MappingNode mapping ? new Mapping(mapping.getValue()) : new Other(root);
    }

    private static String at(@Nullable Mark mark) {
        return mark == null ? "" : "line " + (mark.getLine() + 1) + ": ";
    }

    private static String firstLine(RuntimeException malformed) {
        return String.valueOf(malformed.getMessage()).lines().findFirst().orElse("malformed");
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** The text of a scalar, {@code ?} for a key that is none. */
    static String name(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
