package io.slipway.server.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.Proof;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.digest.Sha256;
import io.slipway.release.history.HistoryEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an approved deployment may still do after an attempt that came some way: what was approved without what is done,
 * on the schema of then with no other change than its own.
 */
final class ApprovedScope {
    private static final int NAMED = 3;
    private final ServedDeployment deployment;
    private final Trace trace;

    ApprovedScope(ServedDeployment deployment, Trace trace) {
        this.deployment = deployment;
        this.trace = trace;
    }

    /** What differs from what was approved, in words; empty when nothing does. */
    List<String> differences(
            String forecastNow, Map<String, String> before, Catalogue now, Manifest manifest, Proof proof) {
        Binding approved = Binding.parse(deployment.binding());
        List<String> differences = new ArrayList<>();
        if (!approved.artifact().equals(deployment.artifact())) {
            differences.add(Binding.OTHER_ARTIFACT);
        }
        boolean kept = Sha256.of(deployment.forecast().getBytes(StandardCharsets.UTF_8))
                .equals(approved.forecast());
        JsonNode then = Trace.tree(deployment.forecast());
        JsonNode left = Trace.tree(forecastNow);
        if (!kept || !rest(then).equals(lines(left)) || !then.path("notChosen").equals(left.path("notChosen"))) {
            differences.add(Binding.OTHER_FORECAST);
        }
        Set<String> others = changed(before, objects(now));
        others.removeAll(own(left, manifest, proof));
        if (!others.isEmpty()) {
            differences.add(Binding.OTHER_SCHEMA + " by somebody else: "
                    + others.stream().limit(NAMED).collect(Collectors.joining(", "))
                    + (others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : ""));
        }
        return differences;
    }

    /** What was approved and is not done yet. */
    private List<JsonNode> rest(JsonNode approved) {
        List<String> done = new ArrayList<>(trace.made(Trace.verb(deployment)));
        List<JsonNode> rest = lines(approved);
        rest.removeIf(line -> done.remove(
                Trace.name(line.path("id").asText(), line.path("digest").asText())));
        return rest;
    }

    private static List<JsonNode> lines(JsonNode forecast) {
        List<JsonNode> lines = new ArrayList<>();
        forecast.path("pending").forEach(lines::add);
        return lines;
    }

    /** Keys of the objects that it touched, or may have touched: the next change may have been stopped half-way. */
    private Set<String> own(JsonNode left, Manifest manifest, Proof proof) {
        Set<Change> touching = new HashSet<>(trace.made(HistoryEvent.APPLIED, manifest));
        touching.addAll(trace.made(HistoryEvent.ROLLED_BACK, manifest));
        JsonNode next = left.path("pending").path(0);
        manifest.changes().stream()
                .filter(change -> change.id().equals(next.path("id").asText()))
                .forEach(touching::add);
        return touching.stream()
                .flatMap(change -> proof.of(change).objects().stream())
                .map(object -> object.kind() + " " + object.name())
                .collect(Collectors.toSet());
    }

    private static Set<String> changed(Map<String, String> before, Map<String, String> now) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), now.get(key)));
        return keys;
    }

    /** Object → digest of its definition. */
    private static Map<String, String> objects(Catalogue catalogue) {
        return parse(text(catalogue));
    }

    /** A schema as it is kept: an object a line. */
    static String text(Catalogue catalogue) {
        return catalogue.objects().values().stream()
                .map(object -> Sha256.of(object.definition().getBytes(StandardCharsets.UTF_8)) + " "
                        + object.key().replace('\n', ' '))
                .collect(Collectors.joining("\n"));
    }

    static Map<String, String> parse(String text) {
        Map<String, String> objects = new HashMap<>();
        text.lines().forEach(line -> {
            int cut = line.indexOf(' ');
            objects.put(line.substring(cut + 1), line.substring(0, cut));
        });
        return objects;
    }
}
