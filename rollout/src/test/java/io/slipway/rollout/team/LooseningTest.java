package io.slipway.rollout.team;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LooseningTest {
    private static final String PAYMENTS = payments();

    /** One way it asks for less, and, read the other way round, for no less than before. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            rehearsed: { valid: 30d }       | cleaned2: { artifacts: signed }  | the gate 'rehearsed' goes
            rehearsed: { valid: 30d }       | rehearsed: { valid: 31d }        | evidence for the gate 'rehearsed' counts for longer
            equals: "0", valid: 1d          | equals: "7", valid: 1d           | the gate 'no-test-rows' asks something else
            artifacts: rollbacks-proved     | artifacts: signed                | the gate 'rollbacks' asks something else
            waivers: [rita, carl]           | waivers: [rita, carl, ben]       | Ben Hall may waive gates
            stakeholders: [ada, dora, carl] | stakeholders: [ada, dora]        | Carl Fox is no stakeholder any more
            production: [prod]              | production: [qa]                 | other environments are named as production
            zone: Europe/Berlin             | zone: Europe/London              | days begin in Europe/London, not in Europe/Berlin
            people: [carl], duties          | duties                           | Carl Fox need not come to
            hypercare: { sprints: 2         | hypercare: { sprints: 1          | hypercare ends more easily
            failures: 10                    | failures: 11                     | hypercare ends more easily
            votes: [ada, dora]              | votes: [ada]                     | hypercare ends more easily
            id: firewall                    | id: another                      | the step 'Let the runners reach prod' goes
            who: omar, evidence             | who: ben, evidence               | the step 'Let the runners reach prod' is done by Ben Hall
            evidence: the change's number   | evidence: a word                 | the step 'Let the runners reach prod' is shown by something else
            protected: true                 | protected: false                 | 'prod' is protected no more
            from: prod                      | from: qa                         | packaging is held to another environment
            email: carl@example.org         | email: carl@example.net          | what is asked of Carl Fox goes to another address
            before: [prod.history]          | before: []                       | less waits for the step 'Let the runners reach prod'
            last: 2027-01-01                | last: 2026-12-30                 | the freeze 'Year end' goes or is at other days
            from: "07:00"                   | from: "09:00"                    | L3 works at other hours
            acknowledge: 2h                 | acknowledge: 3h                  | L2 has longer for a case
            resolve: 40h                    | resolve: 41h                     | L3 has longer for a case
            """)
    void whatAsksForLessIsNamed(String right, String loose, String told) {
        assertThat(PAYMENTS).contains(right);
        assertThat(between(PAYMENTS, PAYMENTS.replace(right, loose)))
                .singleElement()
                .asString()
                .startsWith(told);
    }

    @Test
    void aProposersOwnYesThatCountsAsksForLess() {
        String strict = PAYMENTS.replace("proposer-counts: true", "proposer-counts: false");
        assertThat(between(strict, PAYMENTS)).containsExactly("a proposer's own yes counts");
        assertThat(between(PAYMENTS, strict)).isEmpty();
    }

    /** Where the file names none, the last of each pipeline is production: whatever it names then may be less. */
    @Test
    void namingProductionForTheFirstTimeMayAskForLess() {
        String unnamed = PAYMENTS.replace("cleanup:\n  production: [prod]\n", "");
        assertThat(between(unnamed, PAYMENTS)).containsExactly("other environments are named as production");
        assertThat(between(PAYMENTS, unnamed)).containsExactly("other environments are named as production");
    }

    @Test
    void aTrainingThatGoesAsksForLess() {
        assertThat(between(PAYMENTS, PAYMENTS.replaceFirst("(?m)^  hands-on: .*\\R", "")))
                .singleElement()
                .asString()
                .startsWith("the training '");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            rehearsed: { valid: 30d }       | rehearsed: { valid: 29d }
            waivers: [rita, carl]           | waivers: []
            stakeholders: [ada, dora, carl] | stakeholders: [ada, dora, carl, omar]
            hypercare: { sprints: 2         | hypercare: { sprints: 3
            title: Payments                 | title: Payments of all
            count: 12                       | count: 13
            resolve: 40h                    | resolve: 39h
            email: ben@example.org          | email: ben@example.net
            members: [dora, omar]           | members: [dora, omar, ben]
            """)
    void whatAsksForMoreOrTheSameIsTheManagers(String right, String strict) {
        assertThat(PAYMENTS).contains(right);
        assertThat(between(PAYMENTS, PAYMENTS.replace(right, strict))).isEmpty();
    }

    private static List<String> between(String before, String after) {
        return Loosening.of(RolloutFile.parse(before, "before"), RolloutFile.parse(after, "after"));
    }

    private static String payments() {
        try (InputStream file = LooseningTest.class.getResourceAsStream("payments.yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
