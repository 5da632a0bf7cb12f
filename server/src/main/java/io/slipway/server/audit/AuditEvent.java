package io.slipway.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Something that somebody did.
 *
 * @param sequence its place in the log, from 1, without gaps
 * @param actor name of a person; {@code slipway} for what the server did by itself
 * @param action such as {@code deployment-requested}
 * @param project empty when it is about no project
 * @param subject what it was done to
 * @param detail JSON object with sorted keys
 * @param previous digest of the event before it
 * @param digest SHA-256 over all other fields, lower-case hex
 */
public record AuditEvent(
        long sequence,
        Instant at,
        String actor,
        String action,
        String project,
        String subject,
        String detail,
        String previous,
        String digest) {
    /** What the first event follows. */
    public static final String NOTHING = "0".repeat(64);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    static AuditEvent chained(
            long sequence,
            Instant at,
            String actor,
            String action,
            String project,
            String subject,
            String detail,
            String previous) {
        AuditEvent open = new AuditEvent(sequence, at, actor, action, project, subject, detail, previous, "");
        return new AuditEvent(sequence, at, actor, action, project, subject, detail, previous, open.computedDigest());
    }

    /** The detail of an event whose values are all texts, as {@link AuditLog#append} writes them. */
    public Map<String, String> texts() {
        try {
            return JSON.readValue(detail, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event's detail is a map of texts", e);
        }
    }

    /** Each field with its length before it, so that no two events have the same text. */
    public String computedDigest() {
        StringBuilder text = new StringBuilder("slipway-audit-1\n");
        for (String field : new String[] {
            Long.toString(sequence), Long.toString(at.toEpochMilli()), actor, action, project, subject, detail, previous
        }) {
            text.append(field.getBytes(StandardCharsets.UTF_8).length)
                    .append(':')
                    .append(field)
                    .append('\n');
        }
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
