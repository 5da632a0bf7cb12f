package io.slipway.server.access;

/**
 * A role that a person has.
 *
 * @param project its name; empty for every project
 * @param environment its name; empty for every environment
 */
public record Grant(Role role, String project, String environment) {

    /** @param where environment asked about; empty when the project as a whole is meant */
    boolean gives(Permission permission, String inProject, String where) {
        boolean sameProject = project.isEmpty() || project.equals(inProject);
        // Whoever has a role in one environment sees the project, but can do no more outside of it.
        boolean samePlace = environment.isEmpty() || environment.equals(where) || permission == Permission.VIEW;
        return sameProject && samePlace && role.allows(permission);
    }
}
