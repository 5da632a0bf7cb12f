package io.slipway.enablement.scenario;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.yaml.YamlSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the section {@code lab} of a scenario. */
final class LabSection {
    private static final Set<String> KEYS =
            Set.of("minutes", "task", "files", "rollback", "check", "hints", "wrong", "solution");
    private static final int LONGEST_MINUTES = 120;
    private static final List<String> TOLD =
            Arrays.stream(Condition.What.values()).map(Condition.What::key).toList();

    private LabSection() {}

    /** @param chapters whose written files and commands are the solution where the section gives none */
    static Lab read(YamlSection section, List<Chapter> chapters) {
        section.only(KEYS);
        List<Step> solution = section.has("solution")
                ? steps(section, "solution")
                : chapters.stream()
                        .flatMap(chapter -> chapter.steps().stream())
                        .filter(step -> step instanceof Step.Write || step instanceof Step.Run)
                        .toList();
        solution.forEach(step -> requireSeat(section, step));
        return new Lab(
                StepSection.text(section, "task"),
                Duration.ofMinutes(minutes(section)),
                section.sections("files").stream()
                        .map(file -> StepSection.file(file.location(), file))
                        .toList(),
                needed(section, "check", section.sections("check")).stream()
                        .map(LabSection::goal)
                        .toList(),
                needed(section, "hints", section.list("hints")),
                needed(section, "wrong", section.sections("wrong")).stream()
                        .map(LabSection::wrong)
                        .toList(),
                needed(section, "solution", solution),
                rollbacks(section));
    }

    private static boolean rollbacks(YamlSection section) {
        if (section.has("rollback") && !section.text("rollback").equals("present")) {
            throw section.invalid("rollback", "'rollback' is 'present', or is left out");
        }
        return section.has("rollback");
    }

    private static int minutes(YamlSection section) {
        int minutes = section.parsed("minutes", Integer::parseInt, "a whole number of minutes");
        if (minutes < 1 || minutes > LONGEST_MINUTES) {
            throw section.invalid("minutes", "a lab takes from 1 to " + LONGEST_MINUTES + " minutes");
        }
        return minutes;
    }

    private static <T> List<T> needed(YamlSection section, String key, List<T> found) {
        if (found.isEmpty()) {
            throw section.invalid(key, "'" + key + "' is missing or empty");
        }
        return found;
    }

    private static Lab.Goal goal(YamlSection section) {
        return new Lab.Goal(condition(section, Set.of("say")), StepSection.text(section, "say"));
    }

    private static Lab.Wrong wrong(YamlSection section) {
        section.only(Set.of("when", "say", "steps"));
        List<Condition> when = needed(section, "when", section.sections("when")).stream()
                .map(each -> condition(each, Set.of()))
                .toList();
        List<Step> steps = needed(section, "steps", steps(section, "steps"));
        steps.forEach(step -> requireSeat(section, step));
        return new Lab.Wrong(when, StepSection.text(section, "say"), steps);
    }

    private static Condition condition(YamlSection section, Set<String> others) {
        Set<String> known = Stream.of(Stream.of("environment", "sql", "equals"), TOLD.stream(), others.stream())
                .flatMap(each -> each)
                .collect(Collectors.toCollection(HashSet::new));
        section.only(known);
        String environment = section.text("environment");
        List<String> ways = Stream.concat(Stream.of("sql"), TOLD.stream())
                .filter(section::has)
                .toList();
        if (ways.size() != 1) {
            throw section.invalid("a condition has one of sql, " + String.join(", ", TOLD));
        }
        if (ways.get(0).equals("sql")) {
            return new Condition.Answer(
                    section.location(), environment, StepSection.text(section, "sql"), section.text("equals"));
        }
        if (section.has("equals")) {
            throw section.invalid("equals", "'equals' goes with 'sql'");
        }
        Condition.What what = Arrays.stream(Condition.What.values())
                .filter(each -> each.key().equals(ways.get(0)))
                .findFirst()
                .orElseThrow();
        return new Condition.Told(section.location(), environment, what, StepSection.text(section, what.key()));
    }

    private static List<Step> steps(YamlSection section, String key) {
        List<Step> steps = new ArrayList<>();
        for (YamlSection entry : section.sections(key)) {
            Step step = StepSection.read(entry);
            if (!(step instanceof Step.Write) && !(step instanceof Step.Run)) {
                throw entry.invalid("at a seat a step is 'write' or 'run', not '" + step.verb() + "'");
            }
            steps.add(step);
        }
        return steps;
    }

    /** @throws SlipwayException the command is none that the server can do at a seat */
    private static void requireSeat(YamlSection section, Step step) {
        if (step instanceof Step.Run run && SeatCommand.of(run.command()).isEmpty()) {
            throw section.invalid("'" + run.command() + "' cannot be done at a seat: known are " + SeatCommand.FORMS);
        }
    }
}
