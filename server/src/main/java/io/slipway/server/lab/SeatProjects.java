package io.slipway.server.lab;

import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Tokens;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.store.Store;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The projects that seats are on this server, which come and go. The audit log keeps telling of them. */
final class SeatProjects {
    private final Store store;
    private final Projects projects;
    private final People people;
    private final Tokens tokens;
    private final ArtifactShelf shelf;

    SeatProjects(Store store, Projects projects, People people, Tokens tokens, ArtifactShelf shelf) {
        this.store = store;
        this.projects = projects;
        this.people = people;
        this.tokens = tokens;
        this.shelf = shelf;
    }

    /** A project without artifacts and deployments, in which the seat's person is the team's lead. */
    ServedProject anew(String by, Seat seat, String definition) {
        store.run(handle -> {
            if (exists(handle, seat.project())) {
                empty(handle, seat.project());
            }
            keep(handle, by, seat, definition);
            people.grant(handle, by, seat.person(), new Grant(Role.TEAM_LEAD, seat.project(), ""));
        });
        return projects.named(seat.project());
    }

    /** As it is, with this definition: the server for seats may listen elsewhere since it was made. */
    ServedProject current(Seat seat, String definition) {
        ServedProject project = projects.named(seat.project());
        if (project.definition().equals(definition)) {
            return project;
        }
        store.run(handle -> keep(handle, "slipway", seat, definition));
        return projects.named(seat.project());
    }

    private void keep(Handle handle, String by, Seat seat, String definition) {
        projects.keep(handle, by, "Seat of " + seat.person().fullName() + " in lab " + seat.lab(), definition);
    }

    private static boolean exists(Handle handle, String project) {
        return handle.createQuery("SELECT 1 FROM project WHERE name = :name")
                .bind("name", project)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private void empty(Handle handle, String project) {
        DeploymentTable.of(handle, project).forEach(deployment -> DeploymentTable.forget(handle, deployment));
        List<String> versions = handle.createQuery("SELECT version FROM artifact WHERE project = :project")
                .bind("project", project)
                .mapTo(String.class)
                .list();
        shelf.forget(handle, project, versions);
        handle.createUpdate("DELETE FROM environment_state WHERE project = :project")
                .bind("project", project)
                .execute();
    }

    boolean isThere(Seat seat) {
        return store.read(handle -> exists(handle, seat.project()));
    }

    void forget(String by, Seat seat) {
        store.run(handle -> {
            if (exists(handle, seat.project())) {
                empty(handle, seat.project());
                tokens.revokeAll(handle, by, seat.project());
                projects.forget(handle, by, seat.project());
            }
        });
    }
}
