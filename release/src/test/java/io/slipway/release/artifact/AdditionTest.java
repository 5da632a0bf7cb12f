package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an artifact adds to the one before it, read without the rest. */
final class AdditionTest {
    private static final String PARENT = "ab".repeat(32);

    @TempDir
    Path folder;

    private final List<Change> changes = new ArrayList<>();
    private Path file = Path.of("");

    /** Two changes of the parent, and then one of its own with all that a change can have. */
    @BeforeEach
    void write() throws IOException {
        String first = "create table a (id int);\n";
        String second = "create view b as select 1;\n";
        String third = "create table c (id int);\n";
        changes.add(ArtifactFixture.change("ddl/1.sql", Kind.DDL, first, Optional.of("drop table a;\n")));
        changes.add(ArtifactFixture.change("view/b.sql", Kind.VIEW, second, Optional.empty()));
        Change plain = ArtifactFixture.change("ddl/3.sql", Kind.DDL, third, Optional.of("drop table c;\n"));
        changes.add(new Change(
                plain.id(),
                plain.path(),
                plain.kind(),
                plain.rerunnable(),
                plain.digest(),
                plain.tokenDigest(),
                plain.rollback(),
                List.of("one", "two"),
                Optional.of("nightly"),
                List.of("ddl/1.sql"),
                false,
                plain.timeout(),
                Optional.of("other"),
                List.of("tablespace"),
                plain.replaces(),
                1,
                Optional.of(
                        new Origin("0".repeat(40), "Ann", "ann@example.com", "Add \"c\"", "2026-11-30T10:00:00Z"))));
        file = artifact(changes, List.of(first, second, third), List.of("drop table a;\n", "drop table c;\n"));
    }

    private Path artifact(List<Change> all, List<String> texts, List<String> rollbacks) {
        ArtifactContents contents = ArtifactFixture.contents("1.1.0", Optional.empty(), all, texts, rollbacks);
        Manifest m = contents.manifest();
        Manifest continued = new Manifest(
                m.formatVersion(),
                m.project(),
                m.database(),
                m.pipeline(),
                m.version(),
                Optional.of(PARENT),
                Optional.of("1.0.0"),
                2,
                m.commit(),
                m.renames(),
                m.changes());
        return ArtifactFixture.SIGNING
                .write(ArtifactFixture.withManifest(contents, continued), folder.resolve("shop-1.1.0.zip"))
                .file();
    }

    private static Artifact open(Path file) {
        return ArtifactReader.open(file, Limits.DEFAULT, ArtifactReader.Check.ALL_ON_USE);
    }

    @Test
    void itIsWhatTheWholeSays() throws IOException {
        try (Artifact artifact = open(file);
                Artifact whole = ArtifactReader.open(file, Limits.DEFAULT)) {
            Addition addition = artifact.addition(PARENT).orElseThrow();
            assertThat(addition).isEqualTo(whole.addition(PARENT).orElseThrow());
            assertThat(addition.changes()).isEqualTo(whole.manifest().newChanges());
            assertThat(addition.related()).containsExactly(changes.get(0));
            assertThat(addition.onlyAdds()).isTrue();
            assertThat(artifact.head()).isEqualTo(whole.manifest().head());
            assertThat(artifact.signature().who()).isEqualTo(whole.signature().who());
            try (var text = artifact.text(changes.get(2)).open()) {
                assertThat(text).hasContent("create table c (id int);\n");
            }
            // what is not new is had from the whole
            assertThat(artifact.proof()).isEqualTo(whole.proof());
            try (var text = artifact.text(changes.get(0)).open()) {
                assertThat(text).hasContent("create table a (id int);\n");
            }
        }
    }

    @Test
    void itIsToTheParentOnly() {
        try (Artifact artifact = open(file)) {
            assertThat(artifact.addition("cd".repeat(32))).isEmpty();
        }
    }

