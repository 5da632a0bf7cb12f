package io.slipway.server.golive;

import io.slipway.release.deploy.Targets;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.Standard;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.account.People;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.ServedRollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether what the team was to be given is there, as far as a server sees it: each environment answers, with the login
 * that deployments use, each person may see the project, and what people do by hand was shown. The repository is not
 * looked at; {@code slipway rollout verify} does that.
 */
public final class ProvisionedLook implements Collector {
    private static final String QUERY =
            "the connection to each environment, what each person of the file may see, and what was shown for manual steps";
    private final Projects projects;
    private final Targets targets;
    private final People people;
    private final ManualSteps manual;

    public ProvisionedLook(Projects projects, Targets targets, People people, ManualSteps manual) {
        this.projects = projects;
        this.targets = targets;
        this.people = people;
        this.manual = manual;
    }

    @Override
    public Standard gate() {
        return Standard.PROVISIONED;
    }

    @Override
    public Finding look(ServedRollout rollout) {
        ServedProject project = projects.named(rollout.project());
        List<String> faults = new ArrayList<>();
        for (Environment environment : project.project().environments().values()) {
            try (Target target = targets.open(project.project(), environment)) {
                target.history().after(0, 1);
            } catch (SlipwayException e) {
                faults.add("'" + environment.name() + "' does not answer ("
                        + e.code().code() + ")");
            }
        }
        project.project().environments().values().stream()
                .filter(Environment::isProtected)
                .filter(environment -> project.trustedKeys().isBlank())
                .forEach(environment ->
                        faults.add("'" + environment.name() + "' is protected, and no key is trusted to sign for it"));
        for (Person person : rollout.rollout().people().all()) {
            people.named(person.key())
                    .ifPresentOrElse(
                            account -> {
                                Caller caller = new Caller(account, people.grants(account.id()), Optional.empty());
                                if (!caller.may(Permission.VIEW, rollout.project())) {
                                    faults.add(person.name() + " may not see the project");
                                }
                            },
                            () -> faults.add(person.name() + " has no account '" + person.key() + "'"));
        }
        List<ManualSteps.Manual> steps = manual.of(rollout);
        steps.stream()
                .filter(step -> step.shown().isEmpty())
                .forEach(step -> faults.add("the step '" + step.wish().id() + "' waits for "
                        + step.wish().who().name()));
        return faults.isEmpty()
                ? new Finding(
                        true,
                        QUERY,
                        project.project().environments().size() + " environments answer, and "
                                + rollout.rollout().people().all().size() + " people may see the project"
                                + (steps.isEmpty() ? "" : "; shown by hand: " + shown(steps)))
                : new Finding(false, QUERY, String.join("; ", faults));
    }

    private static String shown(List<ManualSteps.Manual> steps) {
        return steps.stream()
                .map(step -> step.wish().id() + " ("
                        + step.shown().map(ManualSteps.Shown::by).orElse("") + ")")
                .collect(Collectors.joining(", "));
    }
}
