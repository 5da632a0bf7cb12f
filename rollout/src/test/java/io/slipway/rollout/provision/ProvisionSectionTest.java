package io.slipway.rollout.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.yaml.YamlSection;
import io.slipway.rollout.team.RolloutFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisionSectionTest {
    private static final String NAME = "rollout/payments.yaml";

    private static String payments() {
        try (var file = Objects.requireNonNull(RolloutFile.class.getResourceAsStream("payments.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Provision provision() {
        return RolloutFile.parse(payments(), NAME).provision().orElseThrow();
    }

    @Test
    void namesThatAreLeftOutComeFromTheDatabase() {
        assertThat(provision().environments()).hasSize(2);
        assertThat(provision().environments().get(0).owner()).contains("payments_dev_owner");
        assertThat(provision().environments().get(1).deploy()).isEqualTo("payments_deploy");
        assertThat(provision().environments().get(1).isProtected()).isTrue();
    }

    /** Each mistake is told with its line, and with what would be right. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            database: postgresql       | database: oracle          | 23 | 'oracle' cannot be provisioned
            [github-actions, jenkins]  | [github-actions, travis]  | 25 | 'travis' is not known
            [github-actions, jenkins]  | [jenkins, jenkins]        | 25 | stands twice in 'ci'
            https://git.example.org/   | ssh://git.example.org/    | 24 | not by ssh
            database: payments_dev     | database: Payments        | 31 | must be small letters
            schema: payments           | schema: public            | 32 | leave it out
            read: payments_dev_read    | read: payments_dev_owner  | 34 | has another part here
            database: payments_dev     | database: payments        | 39 | the same database
            before: [prod.history]     | before: [prod.histroy]    | 44 | is no step; steps are
            who: omar, evidence        | who: oma, evidence        | 44 | is none of the people
            id: firewall               | id: dev.database          | 44 | stands twice
            protected: true            | protected: perhaps        | 41 | must be true or false
            protected: true            | baseline: latest          | 41 | existing: true
            """)
    void eachMistakeHasItsLine(String right, String wrong, int line, String told) {
        SlipwayException refused = Objects.requireNonNull(catchThrowableOfType(
                SlipwayException.class, () -> RolloutFile.parse(payments().replace(right, wrong), NAME)));
        assertThat(refused.code()).isEqualTo(ErrorCode.ROLLOUT_FILE_INVALID);
        assertThat(refused).hasMessageContaining(told);
        assertThat(refused.location().orElseThrow().line()).isEqualTo(line);
    }

    @Test
    void aSecretInTheFileIsRefusedAndNotRepeated() {
        SlipwayException refused = Objects.requireNonNull(catchThrowableOfType(
                SlipwayException.class,
                () -> RolloutFile.parse(payments().replace("${env:PAYMENTS_DEV_PASSWORD}", "hunter2"), NAME)));
        assertThat(refused.code()).isEqualTo(ErrorCode.SECRET_LITERAL);
        assertThat(refused.getMessage() + refused.help()).doesNotContain("hunter2");
        assertThat(refused.location().orElseThrow().line()).isEqualTo(33);
    }

    @Test
    void theProjectFileIsOneThatTheEngineReads() {
        String text = ProjectDefinition.of("payments", "payments", provision());
        Project project = ProjectFile.parse(text, Path.of("").toAbsolutePath());
        assertThat(project.pipeline("main")).containsExactly("dev", "prod");
        assertThat(project.environment("dev").schema()).contains("payments");
        assertThat(project.environment("prod").isProtected()).isTrue();
    }

    @Test
    void theJobFilesAreYamlAndDeployInOrder() {
        Provision all = RolloutFile.parse(
                        payments()
                                .replace(
                                        "[github-actions, jenkins]",
                                        "[github-actions, gitlab-ci, jenkins, azure-pipelines]"),
                        NAME)
                .provision()
                .orElseThrow();
        var files = CiFiles.of("payments", all);
        assertThat(files).hasSize(4);
        files.forEach((path, text) -> {
            assertThat(text.indexOf("deploy latest --to dev --server https://slipway.example.org"))
                    .as(path)
                    .isBetween(text.indexOf("slipway package"), text.indexOf("deploy latest --to prod"));
            if (path.endsWith(".yml")) {
                assertThat(yaml(path, text).names()).as(path).isNotEmpty();
            }
        });
        YamlSection github = yaml("github", Objects.requireNonNull(files.get(".github/workflows/database.yml")));
        assertThat(github.section("jobs").orElseThrow().names())
                .containsExactly("package", "deploy-dev", "deploy-prod");
        YamlSection azure = yaml("azure", Objects.requireNonNull(files.get("azure-pipelines.yml")));
        assertThat(azure.sections("stages")).hasSize(3);
    }

    private static YamlSection yaml(String path, String text) {
        return YamlSection.read(path, "the jobs", ErrorCode.ROLLOUT_FILE_INVALID, text);
    }
}
