package io.slipway.release.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectFileTest {
    private static final String MANY = """
            project: shop
            database: sqlite
            environments:
              prod: { url: "jdbc:sqlite:{database}.db", databases: %s }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void refusesWhatIsNestedWithoutEnd(String opening) {
        assertThatThrownBy(() -> ProjectFile.parse("project: " + opening.repeat(20_000), Path.of("")))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_FILE_INVALID);
                    assertThat(e.location()).isPresent();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            { object: table t, until: someday, reason: r }                       | 'someday' is not a day
            { object: table t, until: 2027-01-31 }                               | reason
            { object: table t, in: [nowhere], until: 2027-01-31, reason: r }     | 'nowhere' is no environment
            { object: table t, until: 2027-01-31, reason: r, forever: true }     | 'forever' is not known
            """)
    void refusesAnExceptionThatSaysTooLittleOrTooMuch(String entry, String told) {
        String text = "project: shop\ndatabase: sqlite\ndrift:\n  exceptions:\n    - " + entry + "\n";
        assertThatThrownBy(() -> ProjectFile.parse(text, Path.of("")))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_FILE_INVALID);
                    assertThat(e.location()).isPresent();
                })
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            mariadb    | url: "jdbc:mariadb://db:3306/", schema: "{database}"            | ~~
            mysql      | url: "jdbc:mysql://db:3306/", schema: "{database}"              | ~~
            postgresql | url: "jdbc:postgresql://db/{database}", user: "{database}_own"  | ~~
            postgresql | url: "jdbc:postgresql://db/shop", schema: "{database}"          | 'url' must hold {database}
            mariadb    | url: "jdbc:mariadb://db:3306/shop", user: "{database}"          | 'url' or 'schema' must hold
            """)
    void wantsThePlaceholderWhereTheHistoryLies(String database, String keys, String told) throws IOException {
        Files.writeString(folder.resolve("slipway.yaml"), """
                project: shop
                database: %s
                environments:
                  prod: { %s, databases: [acme, beta] }
                """.formatted(database, keys));
        if (told.isEmpty()) {
            Environment acme = ProjectFile.read(folder).environment("prod/acme");
            assertThat(acme.url() + acme.user() + acme.schema().orElse(""))
                    .contains("acme")
                    .doesNotContain("{");
            assertThat(acme.name()).isEqualTo("prod");
            assertThat(acme.shown()).isEqualTo("prod/acme");
        } else {
            assertThatThrownBy(() -> ProjectFile.read(folder))
                    .isInstanceOfSatisfying(
                            SlipwayException.class,
                            e -> assertThat(e.location()).isPresent())
                    .hasMessageContaining(told);
        }
    }

    /** A link could lead to any file, and a complaint about a name shows what stands there. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void readsNamesFromTheProjectsFolderOnly() throws IOException {
        Path root = Files.createDirectory(folder.resolve("shop"));
        Files.writeString(folder.resolve("elsewhere.txt"), "not for you");
        Files.createSymbolicLink(root.resolve("tenants.txt"), folder.resolve("elsewhere.txt"));
        Files.writeString(root.resolve("slipway.yaml"), MANY.formatted("tenants.txt"));
        assertThatThrownBy(() -> ProjectFile.read(root))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("'tenants.txt' is not in the project's folder");
    }

    @Test
    void aServerRefusesManyDatabases() {
        assertThatThrownBy(() -> ProjectFile.parse(MANY.formatted("[acme]"), folder))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        e -> assertThat(e.location()).contains(new Location("slipway.yaml", 4, 45)))
                .hasMessageContaining("many databases in one environment are deployed to by the command line only");
    }

    @Test
    void nothingIsDoneToManyWithoutANameOfOne() throws IOException {
        Files.writeString(folder.resolve("slipway.yaml"), MANY.formatted("[acme, beta]"));
        Project project = ProjectFile.read(folder);
        assertThatThrownBy(() -> project.address(project.environment("prod"), Map.of()))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_NOT_NAMED));
        assertThat(project.address(project.environment("prod/beta"), Map.of()).url())
                .isEqualTo("jdbc:sqlite:beta.db");
        assertThat(project.environment("prod")
                        .only(List.of("beta", "acme"))
                        .each()
                        .map(Environment::shown))
                .containsExactly("prod/acme", "prod/beta");
    }
}
