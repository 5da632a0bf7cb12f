package io.slipway.release.yaml;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping in a YAML file that remembers where everything stands, so that every complaint has a line and a column. */
public final class YamlSection {
    private final String file;
    private final ErrorCode code;
    private final String name;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    private YamlSection(String file, ErrorCode code, String name, Node node) {
        this.file = file;
        this.code = code;
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

    /**
     * Reads a whole file.
     *
     * @param file as complaints name it
     * @param name what kind of file it is, such as "the project file"
     * @param code that complaints about the file carry
     * @throws SlipwayException {@code code}: it is not YAML, or no mapping
     */
    public static YamlSection read(String file, String name, ErrorCode code, String text) {
        try {
            Node node = new Compose(LoadSettings.builder().setLabel(file).build())
                    .composeString(text)
                    .orElseThrow(
                            () -> SlipwayException.of(code, "It is empty.", "").at(Location.of(file)));
            return new YamlSection(file, code, name, node);
        } catch (MarkedYamlEngineException e) {
            Location where = e.getProblemMark()
                    .map(mark -> new Location(file, mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(Location.of(file));
            throw SlipwayException.of(code, "It is not YAML: " + e.getProblem() + ".", "")
                    .at(where);
        } catch (StackOverflowError e) {
            throw SlipwayException.of(
                            code,
                            "It is nested deeper than " + name + " ever is.",
                            "Close the brackets; the file holds keys, and under some of them keys and lists.")
                    .at(Location.of(file))
                    .causedBy(e);
        } catch (YamlEngineException e) {
            throw SlipwayException.of(code, "It is not YAML: " + e.getMessage(), "")
                    .at(Location.of(file));
        }
    }

    /** Refuses every key that is not one of {@code known}. */
    public YamlSection only(Set<String> known) {
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

    public Set<String> names() {
        return values.keySet();
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public String text(String key) {
        return optionalText(key).orElseThrow(() -> invalid(node, "'" + key + "' is missing in " + name));
    }

    public Optional<String> optionalText(String key) {
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof ScalarNode scalar)) {
            throw invalid(value, "'" + key + "' must be plain text");
        }
        return Optional.of(shown(scalar));
    }

    /** @throws SlipwayException the text holds a character that makes what follows it read in another order */
    private String shown(ScalarNode scalar) {
        String value = scalar.getValue();
        value.chars().filter(YamlSection::turnsTextAround).findFirst().ifPresent(found -> {
            throw invalid(
                    scalar,
                    String.format(Locale.ROOT, "U+%04X makes the text look other than it is; take it out", found));
        });
        return value;
    }

    /** Embeddings, overrides and isolates of Unicode's Bidirectional Algorithm (UAX 9); not the two marks, which are safe. */
    private static boolean turnsTextAround(int character) {
        return character >= 0x202A && character <= 0x202E || character >= 0x2066 && character <= 0x2069;
    }

    public boolean flag(String key) {
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

    public List<String> list(String key) {
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
            items.add(shown(scalar));
        }
        return items;
    }

    public boolean isText(String key) {
        return values.get(key) instanceof ScalarNode;
    }

    public Optional<YamlSection> section(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> new YamlSection(file, code, "'" + key + "'", value));
    }

    /** A list of mappings; empty when the key is not there. */
    public List<YamlSection> sections(String key) {
        Node value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            throw invalid(value, "'" + key + "' must be a list");
        }
        return sequence.getValue().stream()
                .map(item -> new YamlSection(file, code, "an entry of '" + key + "'", item))
                .toList();
    }

    /** A day, such as 2026-10-05. */
    public LocalDate date(String key) {
        return parsed(key, LocalDate::parse, "a day such as 2026-10-05");
    }

    /**
     * A value that some parser reads.
     *
     * @param form what it must look like, for the complaint
     */
    public <T> T parsed(String key, Function<String, T> parser, String form) {
        String text = text(key);
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw invalid(key, "'" + text + "' is not " + form);
        }
    }

    /** Where it begins. */
    public Location location() {
        return place(node);
    }

    /** The whole of it as a place, for a complaint about all of it. */
    public SlipwayException invalid(String message) {
        return invalid(node, message);
    }

    /** A complaint about one entry of a list. */
    public SlipwayException invalidEntry(String key, int index, String message) {
        return values.get(key) instanceof SequenceNode sequence
                        && index < sequence.getValue().size()
                ? invalid(sequence.getValue().get(index), message)
                : invalid(key, message);
    }

    /** A complaint about a key itself, such as a name that is none. */
    public SlipwayException invalidKey(String key, String message) {
        return invalid(keys.getOrDefault(key, node), message);
    }

    /** A complaint about one key's value. */
    public SlipwayException invalid(String key, String message) {
        return invalid(values.getOrDefault(key, node), message);
    }

    public SlipwayException invalid(String key, ErrorCode code, String message, String help) {
        return SlipwayException.of(code, message, help).at(place(values.getOrDefault(key, node)));
    }

    private SlipwayException invalid(Node where, String message) {
        return SlipwayException.of(code, message, "").at(place(where));
    }

    private Location place(Node where) {
        return where.getStartMark().map(this::place).orElse(Location.of(file));
    }

    private Location place(Mark mark) {
        return new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
