package io.slipway.release.project;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping in a YAML file that remembers where everything stands, so that every complaint has a line and a column. */
final class YamlSection {
    private final String file;
    private final String name;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    YamlSection(String file, String name, Node node) {
        this.file = file;
        this.name = name;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            throw invalid(node, name + " must be a mapping of keys to values");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw invalid(tuple.getKeyNode(), "a key must be plain text");
            }
            if (values.put(key.getValue(), tuple.getValueNode()) != null) {
                throw invalid(key, "the key '" + key.getValue() + "' stands twice in " + name);
            }
            keys.put(key.getValue(), key);
        }
    }

    /** Refuses every key that is not one of {@code known}. */
    YamlSection only(Set<String> known) {
        for (Map.Entry<String, Node> key : keys.entrySet()) {
            if (!known.contains(key.getKey())) {
                throw invalid(
                        key.getValue(),
                        "'" + key.getKey() + "' is not known in " + name + "; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
        return this;
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key) {
        return optionalText(key).orElseThrow(() -> invalid(node, "'" + key + "' is missing in " + name));
    }

    Optional<String> optionalText(String key) {
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof ScalarNode scalar)) {
            throw invalid(value, "'" + key + "' must be plain text");
        }
        return Optional.of(scalar.getValue());
    }

    boolean flag(String key) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty()) {
            return false;
        }
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, "'" + key + "' must be true or false");
        };
    }

    List<String> list(String key) {
        Node value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            throw invalid(value, "'" + key + "' must be a list, such as [dev, qa, prod]");
        }
        List<String> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (!(item instanceof ScalarNode scalar)) {
                throw invalid(item, "an entry of '" + key + "' must be plain text");
            }
            items.add(scalar.getValue());
        }
        return items;
    }

    boolean isText(String key) {
        return values.get(key) instanceof ScalarNode;
    }

    Optional<YamlSection> section(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> new YamlSection(file, "'" + key + "'", value));
    }

    /** A complaint about one key's value. */
    SlipwayException invalid(String key, String message) {
        return invalid(values.getOrDefault(key, node), message);
    }

    SlipwayException invalid(String key, ErrorCode code, String message, String help) {
        return SlipwayException.of(code, message, help).at(place(values.getOrDefault(key, node)));
    }

    private SlipwayException invalid(Node where, String message) {
        return SlipwayException.of(ErrorCode.PROJECT_FILE_INVALID, message, "").at(place(where));
    }

    private Location place(Node where) {
        return where.getStartMark().map(this::place).orElse(Location.of(file));
    }

    private Location place(Mark mark) {
        return new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
