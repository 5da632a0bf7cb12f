package io.slipway.server.console;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.Gate;
import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.support.JoinLink;
import io.slipway.rollout.training.Session;
import io.slipway.rollout.training.Sessions;
import io.slipway.rollout.training.Training;
import io.slipway.rollout.training.TrainingEvent;
import io.slipway.rollout.training.TrainingKind;
import io.slipway.rollout.training.Trainings;
import io.slipway.server.access.Caller;
import io.slipway.server.lab.LabTasks;
import io.slipway.server.lab.OpenLabs;
import io.slipway.server.notification.MailServers;
import io.slipway.server.readiness.ReadinessDesk;
import io.slipway.server.rollout.AgreedDate;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.training.SessionDesk;
import io.slipway.server.training.SessionMeetings;
import io.slipway.server.training.TrainingBook;
import io.slipway.server.training.TrainingClock;
import io.slipway.server.training.TrainingPlans;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What pages show of trainings. */
@Component
final class TrainingParts {
    /** Those that ask what came of trainings. */
    static final Set<Standard> GATES = EnumSet.of(Standard.TRAINED, Standard.LABS_PASSED);

    private static final int OFFERED = 8;
    private final TrainingBook book;
    private final TrainingPlans plans;
    private final SessionMeetings meetings;
    private final ReadinessDesk readiness;
    private final LabTasks tasks;
    private final OpenLabs labs;
    private final MailServers servers;
    private final AgreedDate dates;
    private final Clock clock;

    TrainingParts(
            TrainingBook book,
            TrainingPlans plans,
            SessionMeetings meetings,
            ReadinessDesk readiness,
            LabTasks tasks,
            OpenLabs labs,
            MailServers servers,
            AgreedDate dates,
            Clock clock) {
        this.book = book;
        this.plans = plans;
        this.meetings = meetings;
        this.readiness = readiness;
        this.tasks = tasks;
        this.labs = labs;
        this.servers = servers;
        this.dates = dates;
        this.clock = clock;
    }

    /** @param value as a form sends it: by the clock of the team */
    record Offer(String value, String words) {}

    /**
     * A session in a list.
     *
     * @param state in a word or two
     * @param css of the state
     * @param late whether it ends after the go-live begins
     */
    record Line(Session session, String when, String state, String css, long coming, boolean late) {}

    /**
     * A training that the file asks for.
     *
     * @param may whether this reader plans its sessions
     * @param choices whom a session can be made for, and whether they would be invited unasked
     */
    record Row(
            Training training,
            boolean may,
            int trained,
            List<Person> missing,
            List<Line> sessions,
            List<Choice> choices,
            List<Offer> offers) {}

    record Choice(Person person, boolean chosen) {}

    /**
     * Somebody who is needed in a session.
     *
     * @param word whether they come, in words
     */
    record Guest(String key, String name, String part, String word, String css, boolean came) {}

    void rollout(Model model, Caller caller, ServedRollout served) {
        Optional<Trainings> trainings = served.rollout().trainings();
        Sessions sessions = book.sessions(served);
        model.addAttribute(
                "trainings",
                trainings.map(Trainings::all).orElse(List.of()).stream()
                        .map(training -> row(caller, served, training, sessions))
                        .toList());
        model.addAttribute("trainingZone", TrainingClock.of(served).zone().getId());
        model.addAttribute("trainingMails", servers.current().isPresent());
    }

    private Row row(Caller caller, ServedRollout served, Training training, Sessions sessions) {
        boolean may = TrainingPlans.may(caller, served, training.trainer().key());
        Instant now = clock.instant();
        Optional<Instant> goLive = goLive(served);
        List<Person> missing = sessions.missing(training, now);
        List<Person> uninvited = sessions.uninvited(training, now);
        List<Choice> choices = served.rollout().people().all().stream()
                .filter(person -> !person.equals(training.trainer()))
                .map(person -> new Choice(person, uninvited.contains(person)))
                .toList();
        return new Row(
                training,
                may,
                training.mustCome().size() - missing.size(),
                missing,
                sessions.all().stream()
                        .filter(session -> session.plan().kind() == training.kind())
                        .sorted(Comparator.comparing(session -> session.plan().from()))
                        .map(session -> line(served, session, goLive))
                        .toList(),
                choices,
                may
                        ? offers(served, plans.offers(caller, served, training.kind(), List.of(), now, OFFERED))
                        : List.of());
    }

