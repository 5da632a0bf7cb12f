package io.slipway.rollout.provision;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.project.SecretReference;
import io.slipway.release.yaml.YamlSection;
import io.slipway.rollout.people.People;
import io.slipway.rollout.provision.Provision.CiHost;
import io.slipway.rollout.provision.Provision.ConsoleWish;
import io.slipway.rollout.provision.Provision.ManualWish;
import io.slipway.rollout.provision.Provision.RepositoryWish;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the section {@code provision} of a rollout file. */
public final class ProvisionSection {
    public static final Set<String> KEYS =
            Set.of("database", "repository", "ci", "environments", "console", "manual", "signing-key");
    static final Set<String> REPOSITORY = Set.of("url", "branch", "existing", "user", "password");
    static final Set<String> CONSOLE = Set.of("url", "token", "others");
    static final Set<String> MANUAL = Set.of("id", "title", "who", "evidence", "after", "before");
    private static final Pattern STEP = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");
    private static final Pattern URL_CREDENTIALS = Pattern.compile("//[^/@]*:[^/@]*@");

    private ProvisionSection() {}

    /** @param file the whole rollout file */
    public static Optional<Provision> read(YamlSection file, People people) {
        return file.section("provision").map(section -> wish(section.only(KEYS), people));
    }

    private static Provision wish(YamlSection section, People people) {
        String database = section.text("database");
        if (!Set.of("postgresql", "mariadb").contains(database)) {
            throw section.invalid("database", "'" + database + "' cannot be provisioned; mariadb and postgresql can");
        }
        List<CiHost> ci = ci(section);
        if (section.has("ci") && !section.has("repository")) {
            throw section.invalid("ci", "'ci' needs a 'repository' to put its jobs into");
        }
        Provision read = new Provision(
                database,
                section.section("repository").map(entry -> repository(entry, ci)),
                EnvironmentsSection.read(section, database),
                section.section("console").map(entry -> console(entry, people)),
                section.sections("manual").stream()
                        .map(entry -> manual(entry, people))
                        .toList(),
                section.has("signing-key")
                        ? secret(section, "signing-key")
                        : new SecretReference(SecretReference.Source.FILE, ".slipway/signing-key.pem"));
        checkSteps(section, read);
        return read;
    }

    private static List<CiHost> ci(YamlSection section) {
        List<CiHost> hosts = new ArrayList<>();
        List<String> named = section.list("ci");
        for (int i = 0; i < named.size(); i++) {
            String name = named.get(i);
            CiHost host = Arrays.stream(CiHost.values())
                    .filter(each -> each.text().equals(name))
                    .findFirst()
                    .orElse(null);
            if (host == null) {
                throw section.invalidEntry(
                        "ci",
                        i,
                        "'" + name + "' is not known; known are "
                                + Arrays.stream(CiHost.values())
                                        .map(CiHost::text)
                                        .collect(Collectors.joining(", ")));
            }
            if (hosts.contains(host)) {
                throw section.invalidEntry("ci", i, "'" + name + "' stands twice in 'ci'");
            }
            hosts.add(host);
        }
        return hosts;
    }

    private static RepositoryWish repository(YamlSection section, List<CiHost> ci) {
        section.only(REPOSITORY);
        String url = section.text("url");
        if (URL_CREDENTIALS.matcher(url).find()) {
            throw section.invalid(
                    "url",
                    ErrorCode.SECRET_LITERAL,
                    "The url of the repository holds a password.",
                    "Take it out; write user: NAME and password: \"${env:NAME}\" beside it.");
        }
        if (url.startsWith("ssh:") || url.matches("[^/:]+@[^/:]+:.*")) {
            throw section.invalid("url", "a repository is reached by https: (or file:, git:), not by ssh");
        }
        String branch = section.optionalText("branch").orElse("main");
        if (!BRANCH.matcher(branch).matches() || branch.contains("..")) {
            throw section.invalid("branch", "'" + branch + "' is no name for a branch");
        }
        return new RepositoryWish(
                url,
                branch,
                section.flag("existing"),
                section.optionalText("user"),
                section.has("password") ? Optional.of(secret(section, "password")) : Optional.empty(),
                ci);
    }

