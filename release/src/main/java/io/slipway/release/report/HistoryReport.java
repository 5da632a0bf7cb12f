package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.history.HistoryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ran on an environment, oldest first.
 *
 * @param next where earlier entries end: pass it as {@code before}; absent when there are none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record HistoryReport(int formatVersion, String environment, List<Entry> entries, Optional<Long> next) {

    /**
     * One line of the history.
     *
     * @param event such as {@code applied}
     * @param deployment id of the deployment it belongs to
     * @param id of the change; absent, with what follows, for events about a whole deployment
     * @param note what else is known: a failure, an approval, a reason
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Entry(
            long sequence,
            String event,
            Instant at,
            String by,
            String version,
            String artifact,
            String deployment,
            Optional<String> id,
            Optional<String> path,
            Optional<String> kind,
            Optional<String> digest,
            Optional<Integer> statements,
            Optional<Long> rows,
            long millis,
            Map<String, Object> note) {
        private static final ObjectMapper JSON = new ObjectMapper();

        static Entry of(HistoryEntry entry) {
            boolean change = entry.event().aboutChange();
            return new Entry(
                    entry.sequence(),
                    entry.event().text(),
                    entry.at(),
                    entry.by(),
                    entry.version(),
                    entry.artifact(),
                    entry.deployment(),
                    entry.changeId(),
                    entry.path(),
                    entry.kind(),
                    entry.digest(),
                    Optional.of(entry.statements()).filter(n -> change),
                    Optional.of(entry.rows()).filter(n -> change),
                    entry.millis(),
                    note(entry.note()));
        }

        /** A note is JSON; what is none is shown as it is. */
        private static Map<String, Object> note(String text) {
            try {
                return JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
            } catch (JsonProcessingException e) {
                return Map.of("text", text);
            }
        }
    }

    public static HistoryReport of(String environment, List<HistoryEntry> entries) {
        return new HistoryReport(
                Reports.FORMAT_VERSION,
                environment,
                entries.stream().map(Entry::of).toList(),
                Optional.empty());
    }

    /** The same, with more before it. */
    public HistoryReport continued(long before) {
        return new HistoryReport(formatVersion, environment, entries, Optional.of(before));
    }
}
