package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.enablement.scenario.Actor;
import io.slipway.enablement.scenario.Start;
import io.slipway.release.artifact.SigningKey;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.target.Secret;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Permission;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.server.account.Tokens;
import io.slipway.server.operation.Operations;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.RolloutFiles;
import io.slipway.store.StoreSettings;
import io.slipway.studio.stage.Installation;
import io.slipway.studio.text.PaperFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A throw-away installation: a server, three databases, the sample shop, and one person for each part. */
final class PracticeInstallation implements Installation, AutoCloseable {
    static final List<String> ENVIRONMENTS = List.of("dev", "qa", "prod");
    static final String PROJECT = "shop";
    private static final String SIGNING_KEY = ".slipway/signing-key.pem";
    private static final String TRUSTED_KEYS = "slipway-keys";
    private static final String PASSWORD_VARIABLE = "SHOP_PASSWORD";

    private final PracticeGround ground;
    private final Wiring wiring;
    private final SlipwayServer server;
    private final Path folder;
    private final PracticeKeys keys;

    private PracticeInstallation(
            PracticeGround ground, Wiring wiring, SlipwayServer server, Path folder, PracticeKeys keys) {
        this.ground = ground;
        this.wiring = wiring;
        this.server = server;
        this.folder = folder;
        this.keys = keys;
    }

    /** Starts the server of a folder, which may be new. */
    static PracticeInstallation open(PracticeGround ground, Wiring wiring, Path folder, PracticeKeys keys) {
        Map<String, String> environment = new HashMap<>(wiring.environment());
        ground.password().use(value -> environment.put(PASSWORD_VARIABLE, value));
        Path data = folder.resolve("server");
        SlipwayServer server = SlipwayServer.start(
                new ServerSettings(
                                "127.0.0.1",
                                0,
                                data,
                                StoreSettings.embedded(data),
                                "node-1",
                                Optional.empty(),
                                2,
                                ServerSettings.LARGEST_ARTIFACT,
                                environment)
                        .with(new Operations(
                                Operations.LogFormat.ERRORS, Optional.empty(), Optional.empty(), List.of())),
                wiring.clock(),
                Progress.NONE);
        return new PracticeInstallation(ground, wiring, server, folder, keys);
    }