    void session(Model model, Caller caller, ServedRollout served, Session session) {
        boolean manages = TrainingPlans.may(caller, served, session.plan().trainer());
        Instant now = clock.instant();
        model.addAttribute(
                "material",
                served.rollout()
                        .trainings()
                        .flatMap(all -> all.find(session.plan().kind()))
                        .map(Training::material)
                        .orElse(List.of()));
        boolean current = session.movable() || session.stands() && !session.over(now);
        Optional<Long> opened = labs.of(served.team(), session.number());
        boolean lab = opened.isEmpty()
                && session.plan().kind() == TrainingKind.HANDS_ON
                && current
                && SessionDesk.runs(caller, served, session);
        model.addAttribute("openLab", opened.orElse(null));
        model.addAttribute("labTasks", lab ? tasks.all() : List.of());
        model.addAttribute(
                "evidence",
                readiness.of(served).gates().stream()
                        .filter(status ->
                                status.gate().asks() instanceof Gate.Known known && GATES.contains(known.standard()))
                        .toList());
        model.addAttribute("line", line(served, session, goLive(served)));
        model.addAttribute("one", session);
        model.addAttribute("unlinked", JoinLink.isMade(session.plan().link()));
        // who came may be written down while others are still to join
        model.addAttribute(
                "joinable", current && !JoinLink.isMade(session.plan().link()));
        model.addAttribute(
                "meeting", meetings.of(session).filter(made -> !made.unwanted()).orElse(null));
        model.addAttribute("zone", TrainingClock.of(served).zone().getId());
        model.addAttribute(
                "moment",
                new Moment(
                        Optional.of(session.plan().from()),
                        TrainingClock.of(served).zone()));
        model.addAttribute("guests", guests(served, session));
        model.addAttribute(
                "names", served.rollout().people().all().stream().collect(Collectors.toMap(Person::key, Person::name)));
        model.addAttribute(
                "walkIns",
                served.rollout().people().all().stream()
                        .filter(person -> !session.plan().everybody().contains(person.key()))
                        .map(person -> guest(served, session, person.key()))
                        .toList());
        boolean invited = session.plan().everybody().contains(caller.name());
        model.addAttribute("mayAnswer", invited && session.stands() && !session.over(now));
        model.addAttribute(
                "mine",
                Optional.ofNullable(session.answers().get(caller.name())).map(TrainingEvent.Answered::yes));
        model.addAttribute(
                "mayAttend",
                SessionDesk.facilitates(caller, served, session) && session.stands() && session.begun(now));
        model.addAttribute("self", caller.name());
        model.addAttribute("runs", SessionDesk.runs(caller, served, session));
        model.addAttribute("mayMove", manages && session.movable());
        model.addAttribute("support", served.rollout().support().isPresent());
        model.addAttribute(
                "offers",
                manages && session.movable() && served.rollout().trainings().isPresent()
                        ? offers(served, plans.offers(caller, served, session, OFFERED))
                        : List.of());
        model.asMap().putIfAbsent("typed", "");
    }

    private Line line(ServedRollout served, Session session, Optional<Instant> goLive) {
        Instant now = clock.instant();
        long coming = session.answers().values().stream()
                .filter(answer -> answer.yes() && session.plan().people().contains(answer.by()))
                .count();
        boolean late = goLive.filter(
                        begins -> begins.isAfter(now) && session.plan().until().isAfter(begins))
                .isPresent();
        return new Line(
                session,
                DayText.span(
                        session.plan().from(),
                        session.plan().until(),
                        TrainingClock.of(served).zone()),
                state(session, now),
                css(session, now),
                coming,
                session.stands() && late);
    }

    private Optional<Instant> goLive(ServedRollout served) {
        return dates.of(served)
                .map(day -> day.atStartOfDay(TrainingClock.of(served).zone()).toInstant());
    }

    private static String state(Session session, Instant now) {
        if (!session.stands()) {
            return "cancelled";
        }
        boolean running = session.begun(now) && !session.over(now);
        if (session.present().isPresent()) {
            String came = session.present().get().size() + " came";
            return running ? "running, " + came : came;
        }
        return running ? "running" : session.over(now) ? "who came?" : "to come";
    }

    private static String css(Session session, Instant now) {
        if (!session.stands()) {
            return "refused";
        }
        if (session.present().isPresent() && session.over(now)) {
            return "completed";
        }
        return session.begun(now) ? "waiting-for-approval" : "queued";
    }

    private static List<Guest> guests(ServedRollout served, Session session) {
        return session.plan().everybody().stream()
                .map(key -> guest(served, session, key))
                .toList();
    }

    private static Guest guest(ServedRollout served, Session session, String key) {
        Optional<TrainingEvent.Answered> answer =
                Optional.ofNullable(session.answers().get(key));
        boolean trainer = key.equals(session.plan().trainer());
        boolean facilitator = key.equals(session.plan().facilitator());
        return new Guest(
                key,
                served.rollout().people().find(key).map(Person::name).orElse(key),
                trainer ? (facilitator ? "trainer, facilitator" : "trainer") : facilitator ? "facilitator" : "",
                answer.map(a -> (a.yes() ? "comes" : "does not come") + (a.mail() ? ", by mail" : ""))
                        .orElse("nothing yet"),
                answer.map(a -> a.yes() ? "completed" : "refused").orElse("queued"),
                session.present().orElse(Set.of()).contains(key));
    }

    private static List<Offer> offers(ServedRollout served, List<Instant> times) {
        ZoneId zone = TrainingClock.of(served).zone();
        return times.stream()
                .map(at -> new Offer(LocalDateTime.ofInstant(at, zone).toString(), DayText.of(at, zone)))
                .toList();
    }
}
