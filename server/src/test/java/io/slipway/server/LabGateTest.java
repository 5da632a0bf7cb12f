package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.lab.LabDesk;
import io.slipway.server.lab.LabTasks;
import io.slipway.server.lab.SeatDesk;
import io.slipway.server.lab.SeatTry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What labs are to a go-live's gate, while they are open and afterwards. */
class LabGateTest {
    private static final String ROLLOUT = "/api/projects/shop/rollout";
    private static final List<String> TASKS = List.of("edit-stored-logic", "roll-a-change-back");
    private TestServer server;
    private Client manager;
    private final MovedClock clock = new MovedClock("2026-10-26T06:00:00Z");
    private LabDesk labs;
    private SeatDesk seats;
    private SeatTry tried;
    private Caller vera;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.at(clock, folder.resolve("data"));
        Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        String file = SampleTrainings.file("shop")
                .replace("trained: {}", "labs-passed: {}")
                // the file asks for two people, and one of them develops
                .replace("hands-on: { seats: 2", "hands-on: { duties: [team-lead, developer], seats: 2");
        assertThat(root.put(ROLLOUT, Map.of("file", file)).status()).isEqualTo(200);
        AgreedDates.agree(server, "shop", "2026-11-09");
        manager = Client.of(server, server.person("rita", Role.ROLLOUT_MANAGER));
        labs = server.part(LabDesk.class);
        seats = server.part(SeatDesk.class);
        tried = new SeatTry(seats);
        vera = caller("vera");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aLabIsPassedOnlyWithAllItsTasksWhetherItIsOpenOrClosed() throws Exception {
        Caller ada = caller("ada");
        Caller ben = caller("ben");
        long lab =
                labs.open(vera, "shop", session("2026-10-26T08:30:00Z"), TASKS).number();
        assertThat(gate()).contains("Ada Byron passed none; Ben Hall passed none", "\"red\"");
        pass(ada, lab, TASKS.get(0));
        pass(ben, lab, TASKS.get(0));
        assertThat(gate())
                .contains("Ada Byron did not pass roll-a-change-back; Ben Hall did not pass roll-a-change-back")
                .contains("\"red\"")
                .doesNotContain("\"green\"");
        pass(ada, lab, TASKS.get(1));
        assertThat(gate()).contains("\"Ben Hall did not pass roll-a-change-back\"", "\"red\"");
        labs.close(vera, lab);
        assertThat(gate()).contains("\"Ben Hall did not pass roll-a-change-back\"", "\"red\"");
        // what is missing is passed in another session, which is still open
        long tomorrow = session("2026-10-27T08:30:00Z");
        clock.moveTo("2026-10-27T07:00:00Z");
        long other = labs.open(vera, "shop", tomorrow, TASKS.subList(1, 2)).number();
        pass(ben, other, TASKS.get(1));
        assertThat(gate()).contains("all 2 passed the labs that they sat in", "\"green\"");
    }

    /** Opened in the morning, its seats still have their two hours in the afternoon; a day before is too early. */
    @Test
    void theTimeOfSeatsBeginsWithTheirSession() throws Exception {
        Caller ada = caller("ada");
        Caller dora = caller("dora");
        Caller carl = caller("carl");
        long session = session("2026-10-26T13:00:00Z");
        assertThatThrownBy(() -> labs.open(vera, "shop", session, TASKS))
                .hasMessageContaining("can be opened from 2026-10-26T07:00:00Z on");
        clock.moveTo("2026-10-26T07:30:00Z");
        long lab = labs.open(vera, "shop", session, TASKS).number();
        labs.seat(vera, lab, "dora");
        assertThat(seats.at(ada, lab).seat().ends()).isEqualTo("2026-10-26T15:00:00Z");
        assertThat(seats.at(dora, lab).seat().ends()).isEqualTo("2026-10-26T15:00:00Z");
        clock.moveTo("2026-10-26T14:00:00Z");
        labs.seat(vera, lab, "carl");
        assertThat(seats.at(carl, lab).seat().ends()).isAfterOrEqualTo("2026-10-26T16:00:00Z");
    }

    private void pass(Caller caller, long lab, String task) {
        seats.begin(caller, lab, task);
        tried.play(caller, lab, server.part(LabTasks.class).named(task).lab().solution());
        assertThat(seats.check(caller, lab).passed())
                .as(seats.at(caller, lab).seat().said())
                .isTrue();
    }

    private String gate() throws Exception {
        return manager.post(ROLLOUT + "/readiness/check", Map.of()).body();
    }

    private long session(String from) throws Exception {
        TestServer.Answer session = manager.post(
                ROLLOUT + "/trainings/sessions",
                Map.of("kind", "hands-on", "from", from, "people", List.of("ada", "ben")));
        assertThat(session.status()).as(session.body()).isEqualTo(201);
        return session.json().path("number").asLong();
    }

    private Caller caller(String name) {
        Person person = server.person(name, Role.VIEWER);
        return new Caller(person, server.part(People.class).grants(person.id()), Optional.empty());
    }
}
