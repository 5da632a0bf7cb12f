package io.slipway.release.deploy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptFailure.FailedAt;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON that history entries carry beside their columns. */
public final class Notes {
    /** No mapper: every deployment writes a note, and a mapper takes long to make for two fields. */
    private static final JsonFactory JSON = new JsonFactory();

    private Notes() {}

    static String failure(Optional<FailedAt> at, SlipwayException error) {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("code", error.code().code());
        note.put("message", at.map(FailedAt::message).orElse(String.valueOf(error.getMessage())));
        at.ifPresent(f -> {
            note.put("statement", f.statement());
            note.put("line", f.line());
            note.put("column", f.column());
            note.put("sqlState", f.sqlState());
        });
        return json(note);
    }

    /** What was decided by people: who approved and why, and whether a gate was passed over. */
    public static String decision(Actor actor, Optional<String> gateSkipped) {
        Map<String, Object> note = new LinkedHashMap<>();
        actor.approvedBy().ifPresent(name -> note.put("approvedBy", name));
        actor.reason().ifPresent(reason -> note.put("reason", reason));
        gateSkipped.ifPresent(why -> note.put("gateSkipped", why));
        return json(note);
    }

    private static String json(Map<String, Object> note) {
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.writeStartObject();
            for (Map.Entry<String, Object> field : note.entrySet()) {
                generator.writeFieldName(field.getKey());
                if (field.getValue() instanceof Integer number) {
                    generator.writeNumber(number);
                } else if (field.getValue() instanceof List<?> list) {
                    String[] texts = list.stream().map(Object::toString).toArray(String[]::new);
                    generator.writeArray(texts, 0, texts.length);
                } else {
                    generator.writeString(field.getValue().toString());
                }
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json.toString();
    }

    /** What was taken back that somebody had done by hand, and who decided it. */
    public static String reverted(Actor actor, List<String> objects) {
        Map<String, Object> note = new LinkedHashMap<>();
        actor.approvedBy().ifPresent(name -> note.put("approvedBy", name));
        actor.reason().ifPresent(reason -> note.put("reason", reason));
        note.put("reverted", objects);
        return json(note);
    }
}
