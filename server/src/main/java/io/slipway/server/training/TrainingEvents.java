package io.slipway.server.training;

import io.slipway.rollout.training.Plan;
import io.slipway.rollout.training.TrainingEvent;
import io.slipway.rollout.training.TrainingEvent.Answered;
import io.slipway.rollout.training.TrainingEvent.Asked;
import io.slipway.rollout.training.TrainingEvent.Attended;
import io.slipway.rollout.training.TrainingEvent.Cancelled;
import io.slipway.rollout.training.TrainingEvent.CaseOpened;
import io.slipway.rollout.training.TrainingEvent.GuideNamed;
import io.slipway.rollout.training.TrainingEvent.LabDone;
import io.slipway.rollout.training.TrainingEvent.Linked;
import io.slipway.rollout.training.TrainingEvent.Moved;
import io.slipway.rollout.training.TrainingEvent.Scheduled;
import io.slipway.rollout.training.TrainingKind;
import io.slipway.server.audit.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What happens to sessions, as events of the audit log, there and back. The subject is the session's number. */
final class TrainingEvents {
    private static final String SCHEDULED = "training-scheduled";
    private static final String MOVED = "training-moved";
    private static final String LINKED = "training-linked";
    private static final String CANCELLED = "training-cancelled";
    private static final String ANSWERED = "training-answered";
    private static final String REPLIED = "training-reply";
    private static final String ATTENDED = "training-attended";
    private static final String ASKED = "training-question-asked";
    private static final String CASE = "training-question-case";
    private static final String GUIDE = "training-question-guide";
    private static final String LAB = "training-lab";

    private TrainingEvents() {}

    /** What the audit log is told. */
    record Entry(String action, String actor, Map<String, String> detail) {}

    static List<TrainingEvent> of(List<AuditEvent> events) {
        return events.stream().flatMap(TrainingEvents::of).toList();
    }

    private static Stream<TrainingEvent> of(AuditEvent event) {
        Map<String, String> detail = event.texts();
        long session = Long.parseLong(event.subject());
        String by = event.actor();
        Instant at = event.at();
        return switch (event.action()) {
            case SCHEDULED ->
                TrainingKind.of(text(detail, "kind")).stream()
                        .map(kind -> new Scheduled(session, plan(kind, detail), by, at));
            case MOVED ->
                Stream.of(new Moved(session, number(detail, "sequence"), Instant.parse(text(detail, "from")), by, at));
            case LINKED -> Stream.of(new Linked(session, text(detail, "link"), by, at));
            case CANCELLED ->
                Stream.of(
                        new Cancelled(session, number(detail, "sequence"), detail.getOrDefault("reason", ""), by, at));
            case ANSWERED -> Stream.of(answer(session, detail, false, by, at));
            // Whoever wrote the mail is not known: its person stands in the detail.
            case REPLIED -> Stream.of(answer(session, detail, true, text(detail, "person"), at));
            case ATTENDED -> Stream.of(new Attended(session, Set.copyOf(listed(detail, "present")), by, at));
            case ASKED -> Stream.of(new Asked(session, text(detail, "text"), text(detail, "asker"), by, at));
            case CASE ->
                Stream.of(new CaseOpened(
                        session, number(detail, "question"), Long.parseLong(text(detail, "case")), by, at));
            case GUIDE -> Stream.of(new GuideNamed(session, number(detail, "question"), text(detail, "link"), by, at));
            case LAB ->
                Stream.of(new LabDone(
                        session,
                        text(detail, "lab"),
                        text(detail, "passed").equals("yes"),
                        text(detail, "person"),
                        at));
            default -> Stream.empty();
        };
    }

    static Entry entry(TrainingEvent event) {
        Map<String, String> detail = new TreeMap<>();
        if (event instanceof Scheduled scheduled) {
            tell(detail, scheduled.plan());
            return new Entry(SCHEDULED, event.by(), detail);
        }
        if (event instanceof Moved moved) {
            detail.put("sequence", Integer.toString(moved.sequence()));
            detail.put("from", moved.from().toString());
            return new Entry(MOVED, event.by(), detail);
        }
        if (event instanceof Linked linked) {
            detail.put("link", linked.link());
            return new Entry(LINKED, event.by(), detail);
        }
        if (event instanceof Cancelled cancelled) {
            detail.put("sequence", Integer.toString(cancelled.sequence()));
            detail.put("reason", cancelled.reason());
            return new Entry(CANCELLED, event.by(), detail);
        }
        if (event instanceof Answered answer) {
            detail.put("sequence", Integer.toString(answer.sequence()));
            detail.put("answer", answer.yes() ? "yes" : "no");
            if (answer.mail()) {
                detail.put("person", answer.by());
            }
            return new Entry(answer.mail() ? REPLIED : ANSWERED, answer.mail() ? "slipway" : event.by(), detail);
        }
        if (event instanceof Attended attended) {
            detail.put("present", String.join(",", new TreeSet<>(attended.present())));
            return new Entry(ATTENDED, event.by(), detail);
        }
        if (event instanceof Asked asked) {
            detail.put("text", asked.text());
            detail.put("asker", asked.asker());
            return new Entry(ASKED, event.by(), detail);
        }
        if (event instanceof CaseOpened opened) {
            detail.put("question", Integer.toString(opened.question()));
            detail.put("case", Long.toString(opened.number()));
            return new Entry(CASE, event.by(), detail);
        }
        if (event instanceof GuideNamed guide) {
            detail.put("question", Integer.toString(guide.question()));
            detail.put("link", guide.link());
            return new Entry(GUIDE, event.by(), detail);
        }
        LabDone lab = (LabDone) event;
        detail.put("person", lab.by());
        detail.put("lab", lab.lab());
        detail.put("passed", lab.passed() ? "yes" : "no");
        return new Entry(LAB, "slipway", detail);
    }

    private static void tell(Map<String, String> detail, Plan plan) {
        detail.put("kind", plan.kind().text());
        detail.put("from", plan.from().toString());
        detail.put("minutes", Long.toString(plan.length().toMinutes()));
        detail.put("trainer", plan.trainer());
        detail.put("facilitator", plan.facilitator());
        detail.put("link", plan.link());
        detail.put("people", String.join(",", plan.people()));
    }

    private static Plan plan(TrainingKind kind, Map<String, String> detail) {
        return new Plan(
                kind,
                Instant.parse(text(detail, "from")),
                Duration.ofMinutes(number(detail, "minutes")),
                text(detail, "trainer"),
                text(detail, "facilitator"),
                text(detail, "link"),
                listed(detail, "people"));
    }

    private static Answered answer(long session, Map<String, String> detail, boolean mail, String by, Instant at) {
        return new Answered(
                session, number(detail, "sequence"), text(detail, "answer").equals("yes"), mail, by, at);
    }

    private static List<String> listed(Map<String, String> detail, String key) {
        String text = text(detail, key);
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    private static int number(Map<String, String> detail, String key) {
        return Integer.parseInt(text(detail, key));
    }

    private static String text(Map<String, String> detail, String key) {
        return Objects.requireNonNull(detail.get(key), key);
    }
}
