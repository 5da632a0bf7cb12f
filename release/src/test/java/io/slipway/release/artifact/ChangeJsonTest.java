package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.Kind;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change is read in two ways, by its shape and by hand: they must never say two things of one artifact. */
class ChangeJsonTest {
    private static final Change FULL = new Change(
            "ddl/1.sql",
            "ddl/1_moved.sql",
            Kind.DDL,
            true,
            "d1",
            "d2",
            Optional.of("d3"),
            List.of("label"),
            Optional.of("demo OR test"),
            List.of("ddl/0.sql"),
            true,
            Optional.of(Duration.ofSeconds(90)),
            Optional.of("shop"),
            List.of("size"),
            Optional.of("d4"),
            3,
            Optional.of(new Origin("c0ffee", "Ann", "ann@example.org", "Why", "2026-11-30T10:00:00Z")),
            List.of("prod"));

    private static Change byHand(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return ChangeJson.read(parser);
        }
    }

    private static Change byShape(byte[] json) {
        return ArtifactJson.within(Limits.DEFAULT).read(Path.of("a.zip"), "change", json, Change.class);
    }

    private static byte[] written(Change change) {
        return ArtifactJson.within(Limits.DEFAULT).readable(change);
    }

    /** A field that is new and not here would be lost by one of them, and nobody would see it. */
    @Test
    void everyFieldIsReadByBoth() throws Exception {
        for (RecordComponent field : Change.class.getRecordComponents()) {
            assertThat(field.getAccessor().invoke(FULL))
                    .as(field.getName())
                    .isNotIn(Optional.empty(), List.of(), false, 0, "");
        }
        byte[] json = written(FULL);
        assertThat(byHand(json)).isEqualTo(FULL);
        assertThat(byShape(json)).isEqualTo(FULL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\" : null",
                "\"id\" : 7",
                "\"unknown\" : 1",
                "\"labels\" : [ 1 ]",
                "\"rerunnable\" : \"yes\"",
                "\"occurrence\" : 1.5",
                "\"timeout\" : \"soon\"",
                "\"kind\" : \"nothing\"",
                "\"origin\" : { \"commit\" : \"c\" }"
            })
    void bothRefuseTheSame(String field) {
        String name = field.split(" ", 2)[0];
        String json = new String(written(FULL), StandardCharsets.UTF_8);
        String wrong = json.contains(name)
                ? json.replaceFirst(name + " ?: ?(\\{[^}]*}|\\[[^]]*]|[^,}]*)(,|\\s*})", field + "$2")
                : json.replaceFirst("\\{", "{ " + field + ",");
        assertThat(wrong).isNotEqualTo(json).contains(field);
        byte[] bytes = wrong.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> byHand(bytes)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> byShape(bytes)).isInstanceOf(SlipwayException.class);
    }
}
