package io.slipway.rollout.people;

import io.slipway.release.yaml.YamlSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Those who take part in a rollout, by their key, in the file's order. */
public final class People {
    /** As accounts on the server are named. */
    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private static final Pattern EMAIL = Pattern.compile("[^@\\s,;<>\"]+@[^@\\s,;<>\"]+");
    private final Map<String, Person> people;

    private People(Map<String, Person> people) {
        this.people = people;
    }

    /** Reads the file's section {@code people}. */
    public static People read(YamlSection section) {
        Map<String, Person> people = new LinkedHashMap<>();
        Set<String> emails = new HashSet<>();
        for (String key : section.names()) {
            if (!KEY.matcher(key).matches()) {
                throw section.invalidKey(
                        key,
                        "'" + key + "' is no key for a person: small letters, digits, '.', '_' and '-',"
                                + " at most 63, a letter or digit first");
            }
            YamlSection entry = section.section(key).orElseThrow().only(Set.of("name", "email", "duties"));
            String email = entry.text("email").strip().toLowerCase(Locale.ROOT);
            if (!EMAIL.matcher(email).matches()) {
                throw entry.invalid("email", "'" + email + "' is no e-mail address");
            }
            if (!emails.add(email)) {
                throw entry.invalid(
                        "email",
                        "the address '" + email + "' stands twice: each person is named once, with all duties");
            }
            people.put(key, new Person(key, entry.text("name"), email, duties(entry)));
        }
        return new People(people);
    }

    private static Set<Duty> duties(YamlSection entry) {
        List<String> texts = entry.list("duties");
        Set<Duty> duties = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            Optional<Duty> duty = Duty.of(text);
            if (duty.isEmpty()) {
                throw entry.invalidEntry("duties", i, "'" + text + "' is no duty; known are " + Duty.known());
            }
            if (!duties.add(duty.get())) {
                throw entry.invalidEntry("duties", i, "the duty '" + text + "' stands twice");
            }
        }
        return duties;
    }

    public Optional<Person> find(String key) {
        return Optional.ofNullable(people.get(key));
    }

    public Collection<Person> all() {
        return people.values();
    }

    public List<Person> with(Duty duty) {
        return all().stream().filter(person -> person.duties().contains(duty)).toList();
    }

    /** Those that a list under some key names; each must be one of them, and named once. */
    public List<Person> named(YamlSection section, String key) {
        List<String> names = section.list(key);
        List<Person> named = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Person person = people.get(name);
            if (person == null) {
                throw section.invalidEntry(
                        key,
                        i,
                        "'" + name + "' is none of the people of this file; they are "
                                + String.join(", ", people.keySet()));
            }
            if (named.contains(person)) {
                throw section.invalidEntry(key, i, "'" + name + "' stands twice in '" + key + "'");
            }
            named.add(person);
        }
        return named;
    }

    /** The one that a key names. */
    public Person one(YamlSection section, String key) {
        String name = section.text(key);
        return find(name)
                .orElseThrow(() -> section.invalid(
                        key,
                        "'" + name + "' is none of the people of this file; they are "
                                + String.join(", ", people.keySet())));
    }
}
