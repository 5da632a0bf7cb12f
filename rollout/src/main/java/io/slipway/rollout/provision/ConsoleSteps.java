package io.slipway.rollout.provision;

import io.slipway.release.report.Reports;
import io.slipway.rollout.people.Duty;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.provision.Console.Account;
import io.slipway.rollout.provision.Console.Registered;
import io.slipway.rollout.provision.Provision.ConsoleWish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What a team gets on the server: its project, its rollout, its people with their roles. */
final class ConsoleSteps {
    private final Definition definition;
    private final ConsoleWish wish;
    private final Console console;
    private final Supplier<List<String>> keys;

    /** @param keys the public keys that are known here, in PEM form */
    ConsoleSteps(Definition definition, ConsoleWish wish, Console console, Supplier<List<String>> keys) {
        this.definition = definition;
        this.wish = wish;
        this.console = console;
        this.keys = keys;
    }

    List<Step> all() {
        List<Step> steps = new ArrayList<>(List.of(new ProjectStep()));
        if (definition.provision().protectsAny()) {
            steps.add(new KeysStep(definition, wish, console, keys));
        }
        steps.addAll(List.of(new RolloutStep(), new PeopleStep()));
        return steps;
    }

    /** The role that a duty brings for the team's project. */
    static String role(Duty duty) {
        return switch (duty) {
            case DEVELOPER -> "developer";
            case TEAM_LEAD -> "team-lead";
            case DBA, DEVOPS -> "dba";
            case RELEASE_MANAGER -> "release-manager";
            case ROLLOUT_MANAGER -> "rollout-manager";
            case TRAINER, VENDOR, STAKEHOLDER -> "viewer";
        };
    }

    private static Set<String> roles(Person person) {
        Set<String> roles = new TreeSet<>();
        person.duties().forEach(duty -> roles.add(role(duty)));
        if (roles.isEmpty()) {
            roles.add("viewer");
        }
        return roles;
    }

    private String curl(String method, String path, Object body) {
        return Shell.given(curl(wish, method, path), Reports.text(body));
    }

    private static String read(ConsoleWish wish, String path) {
        return "curl --fail-with-body -sS -H @<(printf 'Authorization: Bearer %s' " + Shell.secret(wish.token()) + ") "
                + Shell.word(wish.url() + path);
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
            return there.isEmpty()
                    ? new Look.Absent()
                    : ManagedText.look(
                            "The definition of the project '" + project() + "' on the server",
                            definition.team(),
                            there.get().definition(),
                            text);
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

    private final class PeopleStep implements Step {
        @Override
        public String id() {
            return StepNames.PEOPLE;
        }

        @Override
        public String title() {
            return "Invite the people, and give them their roles";
        }

        @Override
        public List<String> needs() {
            return List.of(StepNames.PROJECT);
        }

        @Override
        public Look look() {
            List<String> missing = new ArrayList<>();
            int there = 0;
            for (Person person : definition.people().all()) {
                Optional<Account> account = account(person.key());
                if (account.isEmpty()) {
                    missing.add("no account " + person.key());
                    continue;
                }
                if (!account.get().email().isEmpty() && !account.get().email().equalsIgnoreCase(person.email())) {
                    return new Look.Foreign(
                            "The account '" + person.key() + "' is that of "
                                    + account.get().fullName() + " <"
                                    + account.get().email() + ">, not of " + person.email() + ".",
                            "Give " + person.name() + " another key in the rollout file, or mend the e-mail address.");
                }
                there++;
                Set<String> wanted = roles(person);
                wanted.stream()
                        .filter(role -> !account.get().roles().contains(role))
                        .forEach(role -> missing.add(person.key() + " is not " + role));
                account.get().own().stream()
                        .filter(role -> !wanted.contains(role))
                        .sorted()
                        .forEach(role -> missing.add(person.key() + " is " + role + " and should not be"));
            }
            if (missing.isEmpty()) {
                return new Look.AsWished();
            }
            return there == 0 ? new Look.Absent() : new Look.Differs(String.join("; ", missing), List.of());
        }

        private Optional<Account> account(String name) {
            return console.accounts(project()).stream()
                    .filter(account -> account.name().equals(name))
                    .findFirst();
        }

        @Override
        public void apply(Look found) {
            for (Person person : definition.people().all()) {
                Set<String> wanted = roles(person);
                Optional<Account> account = account(person.key());
                if (account.isEmpty()) {
                    console.invite(person.key(), person.name(), person.email(), wanted, project());
                    continue;
                }
                wanted.stream()
                        .filter(role -> !account.get().roles().contains(role))
                        .forEach(role -> console.grant(person.key(), role, project()));
                account.get().own().stream()
                        .filter(role -> !wanted.contains(role))
                        .forEach(role -> console.revoke(person.key(), role, project()));
            }
        }

        @Override
        public String undo() {
            for (Person person : definition.people().all()) {
                account(person.key())
                        .ifPresent(account ->
                                account.own().forEach(role -> console.revoke(person.key(), role, project())));
            }
            return "";
        }

        @Override
        public List<String> commands() {
            List<String> commands = new ArrayList<>();
            for (Person person : definition.people().all()) {
                commands.add(invite(person));
                roles(person).stream()
                        .sorted()
                        .map(role -> curl(
                                "POST",
                                "/api/people/" + person.key() + "/roles",
                                Map.of("role", role, "project", project())))
                        .forEach(commands::add);
            }
            return commands;
        }

        /** Whoever has an account already, from another team, keeps it. */
        private String invite(Person person) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", person.key());
            body.put("fullName", person.name());
            body.put("email", person.email());
            body.put("roles", List.of());
            return Shell.given(
                    read(wish, "/api/people") + " \\\n  | grep -F " + Shell.word("\"name\":\"" + person.key() + "\"")
                            + " > /dev/null || " + curl(wish, "POST", "/api/people"),
                    Reports.text(body));
        }
    }
}
