package io.slipway.server.lab;

import io.slipway.release.deploy.Targets;
import io.slipway.server.account.People;
import io.slipway.server.account.Tokens;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.secret.Secrets;
import io.slipway.server.training.TrainingBook;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** The parts of labs, put together. */
public final class Labs {
    private final LabDesk desk;
    private final SeatDesk seats;
    private final LabJobs jobs;
    private final SeatTurns turns;
    private final SeatMaking making;

    public Labs(
            Store store,
            LabSettings settings,
            LabServer server,
            LabTasks tasks,
            Projects projects,
            People people,
            Tokens tokens,
            Secrets secrets,
            ArtifactShelf shelf,
            Targets targets,
            Rollouts rollouts,
            TrainingBook book,
            AuditLog audit,
            ScheduledExecutorService ticker,
            Clock clock) {
        LabTable table = new LabTable(store);
        SeatFiles files = new SeatFiles(store);
        Path folder = settings.folder().resolve("seats");
        SeatProjects seatProjects = new SeatProjects(store, projects, people, tokens, shelf);
        Starts starts = new Starts(server, settings.folder().resolve("starts"));
        LabResults results = new LabResults(store, rollouts, book, clock);
        SeatRoom room = new SeatRoom(server, tasks, starts, seatProjects, files, shelf, secrets, folder, clock);
        LabClearing clearing = new LabClearing(table, room, results, clock);
        SeatWork work = new SeatWork(server, room, files, shelf, targets, folder, clock);
        this.turns = new SeatTurns(server, settings, ticker);
        this.making = new SeatMaking(store, clock);
        this.desk = new LabDesk(store, table, tasks, results, rollouts, book, people, room, clearing, audit, clock);
        this.seats = new SeatDesk(store, table, tasks, results, room, work, turns, making, files, tokens, clock);
        this.jobs = new LabJobs(table, server, room, clearing, ticker, clock);
    }

    public LabDesk desk() {
        return desk;
    }

    public SeatDesk seats() {
        return seats;
    }

    /** What makes seats in the background, until it is closed. */
    public SeatMaking making() {
        return making;
    }

    public LabJobs jobs() {
        return jobs;
    }

    /** Whoever runs strangers' scripts takes turns with seats. */
    public SeatTurns turns() {
        return turns;
    }
}
