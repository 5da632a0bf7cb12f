package io.slipway.release.runner;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.slipway.release.history.HistoryEntry;

/** Orders, answers and pictures as JSON and back, with nothing lost on the way. */
public final class RunnerJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addMixIn(HistoryEntry.class, Whole.class)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RunnerJson() {}

    /** In reports an entry leaves out what is empty; read back, that would be missing. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private interface Whole {}

    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is always JSON", e);
        }
    }

    /** @throws IllegalArgumentException the text is no such thing */
    public static <T> T read(String json, Class<T> type) {
        try {
            T read = MAPPER.readValue(json, type);
            if (read == null) {
                throw new IllegalArgumentException("this is no " + type.getSimpleName());
            }
            return read;
        } catch (JsonProcessingException e) {
            // what stands in the text may be anybody's: it is not repeated
            throw new IllegalArgumentException("this is no " + type.getSimpleName(), e);
        }
    }
}
