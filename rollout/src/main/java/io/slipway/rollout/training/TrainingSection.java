package io.slipway.rollout.training;

import io.slipway.release.yaml.YamlSection;
import io.slipway.rollout.people.Duty;
import io.slipway.rollout.people.People;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.BusinessHours;
import io.slipway.rollout.support.HoursSection;
import io.slipway.rollout.support.JoinLink;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tier;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the section {@code trainings} of a rollout file. */
public final class TrainingSection {
    public static final Set<String> KEYS = Stream.concat(
                    Stream.of("hours"), Arrays.stream(TrainingKind.values()).map(TrainingKind::text))
            .collect(Collectors.toUnmodifiableSet());
    /** What can stand under each kind. */
    public static final Set<String> TRAINING =
            Set.of("minutes", "trainer", "facilitator", "people", "duties", "seats", "link", "material");

    private static final Pattern PAGE = Pattern.compile("/(?!/)[^\\s\\\\\"<>]{0,498}");
    private static final int SHORTEST = 15;
    private static final int LONGEST = 480;
    private static final int MOST_SEATS = 1000;

    private TrainingSection() {}

    /**
     * @param file the whole rollout file
     * @param zone the team's, by whose clock its hours are
     * @param support whose first tier's hours hold where the section has none
     */
    public static Optional<Trainings> read(YamlSection file, ZoneId zone, People people, Optional<Support> support) {
        return file.section("trainings").map(section -> trainings(section, zone, people, support));
    }

    private static Trainings trainings(YamlSection section, ZoneId zone, People people, Optional<Support> support) {
        section.only(KEYS);
        BusinessHours hours = section.section("hours")
                .map(own -> HoursSection.read(own, zone))
                .or(() -> support.map(s -> s.tier(Tier.L1).terms().hours()))
                .orElseGet(() -> officeHours(zone));
        List<Training> all = new ArrayList<>();
        for (TrainingKind kind : TrainingKind.values()) {
            section.section(kind.text())
                    .ifPresent(entry -> all.add(training(entry.only(TRAINING), kind, people, hours)));
        }
        if (all.isEmpty()) {
            throw section.invalid("'trainings' asks for none: name 'session', 'hands-on' or both");
        }
        return new Trainings(hours, all);
    }

    private static BusinessHours officeHours(ZoneId zone) {
        return new BusinessHours(
                zone,
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                LocalTime.of(9, 0),
                LocalTime.of(17, 0),
                Set.of());
    }

    private static Training training(YamlSection entry, TrainingKind kind, People people, BusinessHours hours) {
        Duration length =
                entry.has("minutes") ? Duration.ofMinutes(number(entry, "minutes", SHORTEST, LONGEST)) : kind.length();
        if (length.compareTo(longest(hours)) > 0) {
            String message = "a training of " + length.toMinutes() + " minutes fits into no day: the hours are from "
                    + hours.from() + " until " + hours.until();
            throw entry.has("minutes") ? entry.invalid("minutes", message) : entry.invalid(message);
        }
        Person trainer = trainer(entry, people);
        Person facilitator = entry.has("facilitator") ? people.one(entry, "facilitator") : trainer;
        return new Training(
                kind,
                length,
                trainer,
                facilitator,
                mustCome(entry, kind, people, trainer),
                entry.has("seats") ? number(entry, "seats", 1, MOST_SEATS) : kind.seats(),
                JoinLink.readOrMade(entry, "link"),
                material(entry));
    }

    private static List<Material> material(YamlSection entry) {
        List<Material> all = new ArrayList<>();
        for (YamlSection each : entry.sections("material")) {
            each.only(Set.of("title", "link"));
            String link = each.text("link");
            if (!JoinLink.fits(link) && !PAGE.matcher(link).matches()) {
                throw each.invalid(
                        "link", "'" + link + "' begins neither with https:// nor with / for a page of this server");
            }
            all.add(new Material(each.text("title"), link));
        }
        return all;
    }

    private static Duration longest(BusinessHours hours) {
        return hours.until().equals(LocalTime.MIDNIGHT)
                ? Duration.between(hours.from(), LocalTime.MAX).plusNanos(1)
                : Duration.between(hours.from(), hours.until());
    }

    private static Person trainer(YamlSection entry, People people) {
        if (!entry.has("trainer")) {
            List<Person> trainers = people.with(Duty.TRAINER);
            if (trainers.size() != 1) {
                throw entry.invalid("'trainer' is missing: "
                        + (trainers.isEmpty()
                                ? "nobody of the file has the duty trainer"
                                : "several people of the file have the duty trainer"));
            }
            return trainers.get(0);
        }
        Person trainer = people.one(entry, "trainer");
        if (!trainer.duties().contains(Duty.TRAINER)) {
            throw entry.invalid(
                    "trainer", "'" + trainer.key() + "' does not have the duty trainer; add it to their duties");
        }
        return trainer;
    }

    /** Whoever is named, and whoever has one of the duties; who gives the training need not come to it. */
    private static List<Person> mustCome(YamlSection entry, TrainingKind kind, People people, Person trainer) {
        List<Person> named = people.named(entry, "people");
        if (named.contains(trainer)) {
            throw entry.invalidEntry(
                    "people", named.indexOf(trainer), "'" + trainer.key() + "' gives this training, and comes anyway");
        }
        Set<Duty> duties = entry.has("duties") || entry.has("people") ? duties(entry) : kind.duties();
        Set<Person> must = new LinkedHashSet<>(named);
        people.all().stream()
                .filter(person -> person.duties().stream().anyMatch(duties::contains) && !person.equals(trainer))
                .forEach(must::add);
        if (must.isEmpty()) {
            throw entry.invalid("nobody would have to come to '" + kind.text() + "': name 'people' or 'duties' that"
                    + " somebody of the file has");
        }
        return List.copyOf(must);
    }

    private static Set<Duty> duties(YamlSection entry) {
        Set<Duty> duties = EnumSet.noneOf(Duty.class);
        List<String> texts = entry.list("duties");
        for (int i = 0; i < texts.size(); i++) {
            int index = i;
            duties.add(Duty.of(texts.get(i))
                    .orElseThrow(() -> entry.invalidEntry(
                            "duties", index, "'" + texts.get(index) + "' is no duty; known are " + Duty.known())));
        }
        return duties;
    }

    private static int number(YamlSection section, String key, int least, int most) {
        int number = section.parsed(key, Integer::parseInt, "a number");
        if (number < least || number > most) {
            throw section.invalid(key, "'" + key + "' must be from " + least + " to " + most);
        }
        return number;
    }
}
