package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is as it was packaged is not read again; whatever is not, is. */
class ScriptsAsPackagedTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private StoryPlace place;

    @BeforeEach
    void packageTwoScripts() throws IOException {
        place = new StoryPlace(folder.resolve("shop"), "sqlite");
        write("ddl/1.sql", "CREATE TABLE a (id integer);\n");
        write("ddl/1.rollback.sql", "DROP TABLE a;\n");
        write("view/v.sql", "CREATE VIEW v AS SELECT id FROM a;\n");
        write("ddl/metadata.properties", "labels = one\n");
        ageAll();
        assertThat(slipway().out()).contains("2 changes new");
        assertThat(slipway().out()).contains("Nothing new");
    }

    private void write(String path, String text) throws IOException {
        place.write("sql/" + path, text.getBytes(StandardCharsets.UTF_8));
    }

    private void ageAll() throws IOException {
        try (Stream<Path> files = Files.walk(place.root().resolve("sql"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, LONG_AGO);
            }
        }
    }

    private CommandLineRun slipway() {
        return CommandLineRun.of(place.environment(), "package");
    }

    /** Else nothing below would show that anything was left out. */
    @Test
    void aFileThatSeemsTheSameIsNotRead() throws IOException {
        write("ddl/1.sql", "CREATE TABLE b (id integer);\n");
        ageAll();
        assertThat(slipway().out()).contains("Nothing new");
        Files.delete(place.root().resolve(".slipway/scripts-as-packaged"));
        assertThat(slipway().err()).contains("script-edited").contains("ddl/1.sql");
    }

    @Test
    void anEditedScriptIsSeen() throws IOException {
        write("ddl/1.sql", "CREATE TABLE b (id integer);\n");
        assertThat(slipway().err()).contains("script-edited").contains("ddl/1.sql");
        write("ddl/1.sql", "CREATE TABLE a (id integer);\n");
        assertThat(slipway().out()).contains("Nothing new");
    }

    @Test
    void anotherSizeIsSeen() throws IOException {
        write("ddl/1.sql", "CREATE TABLE abc (id integer);\n");
        ageAll();
        assertThat(slipway().err()).contains("script-edited").contains("ddl/1.sql");
    }

    @Test
    void aRollbackThatWasEditedOrTakenAwayIsTold() throws IOException {
        Files.delete(place.root().resolve("sql/ddl/1.rollback.sql"));
        CommandLineRun without = slipway();
        assertThat(without.out() + without.err()).contains("its rollback is not the packaged one");
        // and told again
        without = slipway();
        assertThat(without.out() + without.err()).contains("its rollback is not the packaged one");
        write("ddl/1.rollback.sql", "DROP TABLE IF EXISTS a;\n");
        ageAll();
        CommandLineRun other = slipway();
        assertThat(other.out() + other.err()).contains("its rollback is not the packaged one");
    }

    @Test
    void otherMetadataAreTold() throws IOException {
        write("ddl/metadata.properties", "labels = two\n");
        assertTold("ddl/1.sql: labels was edited");
        Files.delete(place.root().resolve("sql/ddl/metadata.properties"));
        assertTold("ddl/1.sql: labels was edited");
        write("ddl/metadata.properties", "labels = one\n");
        write("metadata.properties", "labels = all\n");
        assertTold("view/v.sql: labels was edited");
    }

    private void assertTold(String words) {
        CommandLineRun run = slipway();
        assertThat(run.out() + run.err()).contains(words);
    }

    @Test
    void aScriptThatIsGoneOrMovedIsSeen() throws IOException {
        Files.move(place.root().resolve("sql/ddl/1.sql"), place.root().resolve("sql/ddl/0.sql"));
        Files.move(place.root().resolve("sql/ddl/1.rollback.sql"), place.root().resolve("sql/ddl/0.rollback.sql"));
        assertTold("ddl/0.sql was moved");
        assertTold("ddl/0.sql was moved");
        Files.delete(place.root().resolve("sql/ddl/0.sql"));
        Files.delete(place.root().resolve("sql/ddl/0.rollback.sql"));
        assertThat(slipway().err()).contains("script-deleted");
    }

    @Test
    void anIdThatAnotherScriptHasIsSeen() throws IOException {
        write("ddl/2.sql", "-- slipway id: ddl/1.sql\nCREATE TABLE c (id integer);\n");
        assertThat(slipway().err()).contains("script-duplicate-id");
    }

    /** A colleague packaged meanwhile, and what is kept here speaks of the artifact before. */
    @Test
    void afterAnotherArtifactAllIsRead() throws IOException {
        Path kept = place.root().resolve(".slipway/scripts-as-packaged");
        byte[] before = Files.readAllBytes(kept);
        write("ddl/2.sql", "CREATE TABLE c (id integer);\n");
        assertThat(slipway().out()).contains("1 change new");
        Files.write(kept, before);
        write("ddl/1.sql", "CREATE TABLE b (id integer);\n");
        ageAll();
        assertThat(slipway().err()).contains("script-edited");
    }
}
