package io.slipway.rollout.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import io.slipway.rollout.provision.Provision.CiHost;
import io.slipway.rollout.provision.Provision.RepositoryWish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a real repository of this machine: what goes with a definition, and what its hooks refuse. */
class RepositoryStepTest {
    @TempDir
    private Path folder;

    private Path repository;

    @BeforeEach
    void make() {
        repository = folder.resolve("payments.git");
    }

    @Test
    void theJobsOfASystemThatIsNamedNoMoreAreTakenAway() throws Exception {
        apply(CiHost.JENKINS, CiHost.GITLAB_CI);
        assertThat(look(CiHost.JENKINS, CiHost.GITLAB_CI)).isEqualTo(new Look.AsWished());

        assertThat(look(CiHost.GITLAB_CI))
                .isInstanceOfSatisfying(
                        Look.Differs.class,
                        differs -> assertThat(differs.what())
                                .startsWith(
                                        "Jenkinsfile is of a CI system that the rollout file does not name any more"));
        apply(CiHost.GITLAB_CI);
        assertThat(files()).contains(".gitlab-ci.yml").doesNotContain("Jenkinsfile");
        assertThat(newest().getFullMessage()).contains("Taken away: Jenkinsfile");
        String commit = newest().getName();
        assertThat(look(CiHost.GITLAB_CI)).isEqualTo(new Look.AsWished());

        // the last one: the repository's own step sees to it
        assertThat(look()).isInstanceOf(Look.Differs.class);
        apply();
        assertThat(files()).contains("README.md").doesNotContain(".gitlab-ci.yml");
        assertThat(newest().getName()).isNotEqualTo(commit);
        assertThat(look()).isEqualTo(new Look.AsWished());
    }

    @Test
    void jobsThatSomebodyChangedAreToldAndStayAndThoseOfOthersAreNotLookedAt() throws Exception {
        apply(CiHost.JENKINS, CiHost.GITLAB_CI, CiHost.AZURE_PIPELINES);
        commit("Jenkinsfile", text("Jenkinsfile") + "// mine\n");
        commit("azure-pipelines.yml", "steps: [] # the team's own, of another thing\n");
        Look look = look(CiHost.GITLAB_CI);
        assertThat(look)
                .isInstanceOfSatisfying(
                        Look.AsWished.class,
                        wished -> assertThat(wished.seen())
                                .startsWith(
                                        "Jenkinsfile is of no CI system in the rollout file, was changed by hand and stays")
                                .doesNotContain("azure"));
        apply(CiHost.GITLAB_CI);
        assertThat(files()).contains("Jenkinsfile", "azure-pipelines.yml");
    }

    @Test
    void whatAHookRefusesDoesNotGetIn() throws Exception {
        apply(CiHost.JENKINS);
        String before = newest().getName();
        hook("pre-receive", "echo 'Only on Tuesdays' >&2; exit 1");
        assertThatThrownBy(() -> apply(CiHost.JENKINS, CiHost.GITLAB_CI))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("refused the push to main: pre-receive hook declined")
                .hasMessageContaining("Only on Tuesdays")
                .hasMessageContaining("Nothing of this step is there");
        assertThat(newest().getName()).isEqualTo(before);

        Files.delete(repository.resolve("hooks/pre-receive"));
        hook("update", "case $1 in refs/heads/main) echo 'main is closed' >&2; exit 1;; esac");
        assertThatThrownBy(() -> apply(CiHost.JENKINS, CiHost.GITLAB_CI)).hasMessageContaining("main is closed");
        assertThat(newest().getName()).isEqualTo(before);

        hook("update", "echo \"$1\" > seen");
        apply(CiHost.JENKINS, CiHost.GITLAB_CI);
        assertThat(files()).contains(".gitlab-ci.yml");
        assertThat(repository.resolve("seen")).hasContent("refs/heads/main");
    }

    @Test
    void withoutAGitClientAHookRefusesByBeingThere() throws Exception {
        apply(CiHost.JENKINS);
        String before = newest().getName();
        hook("pre-receive", "exit 0");
        LocalPush alone = new LocalPush(Optional.empty());
        assertThatThrownBy(() -> apply(alone, CiHost.JENKINS, CiHost.GITLAB_CI))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("has hooks (pre-receive)");
        assertThat(newest().getName()).isEqualTo(before);
        Files.delete(repository.resolve("hooks/pre-receive"));
        apply(alone, CiHost.JENKINS, CiHost.GITLAB_CI);
        assertThat(files()).contains(".gitlab-ci.yml");
    }

