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
    }

    private record PersonView(String name, String fullName, Optional<String> email, boolean active, List<Role> roles) {
        Account account(String project) {
            return new Account(
                    name,
                    fullName,
                    email.orElse(""),
                    names(role -> role.holdsFor(project)),
                    names(role -> role.isOwn(project)));
        }

        private Set<String> names(Predicate<Role> which) {
            return roles.stream().filter(which).map(Role::role).collect(Collectors.toSet());
        }
    }

    private record PersonList(List<PersonView> people) {}

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
    public List<Account> accounts(String project) {
        return connection.get(PEOPLE, PersonList.class).people().stream()
                .map(person -> person.account(project))
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
    public void grant(String name, String role, String project) {
        connection.post(PEOPLE + "/" + encoded(name) + "/roles", role(role, project), Map.class);
    }

    @Override
    public void revoke(String name, String role, String project) {
        connection.send("DELETE", PEOPLE + "/" + encoded(name) + "/roles", role(role, project), Map.class);
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
