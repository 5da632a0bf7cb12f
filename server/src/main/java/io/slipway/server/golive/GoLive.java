package io.slipway.server.golive;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.golive.Due;
import io.slipway.rollout.golive.LiveState;
import io.slipway.rollout.golive.SwitchEvent;
import io.slipway.rollout.readiness.Readiness;
import io.slipway.server.access.Caller;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.notification.About;
import io.slipway.server.notification.Outbox;
import io.slipway.server.notification.Topic;
import io.slipway.server.project.Projects;
import io.slipway.server.readiness.ReadinessDesk;
import io.slipway.server.rollout.AgreedDate;
import io.slipway.server.rollout.NearDates;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.SupportRoutes;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The switch: at the first instant of the agreed day, in the team's zone, every gate is looked at again. All pass: the
 * real pipeline opens, support routes are set, everybody is told. One does not: it holds and says why.
 */
public final class GoLive {
    private static final Logger LOG = LoggerFactory.getLogger(GoLive.class);
    private static final String SELF = "slipway";
    private static final int LONGEST_REASON = 500;
    /** How long ago a day may have passed while no server ran, for that to be told when one runs again. */
    private static final int LONGEST_OUTAGE_DAYS = 31;

    private final Store store;
    private final Rollouts rollouts;
    private final Projects projects;
    private final SwitchBook book;
    private final ReadinessDesk readiness;
    private final Rehearsals rehearsals;
    private final AgreedDate dates;
    private final NearDates near;
    private final List<SupportRoutes> routes;
    private final DeploymentLists deployments;
    private final Outbox outbox;
    private final Clock clock;

    public GoLive(
            Store store,
            Rollouts rollouts,
            Projects projects,
            SwitchBook book,
            ReadinessDesk readiness,
            Rehearsals rehearsals,
            AgreedDate dates,
            NearDates near,
            List<SupportRoutes> routes,
            DeploymentLists deployments,
            Outbox outbox,
            Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.projects = projects;
        this.book = book;
        this.readiness = readiness;
        this.rehearsals = rehearsals;
        this.dates = dates;
        this.near = near;
        this.routes = List.copyOf(routes);
        this.deployments = deployments;
        this.outbox = outbox;
        this.clock = clock;
    }

    public LiveState state(ServedRollout rollout) {
        return book.of(rollout);
    }

    /** @param day to which everybody agreed */
    public record Outlook(LiveState state, Optional<LocalDate> day, Due due) {}

    public Outlook outlook(ServedRollout rollout) {
        LiveState state = book.of(rollout);
        Optional<LocalDate> day = dates.of(rollout);
        return new Outlook(state, day, due(rollout, state, day));
    }

    private Due due(ServedRollout rollout, LiveState state, Optional<LocalDate> day) {
        return Due.of(state, day, rollout.rollout().calendar().zone(), clock.instant());
    }

    /** Tries every switch whose time has come, and sees whether what is open has been proved. */
    public void sweep() {
        Set<String> open = book.in(LiveState.Word.OPEN);
        Set<String> live = book.in(LiveState.Word.LIVE);
        // in any time zone
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Set<String> due = near.between(today.minusDays(LONGEST_OUTAGE_DAYS), today.plusDays(1));
        if (open.isEmpty() && due.isEmpty()) {
            return;
        }
        for (ServedRollout rollout : rollouts.all()) {
            try {
                if (open.contains(rollout.team())) {
                    prove(rollout);
                } else if (due.contains(rollout.team()) && !live.contains(rollout.team())) {
                    look(rollout);
                }
            } catch (RuntimeException e) {
                // one team's trouble is none of another's; it is tried again with the next sweep
                LOG.warn("the switch of {} could not be tried: {}", rollout.team(), e.toString());
            }
        }
    }

    private void look(ServedRollout rollout) {
        Outlook outlook = outlook(rollout);
        if (outlook.due() == Due.NOW) {
            attempt(SELF, rollout, false);
        } else if (outlook.due() == Due.MISSED) {
            missed(rollout);
        } else if (outlook.day().isEmpty() && !outlook.state().open()) {
            open(rollout);
        }
    }

    /** A day that was proposed has begun, and not everybody said yes: those who wait for it are told that it holds. */
    private void open(ServedRollout rollout) {
        LocalDate today = LocalDate.ofInstant(
                clock.instant(), rollout.rollout().calendar().zone());
        if (near.open(rollout).filter(today::equals).isEmpty()) {
            return;
        }
        store.run(handle -> {
            SwitchBook.lock(handle, rollout.team());
            LiveState state = book.of(handle, rollout.team());
            boolean told =
                    state.holding().filter(held -> held.day().equals(today)).isPresent();
            if (!told
                    && !state.open()
                    && near.open(rollout).filter(today::equals).isPresent()) {
                hold(handle, SELF, rollout, today, "not everybody has said yes to this day; propose another");
            }
        });
    }

