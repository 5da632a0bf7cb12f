package io.slipway.server.support;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.support.Agenda;
import io.slipway.rollout.support.BusinessHours;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.MeetingPlan;
import io.slipway.rollout.support.MeetingPlan.Meeting;
import io.slipway.rollout.support.Step;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tier;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.rollout.AgreedDate;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The meetings of the second and third tier: when, about what, and what was decided. */
public final class SupportMeetings {
    /** The event of a decision: its subject is the meeting's day, its detail the text, the case and the agenda. */
    public static final String DECIDED = "meeting-decided";

    private static final int LONGEST = 2000;
    private final Store store;
    private final Rollouts rollouts;
    private final RolloutLedger ledger;
    private final CaseDesk desk;
    private final CaseLedger cases;
    private final AgreedDate dates;
    private final Clock clock;

    SupportMeetings(
            Store store,
            Rollouts rollouts,
            RolloutLedger ledger,
            CaseDesk desk,
            CaseLedger cases,
            AgreedDate dates,
            Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.desk = desk;
        this.cases = cases;
        this.dates = dates;
        this.clock = clock;
    }

    /**
     * @param about number of the case that it is about; empty for none
     * @param agenda numbers of the cases that were open to the meeting then
     */
    public record Decision(
            LocalDate meeting, Instant at, String by, String text, Optional<Long> about, String agenda) {}

    /** The next one; empty where none is planned, and while no go-live is agreed. */
    public Optional<Meeting> next(ServedRollout rollout) {
        Optional<LocalDate> live = dates.of(rollout);
        return plan(rollout)
                .flatMap(plan -> live.flatMap(
                        day -> plan.next(day, rollout.rollout().calendar(), hours(rollout), clock.instant())));
    }

    /** For the calendar's feed: those of some days. */
    public List<Meeting> between(ServedRollout rollout, LocalDate first, LocalDate last) {
        return plan(rollout)
                .flatMap(plan -> dates.of(rollout)
                        .map(live -> plan.between(live, rollout.rollout().calendar(), hours(rollout), first, last)))
                .orElse(List.of());
    }

    /** What they talk about, as things stand now. */
    public List<Case> agenda(String project) {
        return Agenda.of(desk.open(project));
    }

    /** The newest first. */
    public List<Decision> decisions(String team) {
        return store.read(handle -> handle.createQuery("SELECT e.* FROM audit_event e JOIN rollout_event r"
                        + " ON r.sequence = e.sequence WHERE r.team = :team AND r.topic = 'support'"
                        + " AND e.action = :decided ORDER BY e.sequence DESC LIMIT 200")
                .bind("team", team)
                .bind("decided", DECIDED)
                .map(AuditLog.EVENT)
                .map(SupportMeetings::decision)
                .list());
    }

    /**
     * Writes down what was decided. It stands among the notes of the case that it is about, too.
     *
     * @param meeting its day; today by the second tier's clock if empty
     * @param about number of a case; empty for none
     * @throws SlipwayException {@code not-allowed}, {@code request-invalid}
     */
    public void decide(Caller caller, String project, Optional<LocalDate> meeting, String text, Optional<Long> about) {
        ServedRollout rollout = rollouts.of(project);
        Support support = CaseDesk.support(rollout);
        if (!mayDecide(caller, rollout, support)) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "Decisions are written down by those who meet: L2, L3 and the rollout's manager.",
                    "");
        }
        String decided = GivenText.needed(text, "decision", LONGEST);
        about.ifPresent(number -> desk.of(project, number));
        String agenda =
                agenda(project).stream().map(one -> Long.toString(one.number())).collect(Collectors.joining(","));
        Map<String, String> detail = new HashMap<>(Map.of("text", decided, "agenda", agenda));
        about.ifPresent(number -> detail.put("case", Long.toString(number)));
        String day = meeting.orElseGet(() -> LocalDate.ofInstant(
                        clock.instant(), support.tier(Tier.L2).terms().hours().zone()))
                .toString();
        store.run(handle -> {
            about.ifPresent(number -> note(handle, rollout, support, caller, number, day + ": " + decided));
            ledger.append(handle, rollout, Topic.SUPPORT, caller.name(), DECIDED, day, detail);
        });
    }

    private void note(
            Handle handle, ServedRollout rollout, Support support, Caller caller, long number, String decided) {
        CaseTable.locked(handle, number);
        Case now = cases.catchUp(handle, rollout, support, number, clock.instant());
        if (now.allowed().contains(CaseEvent.Kind.NOTED)) {
            cases.append(handle, rollout, number, caller.name(), Step.noted("Decided at the meeting of " + decided));
        }
    }

    /** Those who meet, and the manager. */
    public static boolean mayDecide(Caller caller, ServedRollout rollout, Support support) {
        return support.tier(Tier.L2).includes(caller.name())
                || support.tier(Tier.L3).includes(caller.name())
                || caller.may(Permission.ROLLOUT, rollout.project());
    }

    private static Optional<MeetingPlan> plan(ServedRollout rollout) {
        return rollout.rollout().support().flatMap(Support::meetings);
    }

    private static BusinessHours hours(ServedRollout rollout) {
        return CaseDesk.support(rollout).tier(Tier.L2).terms().hours();
    }

    private static Decision decision(AuditEvent event) {
        Map<String, String> detail = event.texts();
        return new Decision(
                LocalDate.parse(event.subject()),
                event.at(),
                event.actor(),
                detail.getOrDefault("text", ""),
                Optional.ofNullable(detail.get("case")).map(Long::parseLong),
                detail.getOrDefault("agenda", ""));
    }
}
