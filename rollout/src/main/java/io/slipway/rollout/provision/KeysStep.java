package io.slipway.rollout.provision;

import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.report.Reports;
import io.slipway.rollout.provision.Console.Registered;
import io.slipway.rollout.provision.Provision.ConsoleWish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Has the server trust the team's keys: a protected environment refuses every artifact that no trusted key signed. Keys
 * that somebody gave it at the console stay.
 */
final class KeysStep implements Step {
    private static final int DIGITS = 12;
    private final Definition definition;
    private final ConsoleWish wish;
    private final Console console;
    private final Supplier<List<String>> keys;

    /** @param keys the public keys that are known here, in PEM form */
    KeysStep(Definition definition, ConsoleWish wish, Console console, Supplier<List<String>> keys) {
        this.definition = definition;
        this.wish = wish;
        this.console = console;
        this.keys = keys;
    }

    @Override
    public String id() {
        return StepNames.KEYS;
    }

    @Override
    public String title() {
        return "Have the server trust the keys that sign";
    }

    @Override
    public List<String> needs() {
        return List.of(StepNames.PROJECT);
    }

    @Override
    public Look look() {
        Set<String> trusted =
                console.project(definition.project()).map(KeysStep::trusted).orElse(Set.of());
        List<String> known = keys.get();
        List<String> missing = missing(known, trusted);
        if (known.isEmpty() && trusted.isEmpty()) {
            return new Look.Waits("for a key that signs: run 'slipway init' in a clone of the repository and push its"
                    + " folder slipway-keys, or run this where "
                    + definition.provision().signingKey()
                    + " is to be had");
        }
        if (missing.isEmpty()) {
            return new Look.AsWished();
        }
        return trusted.isEmpty()
                ? new Look.Absent()
                : new Look.Differs("it does not trust " + String.join(", ", names(missing)), List.of());
    }

    private static Set<String> trusted(Registered project) {
        return project.trustedKeys().isBlank()
                ? Set.of()
                : TrustedKeys.of(List.of(project.trustedKeys())).ids();
    }

    private static List<String> missing(List<String> known, Set<String> trusted) {
        return known.stream()
                .filter(pem -> !trusted.containsAll(TrustedKeys.of(List.of(pem)).ids()))
                .toList();
    }

    private static List<String> names(List<String> pems) {
        return TrustedKeys.of(pems).ids().stream()
                .map(id -> id.substring(0, DIGITS))
                .sorted()
                .toList();
    }

    @Override
    public void apply(Look found) {
        Registered there = console.project(definition.project()).orElseThrow();
        List<String> all = new ArrayList<>();
        Optional.of(there.trustedKeys().strip()).filter(text -> !text.isEmpty()).ifPresent(all::add);
        missing(keys.get(), trusted(there)).forEach(pem -> all.add(pem.strip()));
        console.redefine(
                definition.project(),
                new Registered(there.title(), there.definition(), String.join("\n", all) + "\n", there.revision()),
                there.title(),
                there.definition());
    }

    @Override
    public String undo() {
        return "keys stay with the project, which goes on to show what they signed";
    }

    @Override
    public List<String> commands() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", definition.title());
        body.put("definition", ProjectDefinition.of(definition.team(), definition.project(), definition.provision()));
        body.put("revision", 1);
        body.put("trustedKeys", "");
        String json = Reports.text(body);
        int gap = json.lastIndexOf("\"\"") + 1;
        return List.of("{ printf '%s' " + Shell.word(json.substring(0, gap)) + "\n"
                + "  openssl pkey -pubout <<< "
                + Shell.secret(definition.provision().signingKey())
                + " | awk '{ printf \"%s\\\\n\", $0 }'\n"
                + "  printf '%s' " + Shell.word(json.substring(gap)) + "; } | "
                + ConsoleSteps.curl(wish, "PUT", "/api/projects/" + definition.project() + "/definition"));
    }
}
