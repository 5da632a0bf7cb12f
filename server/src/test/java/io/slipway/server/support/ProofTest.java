package io.slipway.server.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tier;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofTest {
    @TempDir
    private Path data;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = Bench.open(data, StoreSettings.embedded(data), Map.of(), Instant.parse("2026-11-10T09:00:00Z"));
        bench.rollout("payments", "");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private Case acknowledge(Caller who, long number) {
        return bench.desk
                .cases()
                .act(
                        who,
                        "payments",
                        number,
                        new CaseWish(CaseEvent.Kind.ACKNOWLEDGED, "", "", "", Optional.empty(), "", ""));
    }

    private ServedRollout rollout() {
        return bench.rollouts.of("payments");
    }

    @Test
    void onlyAllThreeTiersProveIt() {
        long number = bench.desk.proof().begin(Bench.caller("rita"), "payments").number();
        assertThat(acknowledge(Bench.caller("ada"), number).tier()).isEqualTo(Tier.L2);
        assertThatThrownBy(() -> acknowledge(Bench.caller("ada"), number))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED));
        assertThat(acknowledge(Bench.caller("dora"), number).tier()).isEqualTo(Tier.L3);
        assertThat(bench.desk.proof().last(rollout())).isEmpty();
        assertThat(acknowledge(Bench.caller("vera"), number).phase()).isEqualTo(Case.Phase.RESOLVED);

        Proof.Proved proved = bench.desk.proof().last(rollout()).orElseThrow();
        assertThat(proved.number()).isEqualTo(number);
        assertThat(proved.who())
                .containsExactlyInAnyOrderEntriesOf(Map.of(Tier.L1, "ada", Tier.L2, "dora", Tier.L3, "vera"));
        Support support = rollout().rollout().support().orElseThrow();
        assertThat(proved.holds(support)).isTrue();

        bench.files.put(
                Bench.caller("rita"),
                "payments",
                Bench.file("payments", "").replace("L1: { members: [ada]", "L1: { members: [ben]"),
                Optional.empty());
        assertThat(proved.holds(rollout().rollout().support().orElseThrow())).isFalse();
    }

    @Test
    void aTierThatSleptProvesNothing() {
        long number = bench.desk.proof().begin(Bench.caller("rita"), "payments").number();
        bench.time.move(Duration.ofMinutes(61));
        bench.desk.watch().run();
        acknowledge(Bench.caller("dora"), number);
        Case over = acknowledge(Bench.caller("vera"), number);
        assertThat(over.phase()).isEqualTo(Case.Phase.RESOLVED);
        assertThat(bench.desk.proof().last(rollout())).isEmpty();
    }

    @Test
    void aTokenAcknowledgesNoProofAndTwoAreNotUnderWay() {
        Caller ada = Bench.caller("ada");
        Caller byToken = new Caller(
                ada.person(),
                ada.grants(),
                Optional.of(new Caller.TokenScope("t", EnumSet.allOf(Permission.class), "")));
        long number = bench.desk.proof().begin(Bench.caller("rita"), "payments").number();
        assertThatThrownBy(() -> acknowledge(byToken, number)).hasMessageContaining("signed in");
        assertThatThrownBy(() -> bench.desk.proof().begin(Bench.caller("rita"), "payments"))
                .hasMessageContaining("under way");
    }
}