    /** What takes the place of something has to know what the target has of it. */
    @Test
    void aReworkDoesMoreThanAdd() {
        String text = "create table a (id bigint);\n";
        Change again = ArtifactFixture.change("ddl/1.sql", Kind.DDL, text, Optional.empty());
        Change rework = new Change(
                again.id(),
                again.path(),
                again.kind(),
                false,
                again.digest(),
                again.tokenDigest(),
                again.rollback(),
                again.labels(),
                again.contexts(),
                again.requires(),
                true,
                again.timeout(),
                again.schema(),
                again.parameters(),
                Optional.of(changes.get(0).digest()),
                1,
                again.origin());
        ArtifactHead head =
                new ArtifactHead(1, "shop", "postgresql", "main", "1", Optional.empty(), Optional.empty(), 2);
        assertThat(new Addition(head, List.of(rework), List.of(changes.get(0))).onlyAdds())
                .isFalse();
        assertThat(new Addition(head, List.of(rework), List.of()).onlyAdds()).isTrue();
    }

    @Test
    void everyFlippedByteIsRefused() throws IOException {
        byte[] sound = Files.readAllBytes(file);
        List<Integer> accepted = new ArrayList<>();
        Path flippedFile = folder.resolve("flipped.zip");
        for (int i = 0; i < sound.length; i++) {
            byte[] flipped = sound.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            Files.write(flippedFile, flipped);
            try (Artifact artifact = open(flippedFile)) {
                if (artifact.addition(PARENT).isPresent()) {
                    accepted.add(i);
                }
            } catch (SlipwayException e) {
                assertThat(e.code()).as("byte %d", i).isEqualTo(ErrorCode.ARTIFACT_DAMAGED);
            }
        }
        assertThat(accepted).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"firstNew\": 2' | '\"firstNew\": 4' | first new one",
                "'\"firstNew\": 2' | '\"firstNew\": 2.5' | another value",
                "'\"firstNew\": 2' | '\"firstNew\": null' | another value",
                "'\"firstNew\": 2,' | '\"firstNew\": 2, \"firstNew\": 2,' | Duplicate",
                "'\"firstNew\": 2,' | '' | firstNew",
                "'\"formatVersion\": 1' | '\"formatVersion\": 2' | format version",
                "'\"project\": \"shop\",' | '\"project\": \"shop\", \"more\": 1,' | more",
                "'\"id\": \"ddl/3.sql\",' | '\"id\": \"ddl/3.sql\", \"more\": 1,' | more",
                "'\"id\": \"ddl/3.sql\",' | '\"id\": \"ddl/3.sql\", \"id\": \"ddl/4.sql\",' | Duplicate",
                "'\"id\": \"ddl/3.sql\",' | '' | without",
                "'\"id\": \"ddl/3.sql\"' | '\"id\": \"view/b.sql\"' | version before",
                "'\"path\": \"ddl/3.sql\"' | '\"path\": \"../3.sql\"' | path",
                "'\"requires\": [ \"ddl/1.sql\" ]' | '\"requires\": [ \"gone\" ]' | gone",
                "'\"transaction\": false' | '\"transaction\": \"no\"' | another value",
            })
    void aManifestThatCannotBeIsRefused(String before, String after, String part) throws IOException {
        assertRefused(
                EntryName.MANIFEST, s -> s.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after)), part);
    }

    @Test
    void aManifestThatEndsEarlyOrGoesOnIsRefused() throws IOException {
        assertRefused(EntryName.MANIFEST, s -> s + "{}", "manifest.json");
        assertRefused(EntryName.MANIFEST, s -> s.substring(0, s.length() - 10), "manifest.json");
    }

    private void assertRefused(String entry, UnaryOperator<String> edit, String part) throws IOException {
        Path forged = Forgery.of(file).replace(entry, edit).withProvenance().write(folder.resolve("forged.zip"));
        assertThatThrownBy(() -> {
                    try (Artifact artifact = open(forged)) {
                        artifact.addition(PARENT);
                    }
                })
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
                .hasMessageContaining("forged.zip")
                .hasMessageContaining(part);
    }
}
