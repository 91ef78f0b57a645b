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

/** A YAML file as nodes with line numbers. Nodes are not converted to objects, so a tag cannot instantiate a class. */
public sealed interface YamlDocument {
    /** Maximum bytes of a file: enough for some thousand tenants with all their keys. */
    int MAX_BYTES = 4 * 1024 * 1024;

    /** The key-value pairs in order; none if the file is empty. */
    record Mapping(List<NodeTuple> pairs) implements YamlDocument {}

    /** A file that is not a mapping, such as a list. */
    record Other(Node root) implements YamlDocument {}

    /** @param what the problem, with its line if known */
    record Malformed(String what) implements YamlDocument {}

    static YamlDocument parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new Malformed("more than " + MAX_BYTES + " bytes");
        }
        try {
            return of(new Yaml(new SafeConstructor(bounds())).compose(new StringReader(text(bytes))));
        } catch (CharacterCodingException notText) {
            return new Malformed("not UTF-8");
        } catch (MarkedYAMLException malformed) {
            return new Malformed(at(malformed.getProblemMark()) + malformed.getProblem());
        } catch (YAMLException | IllegalArgumentException malformed) {
            // IllegalArgumentException: an invalid tag such as !!%e
            return new Malformed(firstLine(malformed));
        }
    }

    private static LoaderOptions bounds() {
        var options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
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

    /** The text of a scalar key; {@code ?} for any other key. */
    static String name(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
