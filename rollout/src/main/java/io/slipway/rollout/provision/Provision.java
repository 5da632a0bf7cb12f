package io.slipway.rollout.provision;

import io.slipway.release.project.SecretReference;
import io.slipway.rollout.people.Person;
import java.util.List;
import java.util.Optional;

/**
 * What a team is to be given, as the section {@code provision} says it.
 *
 * @param database product, as in {@code slipway.yaml}
 * @param signingKey what artifacts are signed with
 */
public record Provision(
        String database,
        Optional<RepositoryWish> repository,
        List<DatabaseWish> environments,
        Optional<ConsoleWish> console,
        List<ManualWish> manual,
        SecretReference signingKey) {
    public Provision {
        environments = List.copyOf(environments);
        manual = List.copyOf(manual);
    }

    /** Whether it has an environment of that name. */
    public boolean has(String environment) {
        return environments.stream().anyMatch(wish -> wish.environment().equals(environment));
    }

    /** Whether there is an environment that takes only what a trusted key signed. */
    public boolean protectsAny() {
        return environments.stream().anyMatch(DatabaseWish::isProtected);
    }

    /**
     * The Git repository of the team's scripts.
     *
     * @param existing whether it holds files already that are to stay
     * @param user for HTTPS, with {@code password}
     */
    public record RepositoryWish(
            String url,
            String branch,
            boolean existing,
            Optional<String> user,
            Optional<SecretReference> password,
            List<CiHost> ci) {
        public RepositoryWish {
            ci = List.copyOf(ci);
        }
    }

    /** Where jobs run that package and deploy. */
    public enum CiHost {
        GITHUB_ACTIONS("github-actions"),
        GITLAB_CI("gitlab-ci"),
        JENKINS("jenkins"),
        AZURE_PIPELINES("azure-pipelines");

        private final String text;

        CiHost(String text) {
            this.text = text;
        }

        /** As the rollout file writes it. */
        public String text() {
            return text;
        }
    }

    /**
     * One environment's database.
     *
     * @param admin who makes databases and roles there
     * @param schema empty for the product's own; MariaDB has none
     * @param owner role that owns database and schema; empty on MariaDB
     * @param deploy role that Slipway logs in as
     * @param read role that may read all tables, which nobody logs in as
     * @param others roles of the team's own, whose rights in the database and membership in its roles are left alone
     * @param existing whether the database is there already, and is not ours to make
     * @param baseline artifact that an existing database is taken over at
     */
    public record DatabaseWish(
            String environment,
            ServerUrl server,
            String admin,
            SecretReference adminPassword,
            String database,
            Optional<String> schema,
            Optional<String> owner,
            String deploy,
            SecretReference deployPassword,
            Optional<String> read,
            List<String> others,
            boolean existing,
            Optional<String> baseline,
            boolean isProtected) {
        public DatabaseWish {
            others = List.copyOf(others);
        }

        /** Of the database itself. */
        public String url() {
            return server.of(database);
        }

        /** Id of one of its steps. */
        public String step(String name) {
            return environment + "." + name;
        }
    }

    /**
     * The server that the project is registered with.
     *
     * @param token of somebody who may configure projects, invite people and look after rollouts
     * @param others accounts of others that are meant to have roles in the project, and are left alone
     */
    public record ConsoleWish(String url, SecretReference token, List<String> others) {
        public ConsoleWish {
            others = List.copyOf(others);
        }
    }

    /**
     * Something that a person does.
     *
     * @param after ids of steps that come first
     * @param before ids of steps that wait for it
     * @param evidence what is asked for
     */
    public record ManualWish(
            String id, String title, Person who, String evidence, List<String> after, List<String> before) {
        public ManualWish {
            after = List.copyOf(after);
            before = List.copyOf(before);
        }
    }
}
