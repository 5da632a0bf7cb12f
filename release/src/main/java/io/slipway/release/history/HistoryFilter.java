package io.slipway.release.history;

import java.util.Locale;
import java.util.Optional;

/**
 * Which entries of a history are looked for.
 *
 * @param event only of this kind; empty for all
 * @param text a part of the change's path or of who deployed, or a whole version, in whatever case; empty for all
 */
public record HistoryFilter(Optional<HistoryEvent> event, String text) {
    public static final HistoryFilter ALL = new HistoryFilter(Optional.empty(), "");

    public HistoryFilter {
        text = text.strip().toLowerCase(Locale.ROOT);
    }

    /** For a history that is not asked in SQL. */
    public boolean lets(HistoryEntry entry) {
        return event.filter(wanted -> wanted != entry.event()).isEmpty()
                && (text.isEmpty()
                        || lower(entry.path().orElse("")).contains(text)
                        || lower(entry.by()).contains(text)
                        || lower(entry.version()).equals(text));
    }

    private static String lower(String value) {
        return value.toLowerCase(Locale.ROOT);
    }
}
