package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The stories in {@code src/test/resources/commands}, each told on every kind of database that it names. */
class CommandStoriesTest {
    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "src/test/resources/commands");

    @TempDir
    private Path folder;

    /** Stories that nobody finds never fail: so they are counted. Raise the floors when stories are added. */
    @Test
    void theStoriesWereFound() {
        List<Story> stories = stories();
        assertThat(stories).hasSizeGreaterThanOrEqualTo(40);
        assertThat(on(stories, "postgresql")).isGreaterThanOrEqualTo(38);
        assertThat(on(stories, "mariadb")).isGreaterThanOrEqualTo(10);
        assertThat(on(stories, "sqlite")).isGreaterThanOrEqualTo(10);
    }

    private static long on(List<Story> stories, String database) {
        return stories.stream().filter(s -> s.databases().contains(database)).count();
    }

    @TestFactory
    Stream<DynamicTest> toldOnRealDatabases() {
        String only = System.getProperty("story", "");
        return stories().stream()
                .filter(story -> story.name().contains(only))
                .flatMap(story -> story.databases().stream()
                        .map(kind ->
                                DynamicTest.dynamicTest(story.name() + " on " + kind + ": " + story.title(), () -> {
                                    Path root = Files.createDirectories(folder.resolve(story.name())
                                            .resolve(kind)
                                            .resolve("shop"));
                                    new StoryRunner(story, kind, root).run();
                                })));
    }

    private static List<Story> stories() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".txt"))
                    .sorted()
                    .map(CommandStoriesTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Story read(Path file) {
        try {
            return Story.parse(
                    file.getFileName().toString().replace(".txt", ""), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
