package io.slipway.rollout.provision;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.Reports;
import io.slipway.rollout.people.Duty;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.provision.Console.Account;
import io.slipway.rollout.provision.Console.Entry;
import io.slipway.rollout.provision.Provision.ConsoleWish;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The people of a team on the server: accounts, roles, and who else has a role in the project. */
final class PeopleStep implements Step {
    private static final String BY_HAND = "make a set-up link on the console's page People, or by POST"
            + " /api/people/NAME/setup-link, and hand it over";

    private final Definition definition;
    private final ConsoleWish wish;
    private final Console console;
    private final Set<String> takenBack;

    /** @param takenBack accounts whose roles in the project are to be taken away, though the file knows nothing of them */
    PeopleStep(Definition definition, ConsoleWish wish, Console console, Set<String> takenBack) {
        this.definition = definition;
        this.wish = wish;
        this.console = console;
        this.takenBack = takenBack;
    }

    /** The role that a duty brings for the team's project. */
    static String role(Duty duty) {
        return switch (duty) {
            case DEVELOPER -> "developer";
            case TEAM_LEAD -> "team-lead";
            case DBA, DEVOPS -> "dba";
            case RELEASE_MANAGER -> "release-manager";
            case ROLLOUT_MANAGER -> "rollout-manager";
            case TRAINER, VENDOR, STAKEHOLDER -> "viewer";
        };
    }

    private static Set<String> roles(Person person) {
        Set<String> roles = new TreeSet<>();
        person.duties().forEach(duty -> roles.add(role(duty)));
        if (roles.isEmpty()) {
            roles.add("viewer");
        }
        return roles;
    }

    private String project() {
        return definition.project();
    }

    @Override
    public String id() {
        return StepNames.PEOPLE;
    }

    @Override
    public String title() {
        return "Invite the people, and give them their roles";
    }

    @Override
    public List<String> needs() {
        return List.of(StepNames.PROJECT);
    }

    @Override
    public Look look() {
        List<String> missing = new ArrayList<>();
        List<String> locked = new ArrayList<>();
        List<String> linked = new ArrayList<>();
        List<String> outside = new ArrayList<>();
        int there = 0;
        Map<String, Account> accounts = accounts();
        for (Person person : definition.people().all()) {
            Optional<Account> account = Optional.ofNullable(accounts.get(person.key()));
            if (account.isEmpty()) {
                missing.add("no account " + person.key());
                continue;
            }
            if (!account.get().email().isEmpty() && !account.get().email().equalsIgnoreCase(person.email())) {
                return new Look.Foreign(
                        "The account '" + person.key() + "' is that of "
                                + account.get().fullName() + " <"
                                + account.get().email() + ">, not of " + person.email() + ".",
                        "Give " + person.name() + " another key in the rollout file, or mend the e-mail address.");
            }
            there++;
            if (!account.get().active()) {
                locked.add(person.key());
            } else {
                switch (account.get().entry()) {
                    case MAIL -> missing.add(person.key() + " has no password, and no set-up link to choose one");
                    case LINK -> linked.add(person.key());
                    case BY_HAND -> outside.add(person.key());
                    case READY -> {}
                }
            }
            Set<String> wanted = roles(person);
            wanted.stream()
                    .filter(role -> !account.get().roles().contains(role))
                    .forEach(role -> missing.add(person.key() + " is not " + role));
            account.get().own().stream()
                    .filter(role -> !wanted.contains(role))
                    .sorted()
                    .forEach(role -> missing.add(person.key() + " is " + role + " and should not be"));
            within(account.get())
                    .forEach(role -> missing.add(person.key() + " is " + role + " alone and should not be"));
        }
        List<String> open = new ArrayList<>();
        if (!locked.isEmpty()) {
            open.add(lockedOut(locked));
        }
        for (Account stranger : strangers(accounts)) {
            if (takenBack.contains(stranger.name())) {
                missing.add(member(stranger) + " and is taken out");
            } else {
                open.add(unknown(stranger));
            }
        }
        if (missing.isEmpty()) {
            return open.isEmpty()
                    ? new Look.AsWished(entries(linked, outside, accounts))
                    : new Look.Waits("for whoever looks after the accounts: " + String.join("; ", open), true);
        }
        missing.addAll(open);
        return there == 0 && open.isEmpty()
                ? new Look.Absent()
                : new Look.Differs(String.join("; ", missing), List.of());
    }

    private static String lockedOut(List<String> names) {
        return String.join(", ", names) + (names.size() == 1 ? " is" : " are")
                + " locked out on the server. Let them in again on the page People, or take them out of the"
                + " rollout file";
    }

    /** Who cannot sign in yet, and what to do about it. */
    private String entries(List<String> linked, List<String> outside, Map<String, Account> accounts) {
        List<String> sentences = new ArrayList<>();
        if (!linked.isEmpty()) {
            sentences.add("a set-up link waits for " + String.join(", ", linked));
        }
        if (!outside.isEmpty()) {
            sentences.add(String.join(", ", outside) + " cannot sign in yet: " + BY_HAND);
        }
        registrar(accounts).ifPresent(sentences::add);
        return String.join("; ", sentences);
    }

    /** Whoever registers a project has a role in it from then on, which nobody gave them in so many words. */
    private Optional<String> registrar(Map<String, Account> accounts) {
        return Optional.ofNullable(accounts.get(console.owner()))
                .filter(Account::isMember)
                .filter(owner -> definition.people().find(owner.name()).isEmpty())
                .map(owner -> "the token's owner, " + member(owner) + ", as whoever registers a project is");
    }

