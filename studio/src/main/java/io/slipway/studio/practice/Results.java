package io.slipway.studio.practice;

import io.slipway.enablement.made.Kind;
import io.slipway.enablement.made.Made;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.digest.Sha256;
import io.slipway.release.version.SlipwayVersion;
import io.slipway.studio.guide.GuidePage;
import io.slipway.studio.play.PlayResult;
import io.slipway.studio.recording.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What was made of scenarios, as evidence. */
final class Results {
    private Results() {}

    /** Of something that leaves no files, or that could not be made. */
    static Made played(Kind kind, Scenario scenario, PlayResult result, Clock clock) {
        return new Made(
                kind,
                scenario.name(),
                scenario.digest(),
                result instanceof PlayResult.Passed,
                SlipwayVersion.CURRENT,
                Instant.now(clock).truncatedTo(ChronoUnit.SECONDS),
                scenario.steps().size(),
                "");
    }

    static Made of(GuidePage page, Path folder, List<Path> files) {
        return new Made(
                Kind.GUIDE,
                page.scenario().name(),
                page.scenario().digest(),
                true,
                SlipwayVersion.CURRENT,
                page.taken(),
                page.pieces(),
                digest(folder, files));
    }

    /** Empty for a recording from elsewhere, and for one that does not tell what it was made of. */
    static Optional<Made> of(Recording recording, Path folder) {
        return recording
                .edition()
                .flatMap(edition -> recording
                        .version()
                        .map(version -> new Made(
                                Kind.CLIPS,
                                recording.scenario(),
                                edition,
                                true,
                                version,
                                Instant.parse(recording.taken()),
                                recording.chapters().size(),
                                digest(folder, files(folder)))));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code sha256sum FILES | sha256sum} prints in the folder, files in the order of their names. */
    static String digest(Path folder, List<Path> files) {
        TreeMap<String, Path> named = new TreeMap<>();
        files.forEach(file -> named.put(folder.relativize(file).toString().replace('\\', '/'), file));
        StringBuilder list = new StringBuilder();
        named.forEach((name, file) -> {
            try {
                list.append(Sha256.of(Files.readAllBytes(file)))
                        .append("  ")
                        .append(name)
                        .append('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Sha256.of(list.toString().getBytes(StandardCharsets.UTF_8));
    }
}
