package io.slipway.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopHistoryTest {
    /** Packaged before they are edited again, so only these kinds may come back in a later step. */
    private static final Set<String> RERUNNABLE = Set.of("view", "function", "procedure", "trigger");

    @TempDir
    Path temp;

    @Test
    void sameStepsGiveSameCommits() {
        Map<Step, List<String>> first = all(ShopHistory.create(temp.resolve("first")));
        Map<Step, List<String>> second = all(ShopHistory.create(temp.resolve("second")));

        assertThat(second).isEqualTo(first);
        assertThat(first.values().stream().flatMap(List::stream)).doesNotHaveDuplicates();
    }

    @Test
    void repositoryHoldsWhatTheStepsSay() throws Exception {
        ShopHistory shop = ShopHistory.create(temp);
        Map<Step, List<String>> ids = all(shop);

        try (Git git = Git.open(temp.toFile())) {
            assertThat(git.getRepository().getBranch()).isEqualTo("main");
            Status status = git.status().call();
            assertThat(status.isClean()).as("working tree is clean").isTrue();

            List<RevCommit> log = new ArrayList<>();
            git.log().call().forEach(commit -> log.add(0, commit));
            List<SampleCommit> told = Stream.of(Step.values())
                    .flatMap(step -> step.commits().stream())
                    .toList();
            assertThat(log.stream().map(RevCommit::name))
                    .containsExactlyElementsOf(
                            ids.values().stream().flatMap(List::stream).toList());
            assertThat(log).hasSameSizeAs(told);
            for (int i = 0; i < told.size(); i++) {
                assertThat(log.get(i).getFullMessage()).isEqualTo(told.get(i).message() + "\n");
                assertThat(log.get(i).getAuthorIdent().getName())
                        .isEqualTo(told.get(i).author().fullName());
                assertThat(log.get(i).getAuthorIdent().getEmailAddress())
                        .isEqualTo(told.get(i).author().email());
                assertThat(log.get(i).getAuthorIdent().getWhenAsInstant())
                        .isEqualTo(told.get(i).at().toInstant());
            }
        }
    }

    @Test
    void everyKindAndEnoughScripts() throws IOException {
        ShopHistory shop = ShopHistory.create(temp);
        all(shop);

        List<String> scripts = files(temp.resolve("sql")).stream()
                .filter(file -> file.endsWith(".sql") && !file.endsWith(".rollback.sql"))
                .toList();
        assertThat(scripts).hasSizeGreaterThanOrEqualTo(45);
        assertThat(scripts.stream().map(file -> file.substring(0, file.indexOf('/'))))
                .containsAll(ShopFiles.KINDS)
                .allMatch(ShopFiles.KINDS::contains);
        assertThat(temp.resolve("README.md")).exists();
        assertThat(temp.resolve(".gitignore")).content().contains(".slipway/");
        assertThat(temp.resolve("sql/data_dml/demo/metadata.properties"))
                .content()
                .contains("labels=demo-data");
    }

    @Test
    void everyRollbackHasItsScript() throws IOException {
        for (Step step : Step.values()) {
            Set<String> files = resources(step);
            List<String> rollbacks = files.stream()
                    .filter(file -> file.endsWith(".rollback.sql"))
                    .toList();
            assertThat(rollbacks.stream().map(file -> file.replace(".rollback.sql", ".sql")))
                    .as("scripts of the rollbacks in %s", step)
                    .allMatch(files::contains);
        }
    }

    @Test
    void everyScriptHasARollbackExceptTheOneThatCannot() {
        List<String> without = new ArrayList<>();
        for (Step step : Step.values()) {
            List<String> committed = step.commits().stream()
                    .flatMap(commit -> commit.files().stream())
                    .toList();
            for (String script : step.scripts()) {
                boolean sibling = committed.contains(script.replace(".sql", ".rollback.sql"));
                if (!sibling && !text(step, script).contains("\n-- slipway rollback:\n") && step != Step.MENDED) {
                    without.add(script);
                }
            }
        }
        assertThat(without).containsExactly("sql/ddl_direct/021_order_status_returned.sql");
    }

    @Test
    void commitsNameEveryFileOfTheirStepOnce() throws IOException {
        for (Step step : Step.values()) {
            List<String> committed = step.commits().stream()
                    .flatMap(commit -> commit.files().stream())
                    .filter(file -> !file.endsWith(".gitkeep"))
                    .toList();
            assertThat(committed).as("files of %s", step).doesNotHaveDuplicates();
            assertThat(new TreeSet<>(committed)).as("files of %s", step).isEqualTo(resources(step));
        }
    }

    @Test
    void onlyRerunnableScriptsAreEditedOncePackaged() {
        Set<String> packaged = new HashSet<>();
        Set<String> edited = new TreeSet<>();
        for (Step step : Step.values()) {
            for (String script : step.scripts()) {
                if (!packaged.add(script) && step != Step.MENDED) {
                    edited.add(script);
                }
            }
        }
        assertThat(edited)
                .isNotEmpty()
                .allMatch(script -> RERUNNABLE.contains(script.split("/")[1]))
                .anyMatch(script -> script.startsWith("sql/view/"))
                .anyMatch(script -> script.startsWith("sql/function/"));
    }

    @Test
    void theMendedScriptDiffersInOneWordOfItsThirdStatement() {
        String script = Step.REFUSED.scripts().get(0);
        assertThat(Step.MENDED.scripts()).containsExactly(script);

        String[] wrong = text(Step.REFUSED, script).split(";");
        String[] right = text(Step.MENDED, script).split(";");

        assertThat(wrong).hasSize(5 + 1); // the last one is the end of the file
        assertThat(right).hasSameSizeAs(wrong);
        for (int i = 0; i < wrong.length; i++) {
            assertThat(wrong[i].equals(right[i]))
                    .as("statement %d is the same", i + 1)
                    .isEqualTo(i != 2);
        }
        assertThat(wrong[2].replace("customer_id", "account_id")).isEqualTo(right[2]);
    }

    @Test
    void theHotfixSortsBeforeWhatIsPackaged() {
        assertThat(Step.HOTFIX.scripts()).hasSize(1);
        String hotfix = Step.HOTFIX.scripts().get(0);
        assertThat(Stream.of(Step.values())
                        .filter(step -> step != Step.HOTFIX)
                        .flatMap(step -> step.scripts().stream()))
                .contains("sql/ddl/100_customer_contact.sql")
                .doesNotContain(hotfix);
        assertThat(hotfix).isLessThan("sql/ddl/100_customer_contact.sql");
    }

    @Test
    void timeOnlyGoesForward() {
        List<OffsetDateTime> times = Stream.of(Step.values())
                .flatMap(step -> step.commits().stream())
                .map(SampleCommit::at)
                .toList();
        assertThat(times).isSortedAccordingTo(OffsetDateTime.timeLineOrder());
        assertThat(times).allMatch(time -> time.getYear() == 2026);
        assertThat(Stream.of(Step.values())
                        .flatMap(step -> step.commits().stream())
                        .map(SampleCommit::author)
                        .collect(Collectors.toSet()))
                .hasSizeBetween(4, 6);
    }

    @Test
    void textsAreUtf8WithLineFeeds() throws IOException {
        for (Step step : Step.values()) {
            for (String file : resources(step)) {
                String text = text(step, file);
                assertThat(text.getBytes(StandardCharsets.UTF_8)).as(file).isEqualTo(ShopFiles.read(step, file));
                assertThat(text).as(file).doesNotContain("\r").endsWith("\n");
            }
        }
    }

    @Test
    void stepsAreTakenInTheirOrder() {
        ShopHistory shop = ShopHistory.create(temp);

        assertThatThrownBy(() -> shop.advance(Step.SPRINT_2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("SPRINT_2 is not the next step: SPRINT_1");
        shop.advance(Step.SPRINT_1);
        assertThat(shop.next()).contains(Step.SPRINT_2);
        assertThatThrownBy(() -> shop.advance(Step.SPRINT_1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ShopHistory.create(temp)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void filesOfOthersStayAsTheyAre() throws Exception {
        Files.writeString(temp.resolve("slipway.yaml"), "project: shop\n");

        all(ShopHistory.create(temp));

        assertThat(temp.resolve("slipway.yaml")).hasContent("project: shop");
        try (Git git = Git.open(temp.toFile())) {
            assertThat(git.status().call().getUntracked()).containsExactly("slipway.yaml");
        }
    }

    private static Map<Step, List<String>> all(ShopHistory shop) {
        Map<Step, List<String>> ids = new LinkedHashMap<>();
        Arrays.stream(Step.values()).forEach(step -> ids.put(step, shop.advance(step)));
        assertThat(shop.next()).isEqualTo(Optional.empty());
        return ids;
    }

    private static String text(Step step, String path) {
        return new String(ShopFiles.read(step, path), StandardCharsets.UTF_8);
    }

    private static Set<String> resources(Step step) throws IOException {
        Path root = Path.of("src/main/resources/io/slipway/samples/shop", step.folder());
        return files(root).stream()
                .map(file -> file.equals("gitignore") ? ".gitignore" : file)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