    /** Makes people, keys and the project, and brings the sample shop to a start. */
    void settle(Start start) {
        for (PracticePerson each : PracticePerson.values()) {
            server.part(People.class)
                    .add(
                            "slipway",
                            new People.NewPerson(each.signIn(), each.fullName(), Optional.empty(), Optional.empty()),
                            List.of(new Grant(each.role(), "", "")));
        }
        try {
            SigningKey key = SigningKey.generate();
            Files.createDirectories(project().resolve(".slipway"));
            Files.writeString(project().resolve(SIGNING_KEY), key.privatePem(), StandardCharsets.US_ASCII);
            Path trusted = Files.createDirectories(project().resolve(TRUSTED_KEYS));
            Files.writeString(trusted.resolve("shop.pem"), key.publicPem(), StandardCharsets.US_ASCII);
            linkLauncher();
            PracticeShop shop = new PracticeShop(this, wiring);
            shop.begin(definition());
            server.part(Projects.class)
                    .register(caller(Actor.ADMINISTRATOR), "The shop", definition(), key.publicPem());
            secrets(); // so that copies have the same
            shop.advance(start);
            if (start.rollout()) {
                server.part(RolloutFiles.class)
                        .put(
                                caller(Actor.ADMINISTRATOR),
                                PROJECT,
                                PaperFile.text(PracticeInstallation.class, "rollout.yaml"),
                                Optional.empty());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String definition() {
        StringBuilder yaml = new StringBuilder("project: " + PROJECT + "\ndatabase: postgresql\nscripts: sql\n"
                + "reference: embedded\nenvironments:\n");
        for (String environment : ENVIRONMENTS) {
            yaml.append("  ")
                    .append(environment)
                    .append(": { url: \"")
                    .append(ground.url(environment))
                    .append("\", user: ")
                    .append(PracticeGround.USER)
                    .append(", password: \"${env:")
                    .append(PASSWORD_VARIABLE)
                    .append("}\"")
                    .append(environment.equals("prod") ? ", protected: true }\n" : " }\n");
        }
        return yaml + "pipelines:\n  main: [dev, qa, prod]\n" + "signing: { key: \"${file:" + SIGNING_KEY
                + "}\", trusted: " + TRUSTED_KEYS + " }\n";
    }

    /** So that {@code slipway} is a word in the terminal, whatever the launcher's file is called. */
    private void linkLauncher() throws IOException {
        Path launcher =
                Path.of(System.getProperty("slipway.launcher", "slipway")).toAbsolutePath();
        Path link = Files.createDirectories(folder.resolve("bin")).resolve("slipway");
        if (Files.exists(launcher)) {
            Files.createSymbolicLink(link, launcher);
        } else {
            Path script = Files.writeString(
                    link,
                    "#!/bin/sh\nexec \"" + System.getProperty("java.home") + "/bin/java\" -cp \""
                            + System.getProperty("java.class.path") + "\" io.slipway.cli.CliMain \"$@\"\n");
            script.toFile().setExecutable(true);
        }
    }

    private Caller caller(Actor actor) {
        Person person = person(actor);
        return new Caller(person, server.part(People.class).grants(person.id()), Optional.empty());
    }

    private Person person(Actor actor) {
        return Arrays.stream(PracticePerson.values())
                .filter(each -> each.actor() == actor)
                .findFirst()
                .flatMap(each -> server.part(People.class).named(each.signIn()))
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.SCENARIO_INVALID, "Nobody here plays the " + actor.title() + ".", ""));
    }

    Secret token(Actor actor) {
        return keys.token(actor, each -> {
            Caller caller = caller(each);
            Set<Permission> permissions = EnumSet.noneOf(Permission.class);
            for (Permission permission : Permission.values()) {
                if (caller.may(permission, PROJECT)) {
                    permissions.add(permission);
                }
            }
            return Secret.of(server.part(Tokens.class)
                    .make(caller, "terminal", permissions, PROJECT, Duration.ofHours(12))
                    .secret());
        });
    }

    @Override
    public String name() {
        return "a throw-away installation";
    }

    @Override
    public URI console() {
        return server.url();
    }

    @Override
    public Path project() {
        return folder.resolve(PROJECT);
    }

    @Override
    public Map<String, String> terminal(Actor actor) {
        Map<String, String> variables = new HashMap<>();
        variables.put("SLIPWAY_SERVER", server.url().toString());
        variables.put("SLIPWAY_NO_BUILD", "1");
        variables.put(
                "PATH",
                folder.resolve("bin")
                        + File.pathSeparator
                        + wiring.environment().getOrDefault("PATH", ""));
        token(actor).use(value -> variables.put("SLIPWAY_TOKEN", value));
        ground.password().use(value -> variables.put(PASSWORD_VARIABLE, value));
        // for psql, which some scenarios look at data with
        ground.password().use(value -> variables.put("PGPASSWORD", value));
        variables.put("SHOP_DEV", ground.shellUrl("dev"));
        return variables;
    }

    @Override
    public Session session(Actor actor) {
        Person person = person(actor);
        return new Session(
                person.fullName(),
                Sessions.COOKIE,
                keys.session(
                        actor, each -> Secret.of(server.part(Sessions.class).start(person))));
    }

    @Override
    public Optional<String> ask(String environment, String sql) {
        Project project = ProjectFile.read(project());
        Map<String, String> variables = new HashMap<>(wiring.environment());
        ground.password().use(value -> variables.put(PASSWORD_VARIABLE, value));
        try (Target target =
                new Targets(wiring.products().list(), variables).open(project, project.environment(environment))) {
            return target.ask(sql);
        } catch (SqlFailure e) {
            throw SlipwayException.of(
                            ErrorCode.SCENARIO_INVALID, "The database refuses the question: " + e.getMessage(), "")
                    .causedBy(e);
        }
    }

    @Override
    public List<Secret> secrets() {
        for (PracticePerson each : PracticePerson.values()) {
            token(each.actor());
            session(each.actor());
        }
        List<Secret> all = new ArrayList<>(List.of(ground.password()));
        all.addAll(keys.tokens());
        all.addAll(keys.sessions());
        all.addAll(signingKeys());
        return all;
    }

    /** Both halves: their files lie in the project, where any command can show them. */
    private List<Secret> signingKeys() {
        List<Secret> all = new ArrayList<>();
        try (Stream<Path> trusted = Files.list(project().resolve(TRUSTED_KEYS))) {
            for (Path file : Stream.concat(Stream.of(project().resolve(SIGNING_KEY)), trusted)
                    .toList()) {
                all.add(Secret.of(Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
                        .filter(line -> !line.startsWith("-----"))
                        .collect(Collectors.joining())));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