    private static ConsoleWish console(YamlSection section, People people) {
        section.only(CONSOLE);
        String url = section.text("url").replaceFirst("/+$", "");
        if (!url.matches("https?://[^/@\\s'\"]+(/[^@\\s'\"]*)?")) {
            throw section.invalid("url", "'url' must be a server's, such as https://slipway.example.org");
        }
        return new ConsoleWish(url, secret(section, "token"), others(section, people));
    }

    private static List<String> others(YamlSection section, People people) {
        List<String> others = section.list("others");
        for (int i = 0; i < others.size(); i++) {
            String name = others.get(i);
            if (!ACCOUNT.matcher(name).matches()) {
                throw section.invalidEntry("others", i, "'" + name + "' is no name of an account");
            }
            if (others.indexOf(name) < i) {
                throw section.invalidEntry("others", i, "'" + name + "' stands twice in 'others'");
            }
            if (people.all().stream().anyMatch(person -> person.key().equals(name))) {
                throw section.invalidEntry("others", i, "'" + name + "' is one of the 'people' already");
            }
        }
        return others;
    }

    private static ManualWish manual(YamlSection section, People people) {
        section.only(MANUAL);
        String id = section.text("id");
        if (!STEP.matcher(id).matches()) {
            throw section.invalid("id", "'" + id + "' is no name for a step: small letters, digits, '.' and '-'");
        }
        return new ManualWish(
                id,
                section.text("title"),
                people.one(section, "who"),
                section.text("evidence"),
                section.list("after"),
                section.list("before"));
    }

    /** A manual step names others, which must be there, and none may wait for itself. */
    private static void checkSteps(YamlSection section, Provision read) {
        List<String> made = StepNames.of(read);
        Set<String> known = new HashSet<>(made);
        List<YamlSection> entries = section.sections("manual");
        for (int i = 0; i < entries.size(); i++) {
            if (!known.add(read.manual().get(i).id())) {
                throw entries.get(i)
                        .invalid("id", "the step '" + read.manual().get(i).id() + "' stands twice");
            }
        }
        for (int i = 0; i < entries.size(); i++) {
            ManualWish wish = read.manual().get(i);
            checkNamed(entries.get(i), "after", wish.after(), known);
            checkNamed(entries.get(i), "before", wish.before(), Set.copyOf(made));
            int last = wish.after().stream().mapToInt(made::indexOf).max().orElse(-1);
            for (String later : wish.before()) {
                if (made.indexOf(later) <= last) {
                    throw entries.get(i)
                            .invalid(
                                    "before",
                                    "'" + wish.id() + "' is to come before '" + later
                                            + "' and after a step that itself comes later");
                }
            }
        }
    }

    private static void checkNamed(YamlSection entry, String key, List<String> named, Set<String> known) {
        for (int i = 0; i < named.size(); i++) {
            if (!known.contains(named.get(i))) {
                throw entry.invalidEntry(
                        key,
                        i,
                        "'" + named.get(i) + "' is no step; steps are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    static SecretReference secret(YamlSection section, String key) {
        String text = section.text(key);
        Optional<SecretReference> reference = SecretReference.parse(text);
        if (reference.isEmpty()) {
            throw section.invalid(
                    key,
                    ErrorCode.SECRET_LITERAL,
                    "The " + key + " is written in the file.",
                    "Write where it is to be found instead: " + key + ": \"${env:"
                            + key.toUpperCase(Locale.ROOT).replace('-', '_')
                            + "}\", \"${file:/run/secrets/x}\" or \"${command:…}\"; then change that secret, for it has"
                            + " been in a file.");
        }
        if (reference.get().source() == SecretReference.Source.SECRET) {
            throw section.invalid(
                    key,
                    "'" + key
                            + "' must be ${env:…}, ${file:…} or ${command:…}: provisioning runs away from the server");
        }
        if (reference.get().source() == SecretReference.Source.ENV
                && !reference.get().argument().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw section.invalid(key, "'" + reference.get().argument() + "' is no name for a variable");
        }
        return reference.get();
    }
}
