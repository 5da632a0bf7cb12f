package io.slipway.cli.remote;

import java.util.function.BiConsumer;

/** Puts events together from the lines of a {@code text/event-stream}. */
final class EventReader {
    private final BiConsumer<String, String> reader;
    private final StringBuilder data = new StringBuilder();
    private String name = "message";
    private long id;
    private long last;

    EventReader(long after, BiConsumer<String, String> reader) {
        this.reader = reader;
        this.id = after;
        this.last = after;
    }

    /** Id of the last whole event. */
    long last() {
        return last;
    }

    void line(String line) {
        if (line.isEmpty()) {
            if (!data.isEmpty()) {
                reader.accept(name, data.toString());
                last = id;
            }
            data.setLength(0);
            name = "message";
            return;
        }
        int colon = line.indexOf(':');
        if (colon <= 0) {
            return;
        }
        String value = line.substring(colon + 1).stripLeading();
        switch (line.substring(0, colon)) {
            case "event" -> name = value;
            case "id" -> id = Long.parseLong(value);
            case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
            default -> {
                // a comment, or a field that says nothing to us
            }
        }
    }
}
