package io.slipway.cli.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Change;
import java.util.HashMap;

/** What a deployment of so many changes leaves in the store. */
record LoadForecast(String forecast, String outcome) {

    static LoadForecast of(int changes) {
        ObjectMapper json = new ObjectMapper();
        ObjectNode forecast = json.createObjectNode()
                .put("environment", "dev")
                .put("version", "1.0.0")
                .put("server", "SQLite 3")
                .put("current", "")
                .put("statements", 2 * changes);
        ObjectNode outcome = json.createObjectNode();
        ArrayNode pending = forecast.putArray("pending");
        ArrayNode applied = outcome.putArray("applied");
        ArrayNode measured = outcome.putArray("measured");
        for (int i = 0; i < changes; i++) {
            Change change = LoadArtifacts.change(i, new HashMap<>(), new HashMap<>());
            ObjectNode line = pending.addObject()
                    .put("id", change.id())
                    .put("path", change.path())
                    .put("kind", "ddl")
                    .put("digest", change.digest())
                    .put("statements", 2)
                    .put("rows", 0)
                    .put("transactional", true)
                    .put("destructive", false)
                    .put("rollback", "proved");
            line.putArray("objects")
                    .addObject()
                    .put("event", "added")
                    .put("kind", "table")
                    .put("name", "t" + i);
            line.putArray("locks")
                    .addObject()
                    .put("mode", "AccessExclusiveLock")
                    .put("object", "table t" + i);
            applied.addObject().put("path", change.path()).put("id", change.id());
            measured.addObject()
                    .put("path", change.path())
                    .put("event", "applied")
                    .put("statements", 2)
                    .put("rows", 0)
                    .put("millis", 3);
        }
        forecast.putArray("notChosen");
        forecast.putArray("warnings");
        return new LoadForecast(forecast.toString(), outcome.toString());
    }
}
