package io.slipway.server.access;

import io.slipway.server.account.Person;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is asking, with what they may do.
 *
 * @param token what a token narrows it to; empty for a session
 */
public record Caller(Person person, List<Grant> grants, Optional<TokenScope> token) {

    /**
     * @param id of the token
     * @param project empty for all that its person may reach
     */
    public record TokenScope(String id, Set<Permission> permissions, String project) {
        boolean includes(Permission permission, String inProject) {
            return permissions.contains(permission) && (project.isEmpty() || project.equals(inProject));
        }
    }

    /** Whether it is allowed on the server as a whole. */
    public boolean may(Permission permission) {
        return may(permission, "", "");
    }

    public boolean may(Permission permission, String project) {
        return may(permission, project, "");
    }

    public boolean may(Permission permission, String project, String environment) {
        return token.map(t -> t.includes(permission, project)).orElse(true)
                && grants.stream().anyMatch(grant -> grant.gives(permission, project, environment));
    }

    /** Whether it is allowed in some environment at least, so that a page shows what leads there. */
    public boolean mayAnywhere(Permission permission, String project) {
        return token.map(t -> t.includes(permission, project)).orElse(true)
                && grants.stream()
                        .anyMatch(
                                grant -> grant.reaches(project) && grant.role().allows(permission));
    }

    /** As the audit log and histories name them. */
    public String name() {
        return person.name();
    }
}
