package io.slipway.rollout.readiness;

import io.slipway.release.yaml.YamlSection;
import io.slipway.rollout.people.People;
import io.slipway.rollout.people.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the section {@code gates} of a rollout file, and refuses a gate that nobody could ever satisfy. */
public final class GatesSection {
    private static final String WAIVERS = "waivers";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern READS = Pattern.compile("(?is)\\s*(select|with|values|table)\\b.*");
    private static final Pattern WRITES_FILE = Pattern.compile("(?is).*\\binto\\s+(outfile|dumpfile)\\b.*");
    private static final int LONGEST_SQL = 4_000;
    private static final Duration OWN = Duration.ofDays(1);

    private GatesSection() {}

    /**
     * @param file the whole rollout file
     * @param deciding the manager and the stakeholders: who may waive where the file says nothing
     */
    public static Gates read(YamlSection file, People people, List<Person> deciding, Surroundings surroundings) {
        Optional<YamlSection> section = file.section("gates");
        if (section.isEmpty()) {
            return new Gates(implied(file, surroundings), waivers(people, deciding, Optional.empty()));
        }
        List<Gate> gates = new ArrayList<>();
        for (String name : section.get().names()) {
            if (!name.equals(WAIVERS)) {
                gates.add(gate(file, section.get(), name, surroundings));
            }
        }
        return new Gates(gates, waivers(people, deciding, section));
    }

    /** What the other sections of the file are there for; a date is agreed on and a go-live rehearsed in any case. */
    private static List<Gate> implied(YamlSection file, Surroundings surroundings) {
        return List.of(
                        Standard.PROVISIONED,
                        Standard.SUPPORT_PROVED,
                        Standard.DATE_AGREED,
                        Standard.TRAINED,
                        Standard.REHEARSED,
                        Standard.CLEANED)
                .stream()
                .filter(each -> each.section().isEmpty() || file.has(each.section()))
                .filter(surroundings.looked())
                .map(each -> new Gate(each.text(), new Gate.Known(each), each.valid()))
                .toList();
    }

    private static Gate gate(YamlSection file, YamlSection gates, String name, Surroundings surroundings) {
        if (!NAME.matcher(name).matches()) {
            throw gates.invalidKey(
                    name, "'" + name + "' is no name for a gate: small letters, digits and '-', a letter first");
        }
        YamlSection entry = gates.section(name).orElseThrow();
        Optional<Standard> standard = Standard.of(name);
        if (standard.isPresent()) {
            return standard(file, gates, entry, standard.get(), surroundings);
        }
        if (entry.has("sql")) {
            return new Gate(name, query(entry, surroundings), valid(entry, OWN));
        }
        if (entry.has("artifacts")) {
            return new Gate(name, artifacts(entry), valid(entry, OWN));
        }
        throw gates.invalidKey(
                name,
                "nobody could ever satisfy the gate '" + name + "': Slipway knows "
                        + String.join(", ", Standard.names())
                        + "; one of your own has 'environment', 'sql' and 'equals', or 'artifacts'");
    }

    private static Gate standard(
            YamlSection file, YamlSection gates, YamlSection entry, Standard standard, Surroundings surroundings) {
        String name = standard.text();
        entry.only(Set.of("valid"));
        if (!standard.section().isEmpty() && !file.has(standard.section())) {
            throw gates.invalidKey(
                    name,
                    "nobody could ever satisfy the gate '" + name + "': the file has no section '" + standard.section()
                            + "'");
        }
        if (!surroundings.looked().test(standard)) {
            throw gates.invalidKey(
                    name,
                    "nobody could ever satisfy the gate '" + name + "': this Slipway has nothing that looks at it");
        }
        return new Gate(name, new Gate.Known(standard), valid(entry, standard.valid()));
    }

    private static Duration valid(YamlSection entry, Duration otherwise) {
        return entry.has("valid") ? entry.parsed("valid", Lasting::parse, Lasting.FORM) : otherwise;
    }

    private static Gate.Query query(YamlSection entry, Surroundings surroundings) {
        entry.only(Set.of("environment", "sql", "equals", "valid"));
        String name = entry.text("environment");
        if (!surroundings.environment().test(name)) {
            throw entry.invalid(
                    "environment",
                    "nobody could ever satisfy this gate: the project has no environment '" + name + "'");
        }
        String sql = entry.text("sql").strip();
        if (!READS.matcher(sql).matches() || WRITES_FILE.matcher(sql).matches() || sql.length() > LONGEST_SQL) {
            throw entry.invalid("sql", "a gate only reads: begin with SELECT or WITH, in at most 4000 characters");
        }
        return new Gate.Query(name, sql, entry.text("equals"));
    }

    private static Gate.Artifacts artifacts(YamlSection entry) {
        entry.only(Set.of("artifacts", "pipeline", "valid"));
        String text = entry.text("artifacts");
        Gate.Rule rule = Arrays.stream(Gate.Rule.values())
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(() -> entry.invalid(
                        "artifacts",
                        "'" + text + "' is no rule for artifacts; known are "
                                + Arrays.stream(Gate.Rule.values())
                                        .map(Gate.Rule::text)
                                        .collect(Collectors.joining(", "))));
        return new Gate.Artifacts(entry.optionalText("pipeline").orElse("main"), rule);
    }

    /** Where the file asks for waivers, there must be two who give them; where it says nothing, one only means none. */
    private static List<Person> waivers(People people, List<Person> deciding, Optional<YamlSection> section) {
        Optional<YamlSection> naming = section.filter(gates -> gates.has(WAIVERS));
        if (naming.isEmpty()) {
            Set<Person> distinct = new LinkedHashSet<>(deciding);
            return distinct.size() < 2 ? List.of() : List.copyOf(distinct);
        }
        List<Person> waivers = people.named(naming.get(), WAIVERS);
        if (waivers.size() == 1) {
            throw naming.get()
                    .invalid(
                            WAIVERS,
                            "a waiver needs a second person, and '"
                                    + waivers.get(0).key()
                                    + "' is the only one who may give one: name two, or write 'waivers: []'");
        }
        return waivers;
    }

    /** For pages: {@code 7 days}, {@code 12 hours}. */
    public static String words(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes % (24 * 60) == 0) {
            return count(minutes / (24 * 60), "day");
        }
        return minutes % 60 == 0 ? count(minutes / 60, "hour") : count(minutes, "minute");
    }

    private static String count(long number, String unit) {
        return String.format(Locale.ROOT, "%d %s%s", number, unit, number == 1 ? "" : "s");
    }
}
