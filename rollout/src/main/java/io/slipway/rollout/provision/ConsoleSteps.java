package io.slipway.rollout.provision;

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

/** What a team gets on the server: its project, its rollout, its people with their roles. */
final class ConsoleSteps {
    private final Definition definition;
    private final ConsoleWish wish;
    private final Console console;
    private final Set<String> takenBack;
    private final Supplier<List<String>> keys;

    /**
     * @param takenBack accounts whose roles in the project are to be taken away
     * @param keys the public keys that are known here, in PEM form
     */
    ConsoleSteps(
            Definition definition,
            ConsoleWish wish,
            Console console,
            Set<String> takenBack,
            Supplier<List<String>> keys) {
        this.definition = definition;
        this.wish = wish;
        this.console = console;
        this.takenBack = takenBack;
        this.keys = keys;
    }

    List<Step> all() {
        List<Step> steps = new ArrayList<>(List.of(new ProjectStep()));
        if (definition.provision().protectsAny()) {
            steps.add(new KeysStep(definition, wish, console, keys));
        }
        steps.addAll(List.of(new RolloutStep(), new PeopleStep(definition, wish, console, takenBack)));
        return steps;
    }

    private String curl(String method, String path, Object body) {
        return Shell.given(curl(wish, method, path), Reports.text(body));
    }

    /** A request whose body comes on standard input. */
    static String curl(ConsoleWish wish, String method, String path) {
        return "curl --fail-with-body -sS -X " + method + " -H @<(printf 'Authorization: Bearer %s' "
                + Shell.secret(wish.token()) + ") \\\n  -H 'Content-Type: application/json' --data-binary @- "
                + Shell.word(wish.url() + path);
    }

    private String project() {
        return definition.project();
    }

    private final class ProjectStep implements Step {
        private final String text =
                ProjectDefinition.of(definition.team(), definition.project(), definition.provision());

        @Override
        public String id() {
            return StepNames.PROJECT;
        }

        @Override
        public String title() {
            return "Register the project " + project();
        }

        @Override
        public List<String> needs() {
            return List.of();
        }

        @Override
        public Look look() {
            Optional<Registered> there = console.project(project());
            if (there.isEmpty()) {
                return new Look.Absent();
            }
            Look look = ManagedText.look(
                    "The definition of the project '" + project() + "' on the server",
                    definition.team(),
                    there.get().definition(),
                    text);
            return look instanceof Look.AsWished ? new Look.AsWished(settings()) : look;
        }

        /** Approvals and windows have no place in the file: the console's people set them, and a plan tells them. */
        private String settings() {
            List<String> told = definition.provision().environments().stream()
                    .flatMap(wish -> console.settings(project(), wish.environment(), wish.isProtected()).stream())
                    .toList();
            return told.isEmpty() ? "" : "set at the console: " + String.join("; ", told);
        }

        @Override
        public void apply(Look found) {
            Optional<Registered> there = console.project(project());
            if (there.isEmpty()) {
                console.register(definition.title(), text);
            } else {
                console.redefine(project(), there.get(), there.get().title(), text);
            }
        }

        @Override
        public String undo() {
            return "a project stays on the server, with its audit log";
        }

        @Override
        public List<String> commands() {
            Map<String, String> body = new LinkedHashMap<>();
            body.put("title", definition.title());
            body.put("definition", text);
            return List.of(curl("POST", "/api/projects", body));
        }
    }

    private final class RolloutStep implements Step {
        @Override
        public String id() {
            return StepNames.ROLLOUT;
        }

        @Override
        public String title() {
            return "Hand the rollout file in";
        }

        @Override
        public List<String> needs() {
            return List.of(StepNames.PROJECT);
        }

        @Override
        public Look look() {
            if (console.project(project()).isEmpty()) {
                return new Look.Absent();
            }
            Optional<String> there = console.rolloutFile(project());
            if (there.isEmpty()) {
                return new Look.Absent();
            }
            return there.get().equals(definition.file())
                    ? new Look.AsWished()
                    : new Look.Differs("the server has another text of it", List.of());
        }

        @Override
        public void apply(Look found) {
            console.handIn(project(), definition.file());
        }

        @Override
        public String undo() {
            return "a rollout stays on the server, with what happened in it";
        }

        @Override
        public List<String> commands() {
            return List.of(curl("PUT", "/api/projects/" + project() + "/rollout", Map.of("file", definition.file())));
        }
    }
}