    /**
     * Who has a role in this project alone, and neither the file nor a rehearsal knows of. The token's owner is none:
     * whoever registers a project has a role in it from then on.
     */
    private List<Account> strangers(Map<String, Account> accounts) {
        Set<String> known = new TreeSet<>(wish.others());
        known.add(console.owner());
        definition.people().all().forEach(person -> known.add(person.key()));
        takenBack.forEach(name -> checkTakenBack(name, known, accounts));
        List<Account> strangers = accounts.values().stream()
                .filter(Account::isMember)
                .filter(account -> !known.contains(account.name()))
                .sorted(Comparator.comparing(Account::name))
                .toList();
        Set<String> rehearsed = strangers.isEmpty() ? Set.of() : console.rehearsed(project());
        return strangers.stream()
                .filter(account -> !rehearsed.contains(account.name()))
                .toList();
    }

    /** Nobody whom the file names, and not oneself: the one would come back, the other could not go on. */
    private static void checkTakenBack(String name, Set<String> known, Map<String, Account> accounts) {
        if (known.contains(name)) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    "'" + name + "' is named in the rollout file, or owns the token.",
                    "Take the name out of the file instead, or use the token of somebody else.");
        }
        if (!accounts.containsKey(name)) {
            throw SlipwayException.of(ErrorCode.USAGE, "The server has no account '" + name + "'.", "");
        }
    }

    private static String member(Account account) {
        List<String> roles = new ArrayList<>(account.own().stream().sorted().toList());
        roles.addAll(within(account));
        return account.name() + " (" + account.fullName() + ") is " + String.join(", ", roles);
    }

    /** Roles in single environments, which no duty brings: somebody gave them by hand. */
    private static List<String> within(Account account) {
        return account.within().stream()
                .map(within -> within.role() + " in " + within.environment())
                .sorted()
                .toList();
    }

    private String unknown(Account account) {
        return member(account) + " in " + project()
                + ", and is not in the rollout file. Write them under 'people', name"
                + " the account under 'others' of 'console', or take its roles away: slipway rollout apply "
                + definition.team() + " --take-back " + account.name();
    }

    private Map<String, Account> accounts() {
        return console.accounts(project()).stream().collect(Collectors.toMap(Account::name, Function.identity()));
    }

    @Override
    public void apply(Look found) {
        Map<String, Account> accounts = accounts();
        for (Person person : definition.people().all()) {
            Set<String> wanted = roles(person);
            Optional<Account> account = Optional.ofNullable(accounts.get(person.key()));
            if (account.isEmpty()) {
                console.invite(person.key(), person.name(), person.email(), wanted, project());
                continue;
            }
            wanted.stream()
                    .filter(role -> !account.get().roles().contains(role))
                    .forEach(role -> console.grant(person.key(), role, project()));
            account.get().own().stream()
                    .filter(role -> !wanted.contains(role))
                    .forEach(role -> console.revoke(person.key(), role, project()));
            account.get().within().forEach(within -> console.revoke(person.key(), within, project()));
        }
        strangers(accounts).stream()
                .filter(account -> takenBack.contains(account.name()))
                .forEach(this::takeBack);
        // looked up anew: a run that was killed before it came here leaves accounts without a link
        Map<String, Account> made = accounts();
        for (Person person : definition.people().all()) {
            Optional.ofNullable(made.get(person.key()))
                    .filter(account -> account.active() && account.entry() == Entry.MAIL)
                    .ifPresent(account -> console.mailLink(person.key()));
        }
    }

    private void takeBack(Account account) {
        account.own().forEach(role -> console.revoke(account.name(), role, project()));
        account.within().forEach(within -> console.revoke(account.name(), within, project()));
    }

    @Override
    public String undo() {
        Map<String, Account> accounts = accounts();
        for (Person person : definition.people().all()) {
            Optional.ofNullable(accounts.get(person.key())).ifPresent(this::takeBack);
        }
        return "";
    }

    @Override
    public List<String> commands() {
        List<String> commands = new ArrayList<>();
        for (Person person : definition.people().all()) {
            commands.add(invite(person));
            roles(person).stream()
                    .sorted()
                    .map(role ->
                            post("/api/people/" + person.key() + "/roles", Map.of("role", role, "project", project())))
                    .forEach(commands::add);
        }
        return commands;
    }

    /** Whoever has an account already, from another team, keeps it; a new one is mailed a set-up link. */
    private String invite(Person person) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", person.key());
        body.put("fullName", person.name());
        body.put("email", person.email());
        body.put("roles", List.of());
        return read("/api/people") + " \\\n  | grep -F " + Shell.word("\"name\":\"" + person.key() + "\"")
                + " > /dev/null || {\n"
                + post("/api/people", body)
                + "\n{\n"
                + post("/api/people/" + person.key() + "/setup-link", Map.of("by", "mail"))
                + "\n} || echo " + Shell.word(person.key() + " cannot sign in yet: " + BY_HAND + ".") + "\n}";
    }

    private String post(String path, Object body) {
        return Shell.given(ConsoleSteps.curl(wish, "POST", path), Reports.text(body));
    }

    private String read(String path) {
        return "curl --fail-with-body -sS -H @<(printf 'Authorization: Bearer %s' " + Shell.secret(wish.token()) + ") "
                + Shell.word(wish.url() + path);
    }
}
