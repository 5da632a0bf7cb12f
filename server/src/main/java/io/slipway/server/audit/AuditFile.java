package io.slipway.server.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.audit.AuditLog.Anchor;
import io.slipway.server.audit.AuditLog.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The audit log as a file: a JSON object a line, oldest first. It can be verified where no server is. */
public final class AuditFile {
    private static final ObjectReader JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> FIELDS =
            Set.of("sequence", "at", "actor", "action", "project", "subject", "detail", "previous", "digest");

    private AuditFile() {}

    /** One event as a line, without its end. */
    public static String line(AuditEvent event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("sequence", event.sequence())
                .put("at", event.at().toString())
                .put("actor", event.actor())
                .put("action", event.action())
                .put("project", event.project())
                .put("subject", event.subject())
                .put("detail", event.detail())
                .put("previous", event.previous())
                .put("digest", event.digest());
        return line.toString();
    }

    /**
     * Walks a whole file.
     *
     * @param anchor how far the chain went at some time; without one, events cut off at the end cannot be noticed
     * @throws SlipwayException {@code audit-file-unreadable}
     */
    public static Verdict verify(Path file, Optional<Anchor> anchor) {
        AuditChain chain = new AuditChain(anchor.stream().toList());
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                event(line).ifPresentOrElse(chain::follow, chain::followNothing);
            }
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.AUDIT_FILE_UNREADABLE,
                            "The file " + file + " cannot be read as text in UTF-8.",
                            "Name a file that was exported from a server's audit log.")
                    .causedBy(e);
        }
        chain.end();
        return chain.verdict();
    }

    private static Optional<AuditEvent> event(String line) {
        try {
            JsonNode node = JSON.readValue(line);
            Set<String> fields = new TreeSet<>();
            node.fieldNames().forEachRemaining(fields::add);
            if (!node.isObject() || !fields.equals(new TreeSet<>(FIELDS))) {
                return Optional.empty();
            }
            AuditEvent event = new AuditEvent(
                    node.path("sequence").asLong(),
                    Instant.parse(node.path("at").asText()),
                    node.path("actor").asText(),
                    node.path("action").asText(),
                    node.path("project").asText(),
                    node.path("subject").asText(),
                    node.path("detail").asText(),
                    node.path("previous").asText(),
                    node.path("digest").asText());
            // Another way to write the same, such as a time with more digits, would be a change that no digest sees.
            return line(event).equals(line) ? Optional.of(event) : Optional.empty();
        } catch (JsonProcessingException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
