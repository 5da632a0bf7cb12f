package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.training.Question;
import io.slipway.rollout.training.Session;
import io.slipway.rollout.training.Sessions;
import io.slipway.rollout.training.Training;
import io.slipway.rollout.training.TrainingEvent;
import io.slipway.rollout.training.TrainingKind;
import io.slipway.rollout.training.Trainings;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.meeting.MeetingTable;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.training.SessionDesk;
import io.slipway.server.training.SessionLinks;
import io.slipway.server.training.SessionMeetings;
import io.slipway.server.training.TrainingBook;
import io.slipway.server.training.TrainingPlans;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A team's trainings: what its file asks for, and sessions with who comes, who came and what was asked. */
@RestController
@RequestMapping("/api/projects/{project}/rollout/trainings")
@Tag(name = "rollouts")
final class TrainingApi {
    private static final int OFFERED = 10;
    private final Rollouts rollouts;
    private final TrainingBook book;
    private final TrainingPlans plans;
    private final SessionLinks links;
    private final SessionMeetings meetings;
    private final SessionDesk desk;
    private final Clock clock;

    TrainingApi(
            Rollouts rollouts,
            TrainingBook book,
            TrainingPlans plans,
            SessionLinks links,
            SessionMeetings meetings,
            SessionDesk desk,
            Clock clock) {
        this.rollouts = rollouts;
        this.book = book;
        this.plans = plans;
        this.links = links;
        this.meetings = meetings;
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * @param kind {@code session} or {@code hands-on}
     * @param link where people join; that of the rollout file where it is left out
     * @param people accounts; everybody who must come, has not, and is invited to none, where it is left out
     */
    record NewSession(String kind, String from, Optional<String> link, Optional<List<String>> people) {}

    /** @param sequence of the session that was seen */
    record MovedSession(int sequence, String from, Optional<String> reason) {}

    record CancelledSession(int sequence, Optional<String> reason) {}

    /** @param link where people join */
    record NewLink(String link) {}

    record NewAnswer(int sequence, boolean yes) {}

    /** @param present accounts of all who came */
    record Attendance(Optional<List<String>> present) {}

    /** @param asker account of who asked; the caller where it is left out */
    record NewQuestion(String text, Optional<String> asker) {}

    /** @param link to the page of a guide that answers it */
    record GuidePage(String link) {}

    /**
     * @param missing accounts of those who must come and have not
     * @param uninvited those of them whom no session to come waits for
     */
    record TrainingView(
            String kind,
            long minutes,
            String trainer,
            String facilitator,
            int seats,
            List<String> mustCome,
            List<String> missing,
            List<String> uninvited) {}

    /** @param mail whether a mail said so */
    record AnswerView(String by, boolean yes, boolean mail, Instant at) {}

    /**
     * @param caseNumber of the case that it became
     * @param guide link to the page that answers it
     */
    record QuestionView(
            int number, String text, String asker, Instant at, Optional<Long> caseNumber, Optional<String> guide) {}

    /**
     * What becomes of the meeting that is made for a session.
     *
     * @param state {@code waiting}, {@code done}, or {@code dead}: it was given up
     * @param problem why the last try failed; left out when it did not
     */
    record MeetingView(String state, Optional<String> problem) {
        static MeetingView of(MeetingTable.Meeting meeting) {
            return new MeetingView(
                    meeting.state(), Optional.of(meeting.result()).filter(text -> !text.isEmpty()));
        }
    }

    /**
     * @param meeting left out where none is made for the session
     * @param link where people join; {@code goto} while the meeting is still to be made
     * @param sequence iCalendar's SEQUENCE
     * @param state {@code to-come}, {@code running}, {@code over} or {@code cancelled}
     * @param present who came; left out while nobody wrote it down
     */
    record SessionView(
            long number,
            String kind,
            int sequence,
            String state,
            Instant from,
            Instant until,
            String trainer,
            String facilitator,
            String link,
            Optional<MeetingView> meeting,
            List<String> people,
            List<AnswerView> answers,
            Optional<List<String>> present,
            List<QuestionView> questions) {}

    record TrainingList(List<TrainingView> trainings, List<SessionView> sessions) {}

    record TimeList(List<Instant> nearest) {}

    @GetMapping
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells which trainings the rollout file asks for, who is missing, and all sessions")
    TrainingList trainings(@PathVariable String project) {
        ServedRollout served = rollouts.of(project);
        Sessions sessions = book.sessions(served);
        return new TrainingList(
                served.rollout().trainings().map(Trainings::all).orElse(List.of()).stream()
                        .map(training -> view(training, sessions))
                        .toList(),
                sessions.all().stream().map(this::view).toList());
    }

    @GetMapping("/offers")
    @Requires(Permission.VIEW)
    @Operation(summary = "Lists times at which a session could begin, the nearest to a wish first")
    TimeList offers(
            Caller caller,
            @PathVariable String project,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String near,
            @RequestParam(defaultValue = "") List<String> people) {
        Instant wish = near.isEmpty() ? clock.instant() : time(near);
        return new TimeList(
                plans.offers(caller, rollouts.of(project), kind(kind), names(people, "people"), wish, OFFERED));
    }

    @PostMapping("/sessions")
    @Requires(Permission.VIEW)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Schedules a session; everybody who is needed is invited")
    SessionView schedule(Caller caller, @PathVariable String project, @RequestBody NewSession body) {
        TrainingPlans.Wish wish = new TrainingPlans.Wish(
                kind(given(body.kind(), "kind")),
                time(given(body.from(), "from")),
                body.link().orElse(""),
                names(body.people().orElse(List.of()), "people"));
        return view(plans.schedule(caller, project, wish));
    }

    @GetMapping("/sessions/{number}")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells a session: when, who comes, who came, what was asked")
    SessionView session(@PathVariable String project, @PathVariable long number) {
        return view(book.session(rollouts.of(project), number));
    }

    @PostMapping("/sessions/{number}/move")
    @Requires(Permission.VIEW)
    @Operation(summary = "Moves a session; every answer is void, and everybody is invited again")
    SessionView move(
            Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody MovedSession body) {
        Instant from = time(given(body.from(), "from"));
        return view(plans.move(
                caller, project, number, body.sequence(), from, body.reason().orElse("")));
    }

    @PostMapping("/sessions/{number}/link")
    @Requires(Permission.VIEW)
    @Operation(summary = "Gives a session another link to join; everybody is invited again")
    SessionView link(
            Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody NewLink body) {
        return view(links.give(caller, project, number, given(body.link(), "link")));
    }

    @PostMapping("/sessions/{number}/meeting")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tries again to make the meeting of a session, where that was given up")
    SessionView meeting(Caller caller, @PathVariable String project, @PathVariable long number) {
        return view(links.meetAgain(caller, project, number));
    }

    @PostMapping("/sessions/{number}/cancellation")
    @Requires(Permission.VIEW)
    @Operation(summary = "Cancels a session; everybody who was invited is told")
    SessionView cancel(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestBody CancelledSession body) {
        return view(plans.cancel(
                caller, project, number, body.sequence(), body.reason().orElse("")));
    }

    @PostMapping("/sessions/{number}/answers")
    @Requires(Permission.VIEW)
    @Operation(summary = "Says whether the caller comes to the session that was seen")
    SessionView answer(
            Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody NewAnswer body) {
        return view(desk.answer(caller, project, number, body.sequence(), body.yes()));
    }

    @PostMapping("/sessions/{number}/attendance")
    @Requires(Permission.VIEW)
    @Operation(summary = "Writes down who came: all of them, in place of what was written down before")
    SessionView attend(
            Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody Attendance body) {
        return view(desk.attend(caller, project, number, present(body)));
    }

    @PostMapping("/sessions/{number}/questions")
    @Requires(Permission.VIEW)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Keeps a question that came up in a session")
    SessionView ask(
            Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody NewQuestion body) {
        return view(desk.ask(
                caller,
                project,
                number,
                given(body.text(), "text"),
                body.asker().orElse("")));
    }

    @PostMapping("/sessions/{number}/questions/{index}/case")
    @Requires(Permission.VIEW)
    @Operation(summary = "Makes a case of a question")
    SessionView openCase(
            Caller caller, @PathVariable String project, @PathVariable long number, @PathVariable int index) {
        return view(desk.openCase(caller, project, number, index));
    }

    @PostMapping("/sessions/{number}/questions/{index}/guide")
    @Requires(Permission.VIEW)
    @Operation(summary = "Names the page of a guide that answers a question")
    SessionView guide(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @PathVariable int index,
            @RequestBody GuidePage body) {
        return view(desk.nameGuide(caller, project, number, index, given(body.link(), "link")));
    }

    private TrainingView view(Training training, Sessions sessions) {
        Instant now = clock.instant();
        return new TrainingView(
                training.kind().text(),
                training.length().toMinutes(),
                training.trainer().key(),
                training.facilitator().key(),
                training.seats(),
                keys(training.mustCome()),
                keys(sessions.missing(training, now)),
                keys(sessions.uninvited(training, now)));
    }

    private SessionView view(Session session) {
        Instant now = clock.instant();
        String state = !session.stands()
                ? "cancelled"
                : session.over(now) ? "over" : session.begun(now) ? "running" : "to-come";
        return new SessionView(
                session.number(),
                session.plan().kind().text(),
                session.sequence(),
                state,
                session.plan().from(),
                session.plan().until(),
                session.plan().trainer(),
                session.plan().facilitator(),
                session.plan().link(),
                meetings.of(session).filter(meeting -> !meeting.unwanted()).map(MeetingView::of),
                session.plan().people(),
                session.answers().values().stream()
                        .sorted(Comparator.comparing(TrainingEvent.Answered::by))
                        .map(answer -> new AnswerView(answer.by(), answer.yes(), answer.mail(), answer.at()))
                        .toList(),
                session.present().map(present -> present.stream().sorted().toList()),
                session.questions().stream().map(TrainingApi::view).toList());
    }

    private static QuestionView view(Question question) {
        return new QuestionView(
                question.number(),
                question.text(),
                question.asker(),
                question.at(),
                question.caseNumber(),
                question.guide());
    }

    private static List<String> keys(List<Person> people) {
        return people.stream().map(Person::key).toList();
    }

    private static Set<String> present(Attendance body) {
        List<String> present = body.present()
                .orElseThrow(() ->
                        SlipwayException.of(ErrorCode.REQUEST_INVALID, "'present' is missing.", "Nobody came: []."));
        return new LinkedHashSet<>(names(present, "present"));
    }

    private static List<String> names(List<String> people, String field) {
        return people.stream().map(name -> given(name, field)).toList();
    }

    private static TrainingKind kind(String text) {
        return TrainingKind.of(text)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.REQUEST_INVALID,
                        "'" + text + "' is no kind of training.",
                        "There are "
                                + Arrays.stream(TrainingKind.values())
                                        .map(TrainingKind::text)
                                        .collect(Collectors.joining(" and "))
                                + "."));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw SlipwayException.of(
                            ErrorCode.REQUEST_INVALID, "'" + text + "' is no time such as 2026-12-01T08:00:00Z.", "")
                    .causedBy(e);
        }
    }
}
