package io.slipway.server.deployment;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.notification.Deciders;
import io.slipway.server.notification.Notice;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who must decide on a deployment: those whose approval counts, or who may close its review. Never who asked for it. */
public final class DecidingPeople implements Deciders {
    private final People people;
    private final Projects projects;
    private final ApprovalPolicies policies;

    public DecidingPeople(People people, Projects projects, ApprovalPolicies policies) {
        this.people = people;
        this.projects = projects;
        this.policies = policies;
    }

    @Override
    public List<String> addresses(Notice notice) {
        return switch (notice.topic()) {
            case WAITING_FOR_APPROVAL -> mails(notice, approvers(notice));
            case EMERGENCY, REVIEW_DUE -> mails(notice, caller -> may(caller, notice));
            default -> List.of();
        };
    }

    private Predicate<Caller> approvers(Notice notice) {
        ServedProject project = projects.named(notice.about().project());
        return Optional.ofNullable(
                        project.project().environments().get(notice.about().environment()))
                .map(environment -> policies.of(project, environment))
                .<Predicate<Caller>>map(policy -> caller -> may(caller, notice)
                        && ApprovalPolicies.hasRole(
                                caller.grants(), project.name(), notice.about().environment(), policy.roles()))
                // taken out of the definition meanwhile: nobody can approve it
                .orElse(caller -> false);
    }

    private static boolean may(Caller caller, Notice notice) {
        return caller.may(
                Permission.APPROVE, notice.about().project(), notice.about().environment());
    }

    private List<String> mails(Notice notice, Predicate<Caller> decides) {
        return people.all().stream()
                .filter(person -> person.active()
                        && person.email().isPresent()
                        && !person.name().equals(notice.about().requestedBy()))
                .map(person -> new Caller(person, people.grants(person.id()), Optional.empty()))
                .filter(decides)
                .map(Caller::person)
                .map(Person::email)
                .flatMap(Optional::stream)
                .toList();
    }
}
