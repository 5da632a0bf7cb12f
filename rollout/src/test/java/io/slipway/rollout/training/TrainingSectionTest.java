package io.slipway.rollout.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.team.RolloutFile;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingSectionTest {
    private static final String FILE = """
            team: payments
            project: payments
            zone: Europe/Berlin
            people:
              ada: { name: Ada, email: ada@example.org, duties: [team-lead] }
              ben: { name: Ben, email: ben@example.org, duties: [developer] }
              rita: { name: Rita, email: rita@example.org, duties: [rollout-manager, trainer, developer] }
            manager: rita
            stakeholders: [ada]
            sprints: { first: 2026-10-05, days: 14, count: 12 }
            """;

    private static Trainings read(String section) {
        return RolloutFile.parse(FILE + section, "rollout/payments.yaml")
                .trainings()
                .orElseThrow();
    }

    @Test
    void whatTheFileLeavesOutIsFilledIn() {
        Trainings trainings = read("trainings: { session: {}, hands-on: {} }\n");
        Training session = trainings.find(TrainingKind.SESSION).orElseThrow();
        assertThat(session.length()).isEqualTo(Duration.ofMinutes(60));
        assertThat(session.trainer().key()).isEqualTo("rita");
        assertThat(session.facilitator().key()).isEqualTo("rita");
        // Rita is a developer too, but gives it.
        assertThat(session.mustCome()).extracting(Person::key).containsExactly("ada", "ben");
        assertThat(session.seats()).isEqualTo(100);
        assertThat(session.link()).isEmpty();
        Training handsOn = trainings.find(TrainingKind.HANDS_ON).orElseThrow();
        assertThat(handsOn.length()).isEqualTo(Duration.ofMinutes(120));
        assertThat(handsOn.mustCome()).extracting(Person::key).containsExactly("ada");
        assertThat(handsOn.seats()).isEqualTo(12);
        assertThat(trainings.hours().from()).isEqualTo(LocalTime.of(9, 0));
        assertThat(trainings.hours().until()).isEqualTo(LocalTime.of(17, 0));
        assertThat(trainings.hours().days()).doesNotContain(DayOfWeek.SATURDAY).hasSize(5);
        assertThat(trainings.hours().zone()).hasToString("Europe/Berlin");
    }

    @Test
    void aFileWithoutTheSectionAsksForNone() {
        assertThat(RolloutFile.parse(FILE, "rollout/payments.yaml").trainings()).isEmpty();
    }

    @Test
    void peopleInPlaceOfDuties() {
        Training session =
                read("trainings: { session: { people: [ben] } }\n").all().get(0);
        assertThat(session.mustCome()).extracting(Person::key).containsExactly("ben");
        Training both = read("trainings: { session: { people: [ben], duties: [team-lead] } }\n")
                .all()
                .get(0);
        assertThat(both.mustCome()).extracting(Person::key).containsExactly("ben", "ada");
    }

    @Test
    void theHoursOfSupportHoldWhereTheSectionHasNone() {
        String support = """
                support:
                  hours: { days: [mon, tue], from: "08:00", until: "12:00" }
                  tiers:
                    L1: { members: [ada], acknowledge: 1h, resolve: 8h }
                    L2: { members: [ben], acknowledge: 1h, resolve: 8h }
                    L3: { members: [rita], acknowledge: 1h, resolve: 8h }
                """;
        assertThat(read(support + "trainings: { session: {} }\n").hours().until())
                .isEqualTo(LocalTime.of(12, 0));
        assertThat(read(support
                                + "trainings: { session: {}, hours: { days: [fri], from: \"10:00\", until: \"24:00\" }"
                                + " }\n")
                        .hours()
                        .days())
                .containsExactly(DayOfWeek.FRIDAY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            trainings: {}                                                  | asks for none
            trainings: { hours: { days: [mon], from: "09:00", until: "10:00" }, hands-on: {} } | fits into no day
            trainings: { session: { duties: [vendor] } }                   | nobody would have to come
            trainings: { session: { people: [] } }                         | nobody would have to come
            trainings: { hands-on: { link: "http://meet.example.org" } }   | nor a link such as
            trainings: { hands-on: { facilitator: eve } }                  | 'eve' is none of the people
            """)
    void mistakesAreToldWithTheirPlace(String section, String told) {
        SlipwayException refused =
                Objects.requireNonNull(catchThrowableOfType(SlipwayException.class, () -> read(section + "\n")));
        assertThat(refused.code()).isEqualTo(ErrorCode.ROLLOUT_FILE_INVALID);
        assertThat(refused).hasMessageContaining(told);
        assertThat(refused.location().orElseThrow().line()).isEqualTo(11);
    }

    @Test
    void withSeveralTrainersOneIsNamed() {
        String two = FILE.replace("duties: [team-lead]", "duties: [team-lead, trainer]");
        SlipwayException refused = Objects.requireNonNull(catchThrowableOfType(
                SlipwayException.class,
                () -> RolloutFile.parse(two + "trainings: { session: {} }\n", "rollout/payments.yaml")));
        assertThat(refused).hasMessageContaining("several people of the file have the duty trainer");
    }
}
