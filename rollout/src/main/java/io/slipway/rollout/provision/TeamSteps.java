package io.slipway.rollout.provision;

import io.slipway.release.artifact.SigningKey;
import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.provision.Provision.CiHost;
import io.slipway.rollout.provision.Provision.ManualWish;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** All steps of one team, in their order, manual ones where they belong. */
public final class TeamSteps implements Closeable {
    private final Definition definition;
    private final StepNotes notes;
    private final Optional<GitRemote> remote;
    private final List<Step> steps;

    /**
     * @param products how each product's databases are made
     * @param baseline makes the step that takes an existing database over
     * @param console speaks with the server of the definition
     * @param takenBack accounts there whose roles in the project are to be taken away
     */
    public TeamSteps(
            Definition definition,
            List<DatabaseSteps> products,
            Secrets secrets,
            StepNotes notes,
            Function<Provision.DatabaseWish, Step> baseline,
            Function<Provision.ConsoleWish, Console> console,
            Set<String> takenBack) {
        this.definition = definition;
        this.notes = notes;
        Provision provision = definition.provision();
        this.remote = provision.repository().map(wish -> new GitRemote(wish, secrets));
        List<Step> made = new ArrayList<>(repository());
        DatabaseSteps product = products.stream()
                .filter(each -> each.product().equals(provision.database()))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.DATABASE_UNSUPPORTED, "'" + provision.database() + "' cannot be provisioned.", ""));
        provision.environments().forEach(wish -> {
            made.addAll(product.of(definition.team(), wish, secrets));
            wish.baseline().ifPresent(artifact -> made.add(baseline.apply(wish)));
        });
        provision
                .console()
                .ifPresent(wish -> made.addAll(
                        new ConsoleSteps(definition, wish, console.apply(wish), takenBack, () -> publicKeys(secrets))
                                .all()));
        this.steps = withManual(made, provision.manual());
    }

    public List<Step> all() {
        return steps;
    }

    /** The manual step of an id; what evidence it asks for. */
    public ManualWish manual(String id) {
        return definition.provision().manual().stream()
                .filter(wish -> wish.id().equals(id))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.USAGE,
                        "'" + id + "' is no manual step of the team " + definition.team() + ".",
                        definition.provision().manual().isEmpty()
                                ? "It has none."
                                : "It has "
                                        + String.join(
                                                ", ",
                                                definition.provision().manual().stream()
                                                        .map(ManualWish::id)
                                                        .toList())
                                        + "."));
    }

    /** Those that the repository trusts, and the public half of the one that signs, where that can be had. */
    private List<String> publicKeys(Secrets secrets) {
        List<String> keys = new ArrayList<>();
        remote.filter(GitRemote::isThere)
                .map(git -> git.fetch().resolve(ProjectDefinition.TRUSTED))
                .filter(Files::isDirectory)
                .ifPresent(folder -> keys.addAll(TrustedKeys.read(folder).pems()));
        try {
            keys.add(secrets.of(definition.provision().signingKey())
                    .use(SigningKey::of)
                    .publicPem());
        } catch (SlipwayException e) {
            // A job's key is rarely to be had where teams are provisioned.
            if (e.code() != ErrorCode.SECRET_UNAVAILABLE) {
                throw e;
            }
        }
        return keys.stream().distinct().toList();
    }

    /** The runbook that the repository holds; empty where there is none. */
    public Optional<String> publishedRunbook() {
        return remote.filter(GitRemote::isThere).flatMap(git -> {
            Path file = git.fetch().resolve(definition.runbookPath());
            try {
                return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
            } catch (IOException e) {
                throw SlipwayException.of(
                                ErrorCode.REPOSITORY_REFUSED, "The runbook cannot be read: " + e.getMessage(), "")
                        .causedBy(e);
            }
        });
    }

    /** Puts the runbook into the repository, and the definition that it was made from. */
    public void publish(String runbook) {
        GitRemote git = remote.orElseThrow(() -> SlipwayException.of(
                ErrorCode.USAGE, "The team has no repository to publish it in.", "Write it to a file with --out."));
        Map<String, String> files = new LinkedHashMap<>();
        files.put(definition.runbookPath(), runbook);
        files.put("rollout/" + definition.team() + ".yaml", definition.file());
        for (int i = 0; i < GitRemote.PUSHES; i++) {
            if (published(git, files)) {
                return;
            }
        }
        throw git.moved();
    }

    /** @return false when somebody else pushed meanwhile */
    private boolean published(GitRemote git, Map<String, String> files) {
        Path tree = git.fetch();
        try {
            boolean same = true;
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path there = tree.resolve(file.getKey());
                same &= Files.exists(there) && Files.readString(there).equals(file.getValue());
            }
            return same || git.commit("Publish the runbook of " + definition.title(), files, List.of());
        } catch (IOException e) {
            throw SlipwayException.of(ErrorCode.REPOSITORY_REFUSED, "The runbook cannot be read: " + e.getMessage(), "")
                    .causedBy(e);
        }
    }

    private List<Step> repository() {
        List<Step> made = new ArrayList<>();
        Provision provision = definition.provision();
        provision.repository().ifPresent(wish -> {
            Map<String, String> managed = new LinkedHashMap<>();
            managed.put("slipway.yaml", ProjectDefinition.of(definition.team(), definition.project(), provision));
            made.add(new RepositoryStep(
                    StepNames.REPOSITORY,
                    "Lay out the repository of " + definition.title(),
                    definition.team(),
                    wish,
                    remote.orElseThrow(),
                    new RepositoryFiles(
                            managed,
                            ScaffoldFiles.of(definition.team(), definition.title(), provision.database()),
                            // without a step for jobs of its own this one takes away what is left of them
                            wish.ci().isEmpty() ? CiFiles.former(wish.ci()) : List.of()),
                    List.of()));
            if (!wish.ci().isEmpty()) {
                made.add(new RepositoryStep(
                        StepNames.CI,
                        "Add the jobs for "
                                + String.join(
                                        ", ",
                                        wish.ci().stream().map(CiHost::text).toList()),
                        definition.team(),
                        wish,
                        remote.orElseThrow(),
                        new RepositoryFiles(
                                CiFiles.of(definition.team(), provision), Map.of(), CiFiles.former(wish.ci())),
                        List.of(StepNames.REPOSITORY)));
            }
        });
        return made;
    }

    /** A manual step stands before the first that waits for it, else behind the last that it waits for. */
    private List<Step> withManual(List<Step> made, List<ManualWish> manual) {
        List<Step> all = new ArrayList<>(made);
        for (ManualWish wish : manual) {
            int place = wish.before().isEmpty() ? all.size() : indexOfFirst(all, wish.before());
            all.add(place, new ManualStep(wish, notes));
            for (int i = 0; i < all.size(); i++) {
                if (wish.before().contains(all.get(i).id())) {
                    all.set(i, new Waiting(all.get(i), wish.id()));
                }
            }
        }
        return List.copyOf(all);
    }

    private static int indexOfFirst(List<Step> steps, List<String> ids) {
        for (int i = 0; i < steps.size(); i++) {
            if (ids.contains(steps.get(i).id())) {
                return i;
            }
        }
        return steps.size();
    }

    @Override
    public void close() {
        remote.ifPresent(GitRemote::close);
    }

    /** A step that needs a manual one as well. */
    private record Waiting(Step step, String manual) implements Step {
        @Override
        public String id() {
            return step.id();
        }

        @Override
        public String title() {
            return step.title();
        }

        @Override
        public List<String> needs() {
            List<String> needs = new ArrayList<>(step.needs());
            needs.add(manual);
            return needs;
        }

        @Override
        public Look look() {
            return step.look();
        }

        @Override
        public void apply(Look found) {
            step.apply(found);
        }

        @Override
        public String undo() {
            return step.undo();
        }

        @Override
        public List<String> commands() {
            return step.commands();
        }
    }
}