    /** Nobody tried on the day: nothing opens afterwards, and everybody is told that another day is needed. */
    private void missed(ServedRollout rollout) {
        store.run(handle -> {
            SwitchBook.lock(handle, rollout.team());
            Optional<LocalDate> day = dates.of(rollout);
            if (due(rollout, book.of(handle, rollout.team()), day) == Due.MISSED) {
                hold(handle, SELF, rollout, day.orElseThrow(), "the day passed while no server ran; propose another");
            }
        });
    }

    /** Looks at all gates again; on the day of the switch, when it held, that tries it once more. */
    public Readiness check(Caller caller, ServedRollout rollout) {
        Due due = outlook(rollout).due();
        if (due == Due.NOW || due == Due.WHEN_ASKED) {
            return attempt(caller.name(), rollout, true);
        }
        return readiness.check(caller.name(), rollout);
    }

    private Readiness attempt(String actor, ServedRollout rollout, boolean asked) {
        Readiness seen = readiness.check(actor, rollout);
        store.run(handle -> {
            SwitchBook.lock(handle, rollout.team());
            LiveState state = book.of(handle, rollout.team());
            Optional<LocalDate> day = dates.of(rollout);
            Due due = due(rollout, state, day);
            if (due == Due.NOW || asked && due == Due.WHEN_ASKED) {
                decide(handle, actor, rollout, day.orElseThrow(), seen);
            }
        });
        return seen;
    }

    private void decide(Handle handle, String actor, ServedRollout rollout, LocalDate day, Readiness seen) {
        // what comes after the switch is real, and must not be taken for a rehearsal's
        Optional<Rehearsals.Rehearsal> open = rehearsals.open(rollout);
        if (open.isPresent()) {
            String still = "rehearsal " + open.get().number() + " is still open; end it, clean up, and look again";
            hold(handle, actor, rollout, day, seen.ready() ? still : why(seen) + "; " + still);
        } else if (seen.ready()) {
            book.add(handle, rollout, actor, new SwitchEvent.Opened(day, clock.instant()));
            routes.forEach(route -> route.set(handle, rollout, true));
            tell(handle, Topic.GO_LIVE_OPENED, rollout, actor, "");
        } else {
            hold(handle, actor, rollout, day, why(seen));
        }
    }

    private void hold(Handle handle, String actor, ServedRollout rollout, LocalDate day, String why) {
        book.add(handle, rollout, actor, new SwitchEvent.Held(day, why, clock.instant()));
        tell(handle, Topic.GO_LIVE_HELD, rollout, actor, why);
    }

    private static String why(Readiness seen) {
        return seen.blocking().stream()
                .map(status -> status.gate().title() + ": "
                        + status.state().verdict().title().toLowerCase(Locale.ROOT) + ", "
                        + status.state().why())
                .collect(Collectors.joining("; "));
    }

    /**
     * Closes the real pipeline again.
     *
     * @throws SlipwayException {@code request-invalid} without a reason, {@code deployment-state} when it is not open
     */
    public void switchBack(Caller caller, ServedRollout rollout, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "Say why, in at most 500 characters: everybody is told.", "");
        }
        store.run(handle -> {
            SwitchBook.lock(handle, rollout.team());
            LiveState state = book.of(handle, rollout.team());
            if (!state.switched()) {
                throw SlipwayException.of(
                        ErrorCode.DEPLOYMENT_STATE,
                        state.open()
                                ? "The team was live before its rollout: there is no switch to take back."
                                : "The team is not live: there is nothing to switch back.",
                        state.open() ? "To stop deployments, set a freeze." : "");
            }
            book.add(
                    handle,
                    rollout,
                    caller.name(),
                    new SwitchEvent.Back(caller.name(), reason.strip(), clock.instant()));
            routes.forEach(route -> route.set(handle, rollout, false));
            tell(handle, Topic.GO_LIVE_SWITCHED_BACK, rollout, caller.name(), reason.strip());
        });
    }

    /** Live is a team whose first package since the switch has reached the second environment of its pipeline. */
    private void prove(ServedRollout rollout) {
        Optional<String> second = NextEnvironment.of(projects.named(rollout.project()));
        Optional<Instant> since = book.of(rollout).openSince();
        if (second.isEmpty() || since.isEmpty()) {
            return;
        }
        String next = second.get();
        Optional<String> version = deployments.firstPackageIn(rollout.project(), next, since.get());
        version.ifPresent(first -> store.run(handle -> {
            SwitchBook.lock(handle, rollout.team());
            if (book.of(handle, rollout.team()) instanceof LiveState.Open) {
                book.add(handle, rollout, SELF, new SwitchEvent.Proved(first, next, clock.instant()));
                tell(handle, Topic.LIVE, rollout, SELF, first + " reached " + next);
            }
        }));
    }

    private void tell(Handle handle, Topic topic, ServedRollout rollout, String actor, String reason) {
        outbox.write(handle, topic, new About(rollout.project(), "", 0, "", "", actor), actor, reason);
    }
}
