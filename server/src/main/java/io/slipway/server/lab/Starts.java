package io.slipway.server.lab;

import io.slipway.enablement.scenario.Start;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.ProjectFile;
import io.slipway.samples.ShopHistory;
import io.slipway.samples.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings the sample shop to where labs begin: packaged once for each start, and kept for as long as the server runs. */
final class Starts {
    private static final String DEFINITION = "project: start\ndatabase: postgresql\nscripts: sql\n"
            + "reference: embedded\nenvironments:\n  dev: { url: \"jdbc:postgresql://none/none\" }\n"
            + "pipelines:\n  main: [dev]\n";
    private final LabServer server;
    private final Path folder;
    private final Map<List<String>, Packaged> made = new HashMap<>();

    Starts(LabServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /**
     * What a lab begins with.
     *
     * @param files path → text, of the scripts folder
     * @param stages in the order in which they were packaged
     */
    record Made(Map<String, String> files, List<Stage> stages) {
        List<Path> artifacts() {
            return stages.stream().map(Stage::artifact).toList();
        }
    }

    private record Packaged(Map<String, String> files, List<Path> artifacts) {}

    /** @param on the environments that have it */
    record Stage(Path artifact, List<String> on) {}

    /** @throws SlipwayException {@code scenario-invalid}: the sample has no such sprint; {@code lab-unavailable} */
    synchronized Made of(Start start) {
        List<String> wanted = start.stages().stream()
                .map(stage -> stage.sprint() + (stage.on().isEmpty() ? "" : " packaged"))
                .toList();
        Packaged known = made.get(wanted);
        if (known == null || !known.artifacts().stream().allMatch(Files::exists)) {
            known = make(start, folder.resolve("start-" + made.size()));
            made.put(wanted, known);
        }
        List<Stage> stages = new ArrayList<>();
        Iterator<Path> artifacts = known.artifacts().iterator();
        start.stages().stream()
                .filter(stage -> !stage.on().isEmpty())
                .forEach(stage -> stages.add(new Stage(artifacts.next(), stage.on())));
        return new Made(known.files(), List.copyOf(stages));
    }

    /** The sample is ours: it is proved as the superuser. */
    private Packaged make(Start start, Path place) {
        try {
            Folders.delete(place);
            Packaging packaging = new Packaging(server.get().trusted(), Map.of(), Progress.NONE, new Cancellation());
            ShopHistory shop = ShopHistory.create(place);
            Files.createDirectories(place.resolve("sql/ddl"));
            Files.writeString(place.resolve(ProjectFile.NAME), DEFINITION, StandardCharsets.UTF_8);
            List<Path> artifacts = new ArrayList<>();
            for (Start.Stage stage : start.stages()) {
                advance(shop, step(stage.sprint()));
                if (!stage.on().isEmpty()) {
                    artifacts.add(packaged(packaging, place));
                }
            }
            return new Packaged(files(place), List.copyOf(artifacts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path packaged(Packaging packaging, Path place) {
        PackageResult result = packaging.run(new PackageRequest(ProjectFile.read(place), "main", Optional.empty()));
        if (result instanceof PackageResult.Packaged packaged) {
            return packaged.artifact();
        }
        throw SlipwayException.of(ErrorCode.SCENARIO_INVALID, "A stage of the start adds nothing.", "");
    }

    private static void advance(ShopHistory shop, Step wanted) {
        while (shop.next().filter(next -> next.compareTo(wanted) <= 0).isPresent()) {
            shop.advance(shop.next().orElseThrow());
        }
    }

    private static Step step(String sprint) {
        return Arrays.stream(Step.values())
                .filter(step -> name(step).equals(sprint))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.SCENARIO_INVALID,
                        "The sample shop has no '" + sprint + "'.",
                        "It has "
                                + Arrays.stream(Step.values()).map(Starts::name).collect(Collectors.joining(", "))
                                + "."));
    }

    private static String name(Step step) {
        return step.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, String> files(Path place) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path scripts = place.resolve("sql");
        try (Stream<Path> all = Files.walk(scripts)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(each -> !each.getFileName().toString().startsWith("."))
                    .toList()) {
                files.put(
                        "sql/" + scripts.relativize(file).toString().replace('\\', '/'),
                        Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
