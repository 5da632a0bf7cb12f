package io.slipway.server.access;

import java.util.regex.Pattern;

/**
 * A role that a person has.
 *
 * @param project its name; empty for every project
 * @param environment its name; empty for every environment
 */
public record Grant(Role role, String project, String environment) {
    /** A seat of a lab is a project of its own: a role in every project is none there. */
    private static final Pattern SEAT = Pattern.compile("seat-[0-9a-f]{8}");

    /** Whether it is a role in that project at all. */
    public boolean reaches(String inProject) {
        return project.equals(inProject)
                || project.isEmpty() && !SEAT.matcher(inProject).matches();
    }

    /** @param where environment asked about; empty when the project as a whole is meant */
    boolean gives(Permission permission, String inProject, String where) {
        // Whoever has a role in one environment sees the project, but can do no more outside of it.
        boolean samePlace = environment.isEmpty() || environment.equals(where) || permission == Permission.VIEW;
        return reaches(inProject) && samePlace && role.allows(permission);
    }
}
