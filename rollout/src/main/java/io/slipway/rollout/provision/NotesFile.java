package io.slipway.rollout.provision;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.Reports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Notes in {@code .slipway/rollout/<team>.jsonl}, one a line. */
public final class NotesFile implements StepNotes {
    private static final String FOLDER = ".slipway/rollout";
    private static final String END = ".jsonl";
    private final Path file;

    /** @param root the project's folder */
    public NotesFile(Path root, String team) {
        this.file = root.resolve(FOLDER).resolve(team + END);
    }

    /** How long provisioning took: of every team provisioned from here, in their order. */
    public static Map<String, ProvisionTime> times(Path root) {
        Path folder = root.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        Map<String, ProvisionTime> found = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                String name = each.getFileName().toString();
                if (name.endsWith(END)) {
                    String team = name.substring(0, name.length() - END.length());
                    ProvisionTime.of(new NotesFile(root, team).all()).ifPresent(time -> found.put(team, time));
                }
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        Map<String, ProvisionTime> times = new LinkedHashMap<>();
        found.entrySet().stream()
                .sorted(Comparator.comparing(team -> team.getValue().begun()))
                .forEach(team -> times.put(team.getKey(), team.getValue()));
        return times;
    }

    @Override
    public List<StepNote> all() {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<StepNote> notes = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                // The last line may be cut off where a process was killed.
                if (line.endsWith("}")) {
                    notes.add(Reports.read(line, StepNote.class));
                }
            }
        } catch (IOException e) {
            throw unusable(file, e);
        }
        return notes;
    }

    @Override
    public void add(StepNote note) {
        try {
            Files.createDirectories(file.getParent());
            String lead = Files.exists(file)
                            && !Files.readString(file, StandardCharsets.UTF_8).endsWith("\n")
                    ? "\n"
                    : "";
            Files.writeString(
                    file,
                    lead + Reports.text(note) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static SlipwayException unusable(Path path, IOException e) {
        return SlipwayException.of(
                        ErrorCode.PROVISION_STOPPED,
                        "The notes of what was done, " + path + ", cannot be read or written: " + e.getMessage(),
                        "Mend that, and run the same command again.")
                .causedBy(e);
    }
}
