package io.slipway.server.support;

import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.rollout.AgreedDate;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.store.Store;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/** Support, put together: the parts that share one ledger of cases. */
public final class SupportDesk {
    private final Store store;
    private final CaseDesk cases;
    private final Proof proof;
    private final SupportMeetings meetings;
    private final MailCases mail;
    private final CaseWatch watch;
    private final DeploymentCases failed;
    private final RemoteCases remotes;
    private final TrackerRun trackers;
    private final TrackerHooks hooks;
    private final CaseRoutes routes;
    private final Clock clock;

    public SupportDesk(
            Store store,
            Rollouts rollouts,
            RolloutLedger events,
            CaseNews news,
            CaseTable table,
            RemoteCases remotes,
            DeploymentTable deployments,
            Trackers trackers,
            AgreedDate dates,
            TeamQuestion question,
            Optional<URI> server,
            Clock clock) {
        CaseLedger ledger = new CaseLedger(events, news, remotes);
        this.store = store;
        this.remotes = remotes;
        this.clock = clock;
        this.proof = new Proof(store, rollouts, events, ledger);
        this.cases = new CaseDesk(store, rollouts, ledger, table, proof, clock);
        this.meetings = new SupportMeetings(store, rollouts, events, cases, ledger, dates, clock);
        this.mail = new MailCases(store, rollouts, ledger, table, question, clock);
        this.watch = new CaseWatch(store, rollouts, ledger, table, clock);
        this.routes = new CaseRoutes(store, events);
        this.failed = new DeploymentCases(store, rollouts, ledger, deployments, routes, clock);
        this.hooks = new TrackerHooks(rollouts, remotes, trackers);
        this.trackers =
                new TrackerRun(store, rollouts, ledger, table, remotes, trackers, new RemoteText(server), clock);
    }

    public CaseDesk cases() {
        return cases;
    }

    public Proof proof() {
        return proof;
    }

    public SupportMeetings meetings() {
        return meetings;
    }

    public MailCases mail() {
        return mail;
    }

    public TrackerHooks hooks() {
        return hooks;
    }

    public CaseRoutes routes() {
        return routes;
    }

    /**
     * What runs by itself.
     *
     * @param invitations to meetings
     */
    public SupportJobs jobs(String node, SupportJobs.Pace pace, Runnable invitations) {
        return new SupportJobs(store, watch, failed, invitations, remotes, trackers, node, pace, clock);
    }

    TrackerRun trackers() {
        return trackers;
    }

    CaseWatch watch() {
        return watch;
    }
}
