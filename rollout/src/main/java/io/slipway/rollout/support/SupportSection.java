package io.slipway.rollout.support;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.yaml.YamlSection;
import io.slipway.rollout.people.People;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.SupportTier.Turn;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the section {@code support} of a rollout file. */
public final class SupportSection {
    private static final Pattern TIME = Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,4})m)?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:secret|env):([A-Za-z0-9][A-Za-z0-9._-]*)}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s,;<>\"]+@[^@\\s,;<>\"]+");
    private static final int MOST_SPRINTS = 26;

    private SupportSection() {}

    /**
     * @param file the whole rollout file
     * @param zone the team's, where a tier names no other
     */
    public static Optional<Support> read(YamlSection file, ZoneId zone, People people) {
        return file.section("support").map(section -> support(section, zone, people));
    }

    private static Support support(YamlSection section, ZoneId zone, People people) {
        section.only(Set.of("hours", "tiers", "meetings", "trackers"));
        BusinessHours hours = section.section("hours")
                .map(entry -> HoursSection.read(entry, zone))
                .orElseThrow(() -> section.invalid("'hours' is missing in 'support': when do the tiers work?"));
        YamlSection tiers = section.section("tiers")
                .orElseThrow(() -> section.invalid("'tiers' is missing in 'support': who are L1, L2 and L3?"))
                .only(Set.of("L1", "L2", "L3"));
        Map<Tier, SupportTier> read = new EnumMap<>(Tier.class);
        for (Tier tier : EnumSet.allOf(Tier.class)) {
            YamlSection entry = tiers.section(tier.name())
                    .orElseThrow(() -> tiers.invalid("'" + tier + "' is missing in 'tiers': support has three tiers"));
            read.put(tier, tier(entry, tier, zone, hours, people));
        }
        return new Support(read, section.section("meetings").map(SupportSection::meetings), trackers(section));
    }

    private static SupportTier tier(YamlSection entry, Tier tier, ZoneId zone, BusinessHours common, People people) {
        entry.only(Set.of("members", "rota", "hours", "acknowledge", "resolve", "mail"));
        List<Person> members = people.named(entry, "members");
        if (members.isEmpty()) {
            throw entry.invalid("members", tier + " has no members: nobody would take its cases");
        }
        Duration acknowledge = time(entry, "acknowledge");
        Duration resolve = time(entry, "resolve");
        if (acknowledge.compareTo(resolve) > 0) {
            throw entry.invalid("acknowledge", "a case would have to be resolved before it must be acknowledged");
        }
        BusinessHours hours =
                entry.section("hours").map(own -> HoursSection.read(own, zone)).orElse(common);
        return new SupportTier(
                tier, members, rota(entry, members, people), new Terms(hours, acknowledge, resolve), mail(entry));
    }

    private static List<Turn> rota(YamlSection entry, List<Person> members, People people) {
        List<Turn> rota = new ArrayList<>();
        for (YamlSection turn : entry.sections("rota")) {
            turn.only(Set.of("from", "who"));
            Person who = people.one(turn, "who");
            if (!members.contains(who)) {
                throw turn.invalid("who", "'" + who.key() + "' is no member of this tier");
            }
            LocalDate from = turn.date("from");
            if (!rota.isEmpty() && !rota.get(rota.size() - 1).from().isBefore(from)) {
                throw turn.invalid("from", "the turns of a rota stand in the order of their days, each day once");
            }
            rota.add(new Turn(from, who));
        }
        return rota;
    }

    private static List<String> mail(YamlSection entry) {
        List<String> addresses = entry.list("mail");
        for (int i = 0; i < addresses.size(); i++) {
            if (!EMAIL.matcher(addresses.get(i)).matches()) {
                throw entry.invalidEntry("mail", i, "'" + addresses.get(i) + "' is no e-mail address");
            }
        }
        return addresses;
    }

    /** Hours and minutes of the tier's time, such as {@code 1h30m}. */
    private static Duration time(YamlSection entry, String key) {
        String text = entry.text(key);
        Matcher form = TIME.matcher(text);
        if (text.isEmpty() || !form.matches()) {
            throw entry.invalid(key, "'" + text + "' is not a time such as 30m, 4h or 1h30m");
        }
        Duration time = Duration.ofHours(number(form.group(1))).plusMinutes(number(form.group(2)));
        if (time.isZero()) {
            throw entry.invalid(key, "'" + key + "' must be a minute at least");
        }
        return time;
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static MeetingPlan meetings(YamlSection entry) {
        entry.only(Set.of("at", "minutes", "daily-sprints", "weekly", "link"));
        int minutes = entry.parsed("minutes", Integer::parseInt, "a number");
        int sprints = entry.parsed("daily-sprints", Integer::parseInt, "a number");
        if (minutes < 5 || minutes > 240) {
            throw entry.invalid("minutes", "'minutes' must be from 5 to 240");
        }
        if (sprints < 0 || sprints > MOST_SPRINTS) {
            throw entry.invalid("daily-sprints", "'daily-sprints' must be from 0 to " + MOST_SPRINTS);
        }
        return new MeetingPlan(
                entry.parsed("at", LocalTime::parse, "a time such as \"09:30\""),
                Duration.ofMinutes(minutes),
                sprints,
                HoursSection.day(entry.text("weekly"))
                        .orElseThrow(() -> entry.invalid(
                                "weekly", "'" + entry.text("weekly") + "' is no day; days are mon, tue … sun")),
                JoinLink.read(entry, "link"));
    }

    private static List<Tracker> trackers(YamlSection section) {
        List<Tracker> trackers = new ArrayList<>();
        for (YamlSection entry : section.sections("trackers")) {
            Tracker tracker = tracker(entry);
            if (trackers.stream().anyMatch(other -> other.name().equals(tracker.name()))) {
                throw entry.invalid("name", "the tracker '" + tracker.name() + "' stands twice");
            }
            trackers.add(tracker);
        }
        return trackers;
    }

    private static Tracker tracker(YamlSection entry) {
        entry.only(Set.of("name", "kind", "url", "project", "issue-type", "group", "user", "secret", "from", "hook"));
        String name = entry.text("name");
        if (!NAME.matcher(name).matches()) {
            throw entry.invalid("name", "'" + name + "' is no name for a tracker: small letters, digits and '-'");
        }
        Tracker.Kind kind = switch (entry.text("kind")) {
            case "jira" -> Tracker.Kind.JIRA;
            case "servicenow" -> Tracker.Kind.SERVICENOW;
            default -> throw entry.invalid("kind", "known kinds of trackers are jira and servicenow");
        };
        URI url = entry.parsed("url", URI::create, "an address such as https://example.atlassian.net");
        if (url.getHost() == null || url.getUserInfo() != null) {
            throw entry.invalid("url", "'url' must be an address with a host and no login");
        }
        boolean jira = kind == Tracker.Kind.JIRA;
        return new Tracker(
                name,
                kind,
                url,
                jira ? entry.text("project") : entry.optionalText("group").orElse(""),
                jira ? entry.optionalText("issue-type").orElse("Task") : "",
                entry.text("user"),
                reference(entry, kind, "secret", entry.text("secret")),
                Tier.of(entry.optionalText("from").orElse("L1"))
                        .orElseThrow(() -> entry.invalid("from", "'from' must be L1, L2 or L3")),
                entry.optionalText("hook").map(text -> reference(entry, kind, "hook", text)));
    }

    /** It goes to the address that the file names: a secret made for something else must not. */
    private static String reference(YamlSection entry, Tracker.Kind kind, String key, String text) {
        String prefix = kind.name() + "_";
        Matcher reference = REFERENCE.matcher(text);
        if (reference.matches() && !reference.group(1).startsWith(prefix)) {
            throw entry.invalid(
                    key,
                    "'" + key + "' must be ${secret:" + prefix + "…} or ${env:" + prefix
                            + "…}: what has another name was not made to be sent to the address that a rollout file names");
        }
        if (!reference.matches()) {
            throw entry.invalid(
                    key,
                    ErrorCode.SECRET_LITERAL,
                    "'" + key + "' must be a reference, not the secret itself.",
                    "Write ${secret:" + prefix + "TOKEN} and set it on the project's page of secrets, or ${env:"
                            + prefix + "TOKEN}.");
        }
        return text;
    }
}
