package io.slipway.rollout.team;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.yaml.YamlSection;
import io.slipway.rollout.agreement.AgreementPolicy;
import io.slipway.rollout.calendar.CalendarSection;
import io.slipway.rollout.cleanup.CleanupSection;
import io.slipway.rollout.hypercare.HypercareSection;
import io.slipway.rollout.people.Duty;
import io.slipway.rollout.people.People;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.provision.ProvisionSection;
import io.slipway.rollout.readiness.GatesSection;
import io.slipway.rollout.readiness.Surroundings;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.SupportSection;
import io.slipway.rollout.training.TrainingSection;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code rollout/<team>.yaml}. Every complaint has a line and a column. */
public final class RolloutFile {
    public static final String FOLDER = "rollout";
    private static final Pattern TEAM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    /** Every key of a rollout file. */
    public static final Set<String> KEYS = Set.of(
            "team",
            "title",
            "project",
            "zone",
            "people",
            "manager",
            "stakeholders",
            "sprints",
            "freezes",
            "agreement",
            "provision",
            "support",
            "trainings",
            "gates",
            "cleanup",
            "reference",
            "hypercare");

    private RolloutFile() {}

    /**
     * Reads a team's file.
     *
     * @param root the project's folder
     * @throws SlipwayException {@code rollout-file-missing}, {@code rollout-file-invalid}, {@code secret-literal}
     */
    public static Rollout read(Path root, String team) {
        String name = FOLDER + "/" + team + ".yaml";
        try {
            String text = Files.readString(root.resolve(name), StandardCharsets.UTF_8);
            Rollout rollout = parse(text, name);
            if (rollout.provision().isPresent()) {
                // the project is made of it: what it does not have, the project will not have
                rollout = parse(text, name, new Surroundings(rollout.provision().get()::has, gate -> true));
            }
            if (!rollout.team().equals(team)) {
                throw SlipwayException.of(
                                ErrorCode.ROLLOUT_FILE_INVALID,
                                "It is the file of the team '" + rollout.team() + "', and is named for '" + team + "'.",
                                "Name the file as its team is named.")
                        .at(Location.of(name));
            }
            return rollout;
        } catch (NoSuchFileException e) {
            throw SlipwayException.of(
                            ErrorCode.ROLLOUT_FILE_MISSING,
                            "There is no " + name + " in " + root + ".",
                            "Write one with 'slipway rollout init " + team + "'.")
                    .causedBy(e);
        } catch (MalformedInputException e) {
            throw SlipwayException.of(ErrorCode.ROLLOUT_FILE_INVALID, "It is not UTF-8 text.", "")
                    .at(Location.of(name))
                    .causedBy(e);
        } catch (IOException e) {
            throw SlipwayException.of(ErrorCode.ROLLOUT_FILE_INVALID, "It cannot be read: " + e.getMessage(), "")
                    .at(Location.of(name))
                    .causedBy(e);
        }
    }

    /**
     * As {@link #read}, of a text that is at hand.
     *
     * @param name as complaints name the file
     */
    public static Rollout parse(String text, String name) {
        return parse(text, name, Surroundings.UNKNOWN);
    }

    /** As {@link #parse(String, String)}, and held against what it is for. */
    public static Rollout parse(String text, String name, Surroundings surroundings) {
        YamlSection file = YamlSection.read(name, "the rollout file", ErrorCode.ROLLOUT_FILE_INVALID, text)
                .only(KEYS);
        String team = named(file, "team", TEAM);
        ZoneId zone = file.parsed("zone", ZoneId::of, "a time zone such as Europe/Berlin");
        People people = People.read(
                file.section("people").orElseThrow(() -> file.invalid("'people' is missing in the rollout file")));
        Person manager = manager(file, people);
        List<Person> stakeholders = stakeholders(file, people);
        List<Person> deciding = new ArrayList<>(List.of(manager));
        deciding.addAll(stakeholders);
        Optional<Support> support = SupportSection.read(file, zone, people);
        return new Rollout(
                team,
                title(file, team),
                named(file, "project", PROJECT),
                people,
                manager,
                stakeholders,
                CalendarSection.read(file, zone),
                AgreementPolicy.read(file, stakeholders, manager),
                support,
                TrainingSection.read(file, zone, people, support),
                ProvisionSection.read(file, people),
                GatesSection.read(file, people, deciding, surroundings),
                CleanupSection.read(file, surroundings.environment()),
                HypercareSection.read(file, people, stakeholders));
    }

    /**
     * A complaint about one key of a file that was read well, by who knows more than the file.
     *
     * @param name as complaints name the file
     */
    public static SlipwayException complaint(
            String text, String name, String key, ErrorCode code, String message, String help) {
        return YamlSection.read(name, "the rollout file", ErrorCode.ROLLOUT_FILE_INVALID, text)
                .invalid(key, code, message, help);
    }

    private static String title(YamlSection file, String team) {
        String title = file.optionalText("title").orElse(team);
        if (title.isBlank()) {
            throw file.invalid("title", "'title' is empty; leave it out, and the team's name is taken");
        }
        return title;
    }

    private static String named(YamlSection file, String key, Pattern form) {
        String name = file.text(key);
        if (!form.matcher(name).matches()) {
            throw file.invalid(key, "'" + name + "' is no name for a " + key);
        }
        return name;
    }

    private static Person manager(YamlSection file, People people) {
        Person manager = people.one(file, "manager");
        if (!manager.duties().contains(Duty.ROLLOUT_MANAGER)) {
            throw file.invalid(
                    "manager",
                    "'" + manager.key() + "' does not have the duty rollout-manager; add it to their duties");
        }
        return manager;
    }

    private static List<Person> stakeholders(YamlSection file, People people) {
        List<Person> stakeholders = people.named(file, "stakeholders");
        if (stakeholders.isEmpty()) {
            throw file.invalid("stakeholders", "'stakeholders' is empty: somebody must agree to the go-live's date");
        }
        return stakeholders;
    }
}
