package io.slipway.cli.remote;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.provision.Console;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A server, as provisioning sees it. */
public final class RemoteConsole implements Console {
    private static final String PEOPLE = "/api/people";
    private final ServerConnection connection;

    public RemoteConsole(ServerConnection connection) {
        this.connection = connection;
    }

    private record Definition(
            Optional<String> title, String definition, Optional<String> trustedKeys, Optional<Long> revision) {}

    private record File(String file) {}

    private record Role(String role, Optional<String> project, Optional<String> environment) {
        boolean holdsFor(String wanted) {
            return environment.isEmpty() && (project.isEmpty() || project.get().equals(wanted));
        }

        boolean isOwn(String wanted) {
            return environment.isEmpty() && project.equals(Optional.of(wanted));
        }

        Optional<Within> within(String wanted) {
            return project.equals(Optional.of(wanted))
                    ? environment.map(name -> new Within(role, name))
                    : Optional.empty();
        }
    }

    private record Me(String name) {}

    private record Trace(String kind, String name) {}

    private record Rehearsals(List<Trace> traces) {}

    /** @param signIn a server that is older does not say */
    private record PersonView(
            String name,
            String fullName,
            Optional<String> email,
            boolean active,
            Optional<String> signIn,
            List<Role> roles) {
        Account account(String project, boolean mails) {
            return new Account(
                    name,
                    fullName,
                    email.orElse(""),
                    names(role -> role.holdsFor(project)),
                    names(role -> role.isOwn(project)),
                    roles.stream()
                            .flatMap(role -> role.within(project).stream())
                            .collect(Collectors.toSet()),
                    active,
                    entry(mails && email.isPresent()));
        }

        private Entry entry(boolean mails) {
            return switch (signIn.orElse("ready")) {
                case "link" -> Entry.LINK;
                case "none" -> mails ? Entry.MAIL : Entry.BY_HAND;
                case "ended" -> Entry.BY_HAND;
                default -> Entry.READY;
            };
        }

        private Set<String> names(Predicate<Role> which) {
            return roles.stream().filter(which).map(Role::role).collect(Collectors.toSet());
        }
    }

    private record PersonList(List<PersonView> people, Optional<Boolean> linksByMail) {}

    private record NewPerson(String name, String fullName, Optional<String> email, List<Role> roles) {}

    @Override
    public Optional<Registered> project(String project) {
        return known(() -> connection.get(path(project) + "/definition", Definition.class))
                .map(there -> new Registered(
                        there.title().orElse(""),
                        there.definition(),
                        there.trustedKeys().orElse(""),
                        there.revision().orElse(0L)));
    }

    @Override
    public List<String> settings(String project, String environment, boolean isProtected) {
        return new EnvironmentSettings(connection, path(project) + "/environments/" + encoded(environment))
                .sentences(environment, isProtected);
    }

    @Override
    public void register(String title, String definition) {
        connection.post(
                "/api/projects",
                new Definition(Optional.of(title), definition, Optional.empty(), Optional.empty()),
                Map.class);
    }

    @Override
    public void redefine(String project, Registered before, String title, String definition) {
        connection.send(
                "PUT",
                path(project) + "/definition",
                new Definition(
                        Optional.of(title),
                        definition,
                        Optional.of(before.trustedKeys()),
                        Optional.of(before.revision())),
                Map.class);
    }

    @Override
    public Optional<String> rolloutFile(String project) {
        return known(() -> connection.get(path(project) + "/rollout", File.class))
                .map(File::file);
    }

    @Override
    public void handIn(String project, String file) {
        connection.send("PUT", path(project) + "/rollout", new File(file), Map.class);
    }

    @Override
    public String owner() {
        return connection.get("/api/me", Me.class).name();
    }

    @Override
    public Set<String> rehearsed(String project) {
        return known(() -> connection.get(path(project) + "/rollout/rehearsals", Rehearsals.class)).stream()
                .flatMap(all -> all.traces().stream())
                .filter(trace -> trace.kind().equals("person"))
                .map(Trace::name)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Account> accounts(String project) {
        PersonList list = connection.get(PEOPLE, PersonList.class);
        boolean mails = list.linksByMail().orElse(false);
        return list.people().stream()
                .map(person -> person.account(project, mails))
                .toList();
    }

    @Override
    public void invite(String name, String fullName, String email, Set<String> roles, String project) {
        connection.post(
                PEOPLE,
                new NewPerson(
                        name,
                        fullName,
                        Optional.of(email),
                        roles.stream().sorted().map(role -> role(role, project)).toList()),
                Map.class);
    }

    @Override
    public void mailLink(String name) {
        connection.post(PEOPLE + "/" + encoded(name) + "/setup-link", Map.of("by", "mail"), Map.class);
    }

    @Override
    public void grant(String name, String role, String project) {
        connection.post(PEOPLE + "/" + encoded(name) + "/roles", role(role, project), Map.class);
    }

    @Override
    public void revoke(String name, String role, String project) {
        connection.send("DELETE", PEOPLE + "/" + encoded(name) + "/roles", role(role, project), Map.class);
    }

    @Override
    public void revoke(String name, Within role, String project) {
        connection.send(
                "DELETE",
                PEOPLE + "/" + encoded(name) + "/roles",
                new Role(role.role(), Optional.of(project), Optional.of(role.environment())),
                Map.class);
    }

    private static Role role(String role, String project) {
        return new Role(role, Optional.of(project), Optional.empty());
    }

    private static <T> Optional<T> known(Supplier<T> asked) {
        try {
            return Optional.of(asked.get());
        } catch (SlipwayException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String path(String project) {
        return "/api/projects/" + encoded(project);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
