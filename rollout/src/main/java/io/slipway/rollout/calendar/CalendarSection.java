package io.slipway.rollout.calendar;

import io.slipway.release.yaml.YamlSection;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the sections {@code sprints} and {@code freezes} of a rollout file. */
public final class CalendarSection {
    private static final Set<String> KEYS = Set.of("first", "days", "count", "name", "list", "feed", "jira");
    private static final int LONGEST = 60;
    private static final int MOST = 200;

    private CalendarSection() {}

    /** @param file the whole rollout file */
    public static SprintCalendar read(YamlSection file, ZoneId zone) {
        YamlSection section = file.section("sprints")
                .orElseThrow(() -> file.invalid(
                        "'sprints' is missing in the rollout file: go-live dates fall on" + " a sprint's first day"));
        section.only(KEYS);
        List<FrozenDays> freezes = freezes(file);
        SprintSource source = SourceSection.read(section);
        List<Sprint> sprints = source instanceof SprintSource.InFile ? sprints(section) : List.of();
        SprintCalendar calendar = new SprintCalendar(zone, source, sprints, freezes);
        calendar.swallowed().ifPresent(swallowed -> {
            List<FrozenDays> by = swallowed.by();
            throw file.invalidEntry(
                    "freezes",
                    freezes.indexOf(by.get(by.size() - 1)),
                    swallowed.words() + "; shorten " + (by.size() == 1 ? "it" : "one of them")
                            + ", or leave that sprint out of the calendar");
        });
        return calendar;
    }

    private static List<Sprint> sprints(YamlSection section) {
        return section.has("list")
                ? listed(section.only(Set.of("list")))
                : regular(section.only(Set.of("first", "days", "count", "name")));
    }

    private static List<Sprint> regular(YamlSection section) {
        LocalDate first = section.date("first");
        int days = number(section, "days", LONGEST);
        int count = number(section, "count", MOST);
        String name = section.optionalText("name").orElse("S");
        List<Sprint> sprints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LocalDate begin = first.plusDays((long) days * i);
            sprints.add(new Sprint(name + (i + 1), begin, begin.plusDays(days - 1)));
        }
        return sprints;
    }

    private static List<Sprint> listed(YamlSection section) {
        List<Sprint> sprints = new ArrayList<>();
        for (YamlSection entry : section.sections("list")) {
            entry.only(Set.of("name", "first", "last"));
            Sprint sprint = new Sprint(entry.text("name"), entry.date("first"), entry.date("last"));
            if (sprint.last().isBefore(sprint.first())) {
                throw entry.invalid("last", "sprint " + sprint.name() + " ends before it begins");
            }
            for (Sprint other : sprints) {
                if (other.name().equals(sprint.name())) {
                    throw entry.invalid("name", "the sprint '" + sprint.name() + "' stands twice");
                }
                if (!sprint.first().isAfter(other.last()) && !other.first().isAfter(sprint.last())) {
                    throw entry.invalid(
                            "first",
                            "sprint " + sprint.name() + " overlaps sprint " + other.name() + ", which is from "
                                    + other.first() + " to " + other.last() + ": begin it after that");
                }
            }
            sprints.add(sprint);
        }
        sprints.sort(java.util.Comparator.comparing(Sprint::first));
        return sprints;
    }

    /** A zero in front would be an octal number to some readers of YAML, and none to others. */
    private static int plainNumber(String text) {
        if (text.length() > 1 && text.startsWith("0")) {
            throw new NumberFormatException(text);
        }
        return Integer.parseInt(text);
    }

    private static int number(YamlSection section, String key, int most) {
        int number = section.parsed(key, CalendarSection::plainNumber, "a number without zeros in front");
        if (number < 1 || number > most) {
            throw section.invalid(key, "'" + key + "' must be from 1 to " + most);
        }
        return number;
    }

    private static List<FrozenDays> freezes(YamlSection file) {
        List<FrozenDays> freezes = new ArrayList<>();
        for (YamlSection entry : file.sections("freezes")) {
            entry.only(Set.of("name", "first", "last"));
            FrozenDays freeze = new FrozenDays(entry.text("name"), entry.date("first"), entry.date("last"));
            if (freeze.last().isBefore(freeze.first())) {
                throw entry.invalid("last", "the freeze '" + freeze.name() + "' ends before it begins");
            }
            freezes.add(freeze);
        }
        return freezes;
    }
}
