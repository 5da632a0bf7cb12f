package io.slipway.server.api;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.SetUpLinks;
import io.slipway.server.account.Tokens;
import io.slipway.server.request.RequestFilter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** People, their roles, and one's own tokens. */
@RestController
@RequestMapping("/api")
@Tag(name = "people")
final class PeopleApi {
    private final People people;
    private final Tokens tokens;
    private final SetUpLinks links;

    PeopleApi(People people, Tokens tokens, SetUpLinks links) {
        this.people = people;
        this.tokens = tokens;
        this.links = links;
    }

    /** @param role such as {@code team-lead}; {@code project} and {@code environment} are left out for all */
    record GrantView(String role, Optional<String> project, Optional<String> environment) {
        static GrantView of(Grant grant) {
            return new GrantView(
                    grant.role().text(),
                    Optional.of(grant.project()).filter(p -> !p.isEmpty()),
                    Optional.of(grant.environment()).filter(e -> !e.isEmpty()));
        }

        Grant grant() {
            Role known = Arrays.stream(Role.values())
                    .filter(r -> r.text().equals(role))
                    .findFirst()
                    .orElseThrow(() -> SlipwayException.of(
                            ErrorCode.REQUEST_INVALID,
                            "There is no such role.",
                            "Roles are "
                                    + Arrays.stream(Role.values())
                                            .map(Role::text)
                                            .collect(Collectors.joining(", "))
                                    + "."));
            return new Grant(known, project.orElse(""), environment.orElse(""));
        }
    }

    /**
     * @param signIn {@code ready} with a password or after single sign-on, {@code link} with a set-up link that is
     *     good, {@code ended} with one that is good no more, {@code none} without any
     */
    record PersonView(
            String name,
            String fullName,
            Optional<String> email,
            boolean active,
            String signIn,
            List<GrantView> roles) {}

    /** @param linksByMail whether the server can send set-up links */
    record PersonList(List<PersonView> people, boolean linksByMail) {}

    /** @param by {@code mail}, {@code answer}, or left out for a mail where one can be sent, else the answer */
    record WantedLink(Optional<String> by) {
        SetUpLinks.Way way() {
            return switch (by.orElse("")) {
                case "" -> SetUpLinks.Way.EITHER;
                case "mail" -> SetUpLinks.Way.MAIL;
                case "answer" -> SetUpLinks.Way.SHOWN;
                default ->
                    throw SlipwayException.of(
                            ErrorCode.REQUEST_INVALID,
                            "A set-up link comes by mail, or by answer.",
                            "Leave it out for a mail where one can be sent, else the answer.");
            };
        }
    }

    /**
     * @param mailedTo address that it was sent to
     * @param link only where it was not mailed; it is in no other answer
     */
    record SetUpLinkView(String name, Instant ends, Optional<String> mailedTo, Optional<String> link) {
        @Override
        public String toString() {
            return name;
        }
    }

    record NewPersonBody(
            String name, String fullName, Optional<String> email, Optional<String> password, List<GrantView> roles) {
        @Override
        public String toString() {
            return name;
        }
    }

    record NewToken(String name, List<String> permissions, Optional<String> project, Optional<Integer> days) {}

    record TokenList(List<Tokens.Token> tokens) {}

    @GetMapping("/me")
    @Open(Open.To.SIGNED_IN)
    @Operation(summary = "Tells who is asking")
    PersonView me(Caller caller) {
        return view(caller.person());
    }

    @GetMapping("/me/tokens")
    @Open(Open.To.SIGNED_IN)
    @Operation(summary = "Lists one's own tokens")
    TokenList myTokens(Caller caller) {
        return new TokenList(tokens.of(caller.person()));
    }

    /** The answer holds the secret, once. */
    @PostMapping("/me/tokens")
    @Open(Open.To.SIGNED_IN)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Makes a token; the answer holds its secret, once")
    Tokens.Made makeToken(Caller caller, HttpServletRequest request, @RequestBody NewToken body) {
        RequestFilter.answerHoldsSecret(request);
        return tokens.make(
                caller,
                body.name(),
                body.permissions().stream().map(PeopleApi::permission).collect(Collectors.toSet()),
                body.project().orElse(""),
                Duration.ofDays(body.days().orElse(90)));
    }

    @DeleteMapping("/me/tokens/{id}")
    @Open(Open.To.SIGNED_IN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revokes one of one's own tokens")
    void revokeToken(Caller caller, @PathVariable String id) {
        tokens.revoke(caller, id);
    }

    @GetMapping("/people")
    @Requires(Permission.PEOPLE)
    @Operation(summary = "Lists people and their roles")
    PersonList list() {
        Map<String, SetUpLinks.Entry> entries = links.entries();
        return new PersonList(
                people.all().stream().map(person -> view(person, entries)).toList(), links.mails());
    }

    @PostMapping("/people")
    @Requires(Permission.PEOPLE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Adds a person")
    PersonView add(Caller caller, @RequestBody NewPersonBody body) {
        return view(people.add(
                caller.name(),
                new People.NewPerson(body.name(), body.fullName(), body.email(), body.password()),
                body.roles().stream().map(GrantView::grant).toList()));
    }

    @PostMapping("/people/{name}/roles")
    @Requires(Permission.PEOPLE)
    @Operation(summary = "Gives a person a role")
    PersonView grant(Caller caller, @PathVariable String name, @RequestBody GrantView body) {
        Person person = find(name);
        people.grant(caller.name(), person, body.grant());
        return view(person);
    }

    @DeleteMapping("/people/{name}/roles")
    @Requires(Permission.PEOPLE)
    @Operation(summary = "Takes a role from a person")
    PersonView revoke(Caller caller, @PathVariable String name, @RequestBody GrantView body) {
        Person person = find(name);
        people.revoke(caller.name(), person, body.grant());
        return view(person);
    }

    /** The answer holds the link, once, unless it goes by mail. */
    @PostMapping("/people/{name}/setup-link")
    @Requires(Permission.PEOPLE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Makes a one-time link by which a person chooses a password; older ones are void")
    SetUpLinkView setUpLink(
            Caller caller, HttpServletRequest request, @PathVariable String name, @RequestBody WantedLink body) {
        RequestFilter.answerHoldsSecret(request);
        SetUpLinks.Made made = links.make(
                caller,
                find(name),
                body.way(),
                ServletUriComponentsBuilder.fromCurrentContextPath().build().toUri());
        return new SetUpLinkView(made.person().name(), made.ends(), made.mailedTo(), made.link());
    }

    private Person find(String name) {
        return people.named(name)
                .orElseThrow(
                        () -> SlipwayException.of(ErrorCode.NOT_FOUND, "There is nobody called '" + name + "'.", ""));
    }

    private PersonView view(Person person) {
        return view(person, links.entries());
    }

    private PersonView view(Person person, Map<String, SetUpLinks.Entry> entries) {
        return new PersonView(
                person.name(),
                person.fullName(),
                person.email(),
                person.active(),
                entries.getOrDefault(person.id(), SetUpLinks.Entry.NONE).text(),
                people.grants(person.id()).stream().map(GrantView::of).toList());
    }

    private static Permission permission(String text) {
        return Arrays.stream(Permission.values())
                .filter(p -> p.text().equals(text))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.REQUEST_INVALID,
                        "There is no such permission.",
                        "Permissions are "
                                + Arrays.stream(Permission.values())
                                        .map(Permission::text)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