    /** Two people, or a person and a job, apply the same file at the same time: neither is told of a defect. */
    @Test
    void twoAtOnceComeToTheSameAsOne() throws Exception {
        for (int round = 0; round < 8; round++) {
            repository = folder.resolve("round-" + round + ".git");
            CyclicBarrier start = new CyclicBarrier(2);
            ExecutorService both = Executors.newFixedThreadPool(2);
            try {
                List<Future<Void>> runs = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    runs.add(both.submit(() -> {
                        start.await();
                        apply(CiHost.JENKINS);
                        return null;
                    }));
                }
                for (Future<Void> run : runs) {
                    run.get();
                }
            } finally {
                both.shutdownNow();
            }
            assertThat(look(CiHost.JENKINS)).isEqualTo(new Look.AsWished());
            assertThat(files()).contains("slipway.yaml", "README.md", "Jenkinsfile");
        }
        try (var beside = Files.list(folder)) {
            assertThat(beside.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains(".part"));
        }
    }

    @Test
    void aRepositoryThatAnotherRunMadeMeanwhileIsTaken() throws Exception {
        apply(CiHost.JENKINS);
        String before = newest().getName();
        try (GitRemote remote = remote(LocalPush.here(), wish())) {
            remote.create();
        }
        assertThat(newest().getName()).isEqualTo(before);
    }

    @Test
    void whatADeadRunLeftHalfMadeIsTakenAwayAndWhatALivingOneMakesIsNot() throws Exception {
        Path dead = folder.resolve(".payments.git.part-99999999999-x");
        Path alive =
                folder.resolve(".payments.git.part-" + ProcessHandle.current().pid() + "-x");
        Files.createDirectories(dead.resolve("objects"));
        Files.createDirectories(alive.resolve("objects"));
        apply(CiHost.JENKINS);
        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
    }

    /** The branch moves while the push is under way; what is wanted is put on top of what came. */
    @Test
    void aPushOfSomebodyElseMeanwhileIsBuiltUpon() throws Exception {
        apply(CiHost.JENKINS);
        hook(
                "pre-receive",
                "test -e once && exit 0; touch once\n"
                        + "unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\n"
                        + "c=$(git -c user.name=Bea -c user.email=bea@example.org commit-tree -p main -m 'By hand'"
                        + " 'main^{tree}')\ngit update-ref refs/heads/main $c");
        apply(CiHost.JENKINS, CiHost.GITLAB_CI);
        assertThat(repository.resolve("once")).exists();
        assertThat(files()).contains(".gitlab-ci.yml");
        try (Git git = Git.open(repository.toFile())) {
            assertThat(git.log().add(git.getRepository().resolve("main")).call())
                    .extracting(RevCommit::getShortMessage)
                    .contains("By hand");
        }
    }

    /** What the library throws of its own accord is no defect of Slipway. */
    @Test
    void aRepositoryThatIsBrokenIsToldInWords() throws Exception {
        apply(CiHost.JENKINS);
        Files.writeString(repository.resolve("config"), "[core\n");
        assertThatThrownBy(() -> look(CiHost.JENKINS))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("cannot be read");
    }

    private void hook(String name, String script) throws IOException {
        Path hook = repository.resolve("hooks").resolve(name);
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private RepositoryWish wish(CiHost... hosts) {
        return new RepositoryWish(
                repository.toString(), "main", false, Optional.empty(), Optional.empty(), List.of(hosts));
    }

    /** As a team's steps are put together: the layout, then the jobs where there are any. */
    private List<RepositoryStep> steps(GitRemote remote, RepositoryWish wish) {
        Map<String, String> layout =
                new LinkedHashMap<>(Map.of("slipway.yaml", ManagedText.of("#", "payments", "x\n")));
        Map<String, String> jobs = new LinkedHashMap<>();
        wish.ci()
                .forEach(host -> jobs.put(
                        CiFiles.path(host), ManagedText.of(host == CiHost.JENKINS ? "//" : "#", "payments", "run\n")));
        List<String> former = CiFiles.former(wish.ci());
        RepositoryStep first = new RepositoryStep(
                "repository",
                "Lay it out",
                "payments",
                wish,
                remote,
                new RepositoryFiles(layout, Map.of("README.md", "# Payments\n"), jobs.isEmpty() ? former : List.of()),
                List.of());
        return jobs.isEmpty()
                ? List.of(first)
                : List.of(
                        first,
                        new RepositoryStep(
                                "repository.ci",
                                "Add the jobs",
                                "payments",
                                wish,
                                remote,
                                new RepositoryFiles(jobs, Map.of(), former),
                                List.of("repository")));
    }

    private GitRemote remote(LocalPush local, RepositoryWish wish) {
        return new GitRemote(wish, reference -> Secret.of("unused"), local);
    }

    private Look look(CiHost... hosts) {
        RepositoryWish wish = wish(hosts);
        try (GitRemote remote = remote(LocalPush.here(), wish)) {
            List<RepositoryStep> steps = steps(remote, wish);
            return steps.get(steps.size() - 1).look();
        }
    }

    private void apply(CiHost... hosts) {
        apply(LocalPush.here(), hosts);
    }

    private void apply(LocalPush local, CiHost... hosts) {
        RepositoryWish wish = wish(hosts);
        try (GitRemote remote = remote(local, wish)) {
            for (RepositoryStep step : steps(remote, wish)) {
                Look look = step.look();
                if (!(look instanceof Look.AsWished)) {
                    step.apply(look);
                }
            }
        }
    }

    private RevCommit newest() throws Exception {
        try (Git git = Git.open(repository.toFile())) {
            return git.log()
                    .add(git.getRepository().resolve("refs/heads/main"))
                    .setMaxCount(1)
                    .call()
                    .iterator()
                    .next();
        }
    }

    private Path checkedOut() throws Exception {
        Path tree = Files.createTempDirectory(folder, "tree");
        Git.cloneRepository()
                .setURI(repository.toUri().toString())
                .setDirectory(tree.toFile())
                .call()
                .close();
        return tree;
    }

    private List<String> files() throws Exception {
        try (var files = Files.list(checkedOut())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String text(String path) throws Exception {
        return Files.readString(checkedOut().resolve(path));
    }

    private void commit(String path, String text) throws Exception {
        Path tree = checkedOut();
        Files.writeString(tree.resolve(path), text);
        try (Git git = Git.open(tree.toFile())) {
            git.add().addFilepattern(path).call();
            git.commit()
                    .setMessage("By hand")
                    .setAuthor("Bea", "bea@example.org")
                    .setCommitter("Bea", "bea@example.org")
                    .setSign(false)
                    .call();
            git.push().call();
        }
    }
}
