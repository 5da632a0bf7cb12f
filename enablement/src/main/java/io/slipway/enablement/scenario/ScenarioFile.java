package io.slipway.enablement.scenario;

import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.yaml.YamlSection;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a scenario's file. Every complaint has a line and a column. */
public final class ScenarioFile {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern SPRINT = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Set<String> KEYS =
            Set.of("scenario", "title", "audience", "summary", "start", "rollout", "chapters", "lab");

    private ScenarioFile() {}

    /** @throws SlipwayException {@code scenario-invalid} */
    public static Scenario read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
        } catch (MalformedInputException e) {
            throw unreadable(file, "It is not UTF-8 text.").causedBy(e);
        } catch (IOException e) {
            throw unreadable(file, "It cannot be read: " + e.getMessage()).causedBy(e);
        }
    }

    private static SlipwayException unreadable(Path file, String why) {
        return SlipwayException.of(ErrorCode.SCENARIO_INVALID, why, "").at(Location.of(file.toString()));
    }

    /**
     * As {@link #read}, of a text that is at hand.
     *
     * @param name as complaints name the file
     */
    public static Scenario parse(String text, String name) {
        YamlSection file = YamlSection.read(name, "the scenario", ErrorCode.SCENARIO_INVALID, text)
                .only(KEYS);
        List<YamlSection> entries = file.sections("chapters");
        if (entries.isEmpty()) {
            throw file.invalid("chapters", "'chapters' is missing or empty: a scenario has at least one chapter");
        }
        Set<String> pictures = new HashSet<>();
        List<Chapter> chapters = new ArrayList<>();
        for (YamlSection entry : entries) {
            chapters.add(chapter(entry, pictures));
        }
        if (file.has("lab") && file.flag("rollout")) {
            throw file.invalid("rollout", "a seat of a lab has no rollout file: leave out 'rollout' or 'lab'");
        }
        return new Scenario(
                digest(text),
                named(file, "scenario", NAME),
                file.text("title"),
                actor(file, "audience"),
                file.text("summary"),
                start(file),
                List.copyOf(chapters),
                file.section("lab").map(section -> LabSection.read(section, chapters)));
    }

    /** A checkout on Windows has other line ends, and tells the same. */
    private static String digest(String text) {
        return Sha256.of(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Chapter chapter(YamlSection section, Set<String> pictures) {
        section.only(Set.of("title", "as", "steps"));
        List<Step> steps = new ArrayList<>();
        for (YamlSection entry : section.sections("steps")) {
            Step step = StepSection.read(entry);
            if (step instanceof Step.Show show && !pictures.add(show.name())) {
                throw entry.invalid("a picture of this scenario is called '" + show.name() + "' already");
            }
            steps.add(step);
        }
        if (steps.isEmpty()) {
            throw section.invalid("this chapter has no steps");
        }
        return new Chapter(
                section.text("title"),
                section.has("as") ? Optional.of(actor(section, "as")) : Optional.empty(),
                List.copyOf(steps));
    }

    private static Start start(YamlSection file) {
        List<Start.Stage> stages = new ArrayList<>();
        for (YamlSection stage : file.sections("start")) {
            stage.only(Set.of("sprint", "on"));
            stages.add(new Start.Stage(named(stage, "sprint", SPRINT), stage.list("on"), stage.location()));
        }
        return new Start(List.copyOf(stages), file.flag("rollout"));
    }

    private static Actor actor(YamlSection section, String key) {
        return section.parsed(key, Actor::of, "a part somebody plays, such as developer, team-lead or dba");
    }

    private static String named(YamlSection section, String key, Pattern pattern) {
        String text = section.text(key);
        if (!pattern.matcher(text).matches()) {
            throw section.invalid(key, "'" + text + "' is no name of small letters, digits and hyphens");
        }
        return text;
    }
}
