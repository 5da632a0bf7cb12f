package io.slipway.release.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.estimate.Estimate.Basis;
import io.slipway.release.script.Kind;
import io.slipway.release.target.Survey;
import io.slipway.release.target.Survey.PartQuery.Gives;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EstimatorTest {
    private static final String SMALL = "table public.small";
    private static final String LARGE = "table public.large";
    private static final String ORDERS = "table public.orders";
    private static final Map<String, Survey.TableFacts> FACTS =
            Map.of(SMALL, facts(1_000), LARGE, facts(5_000_000), ORDERS, facts(500_000));

    @Test
    void aForeignKeyTakesTheLongerTheMoreRowsItRefersTo() {
        assertThat(millis(foreignKey(LARGE))).isGreaterThan(10 * millis(foreignKey(SMALL)));
        assertThat(Estimator.objects(foreignKey(SMALL), List.of())).containsExactlyInAnyOrder(ORDERS, SMALL);
        // to itself: there is no other
        assertThat(millis(proof(Work.COMPARED, new LockSeen(ORDERS, "ShareRowExclusiveLock"))))
                .isBetween(millis(foreignKey(SMALL)), millis(foreignKey(LARGE)));
    }

    @Test
    void aTableThatIsReadAsAWholeIsTimed() {
        Estimate estimate = estimate(proof(Work.SCANNED, new LockSeen(ORDERS, "AccessExclusiveLock")));
        assertThat(estimate.basis()).isEqualTo(Basis.SAMPLE);
        // a tenth was counted in 70 ms, and counting a part takes longer than a look at all of it
        assertThat(estimate.millis()).isBetween(240L, 255L);
    }

    @Test
    void rowsOfATableWithForeignKeysTakeLonger() {
        ChangeProof proof = proof();
        Estimator estimator = new Estimator(new Facts(), List.of());
        List<ChangedRows.Change> inserted = List.of(new ChangedRows.Change(
                "INSERT", List.of("public.orders"), false, false, false, "INSERT", Optional.empty(), Optional.empty()));
        List<ChangedRows.Change> updated = List.of(new ChangedRows.Change(
                "UPDATE", List.of("public.orders"), false, false, false, "UPDATE", Optional.empty(), Optional.empty()));
        Estimate insert = estimator.of(Kind.DATA_DML, proof, inserted, FACTS);
        assertThat(insert.standard()).containsKey("fired");
        assertThat(insert.millis())
                .isGreaterThan(
                        5 * estimator.of(Kind.DATA_DML, proof, updated, FACTS).millis());
    }

    /** 100,000 are planned. */
    @Test
    void whatWasFoundInAPartCountsMoreThanThePlan() {
        assertThat(planned(40_000)).isEqualTo(400_000);
        assertThat(planned(300)).isEqualTo(3_000);
        assertThat(planned(2)).isEqualTo(200);
    }

    /** Joined with others they are planned as often as they have partners. */
    @Test
    void noMoreRowsGoThanThereAre() {
        ChangedRows.Change joined = new ChangedRows.Change(
                "DELETE", List.of("public.small"), false, true, false, "DELETE", Optional.empty(), Optional.empty());
        assertThat(new Estimator(new Facts(), List.of())
                        .planned(joined, SMALL)
                        .orElseThrow()
                        .rows())
                .isEqualTo(1_000);
    }

    private static long planned(long found) {
        return new Estimator(new Facts(), List.of())
                .planned(deleted("public.orders", found), ORDERS)
                .orElseThrow()
                .rows();
    }

    /** @param found rows in a tenth of the table */
    private static ChangedRows.Change deleted(String table, long found) {
        return new ChangedRows.Change(
                "DELETE",
                List.of(table),
                false,
                true,
                false,
                "DELETE from one end to the other",
                Optional.empty(),
                Optional.of(new ChangedRows.Part(
                        table, new Survey.PartQuery("", Long.toString(found), Gives.PLACES), true)));
    }

    @Test
    void aConditionThatWasTriedOnAPartIsTimed() {
        Estimate estimate = deleted("public.orders");
        assertThat(estimate.basis()).isEqualTo(Basis.SAMPLE);
        // a tenth took 90 ms
        assertThat(estimate.millis()).isBetween(900L, 910L);
        // so that the history learns of rows what rows take, and not what this condition does
        assertThat(estimate.standard()).containsEntry("queried", 900L);
    }

    @Test
    void aConditionOnASmallTableTakesTooLittleToBeTimed() {
        assertThat(deleted("public.small").basis()).isEqualTo(Basis.STANDARD);
    }

    private static Estimate deleted(String table) {
        return new Estimator(new Facts(), List.of()).of(Kind.DATA_DML, proof(), List.of(deleted(table, 0)), FACTS);
    }

    /** A tenth of 500,000 rows takes 90 ms. */
    @Test
    void keysAreSortedAsTheyWereTried() {
        Estimate estimate = indexed(50_000);
        assertThat(estimate.basis()).isEqualTo(Basis.SAMPLE);
        // more than ten times as long, and then they are written, by three processes
        assertThat(estimate.millis()).isBetween((1_090L + 150) / 2, (1_095L + 160) / 2 + 3);
        assertThat(estimate.standard()).containsOnlyKeys("indexed");
        // of few that a condition takes it is little
        assertThat(indexed(100).millis()).isBetween(500L, 750L);
    }

    @Test
    void anIndexMadeConcurrentlyTakesTwoPasses() {
        assertThat(indexed(50_000, "ShareUpdateExclusiveLock").millis())
                .isBetween(2 * indexed(50_000).millis() - 6, 2 * indexed(50_000).millis());
    }

    @Test
    void theLargerATableTheMoreProcessesMakeItsIndex() {
        assertThat(StandardCost.atATime(bytes(8_388_607))).isEqualTo(1);
        assertThat(StandardCost.atATime(bytes(8_388_608))).isEqualTo(1.5);
        assertThat(StandardCost.atATime(bytes(3 * 8_388_608))).isEqualTo(2);
        assertThat(StandardCost.atATime(bytes(1_000_000_000_000L))).isEqualTo(2);
    }

    private static Survey.TableFacts bytes(long bytes) {
        return new Survey.TableFacts(1, bytes, 0, 0, 0, 0, 0, Optional.empty(), 0, 0, OptionalLong.empty());
    }

    private static Estimate indexed(long found) {
        return indexed(found, "ShareLock");
    }

    private static Estimate indexed(long found, String lock) {
        return new Estimator(new Facts(), List.of())
                .of(
                        Kind.DDL,
                        proof(Work.INDEXED, new LockSeen(ORDERS, lock)),
                        List.of(new ChangedRows.Change(
                                "INDEX",
                                List.of("public.orders"),
                                true,
                                false,
                                false,
                                "CREATE INDEX",
                                Optional.empty(),
                                Optional.of(new ChangedRows.Part(
                                        "public.orders",
                                        new Survey.PartQuery("", Long.toString(found), Gives.ORDER),
                                        true)))),
                        FACTS);
    }

    /** 20 ms are by the standard, 700 ms of a sample. */
    @Test
    void whatWasNotTriedComesOnTopOfWhatWas() {
        Costs costs = new Costs();
        costs.tried("queried", 700);
        costs.add("queried", 20);
        costs.add("written", 5);
        assertThat(costs.kinds()).containsExactly("queried", "written");
        assertThat(costs.tried("queried")).isEqualTo(700);
        assertThat(costs.standard("queried", 2)).isEqualTo(370);
        assertThat(costs.standard("written", 2)).isEqualTo(5);
    }

    @Test
    void whatIsNotThereCostsNothing() {
        Estimate estimate = new Estimator(new Facts(), List.of())
                .of(Kind.DDL, proof(Work.REWRITTEN, new LockSeen(ORDERS, "AccessExclusiveLock")), List.of(), Map.of());
        assertThat(estimate.millis()).isLessThan(Told.NOTICED_MILLIS);
    }

    private static long millis(ChangeProof proof) {
        return estimate(proof).millis();
    }

    private static Estimate estimate(ChangeProof proof) {
        return new Estimator(new Facts(), List.of()).of(Kind.DDL, proof, List.of(), FACTS);
    }

    private static ChangeProof foreignKey(String other) {
        return proof(
                Work.COMPARED,
                new LockSeen(ORDERS, "ShareRowExclusiveLock"),
                new LockSeen(other, "ShareRowExclusiveLock"));
    }

    /** Of a change of rows. */
    private static ChangeProof proof() {
        return new ChangeProof(
                1,
                0,
                true,
                List.of(new LockSeen(ORDERS, "RowExclusiveLock")),
                List.of(),
                List.of(),
                new RollbackProof(RollbackResult.NONE, Optional.empty(), Optional.empty()),
                List.of());
    }

    private static ChangeProof proof(Work work, LockSeen... locks) {
        return new ChangeProof(
                1,
                0,
                true,
                List.of(locks),
                List.of(new WorkSeen(ORDERS, work, 1)),
                List.of(),
                new RollbackProof(RollbackResult.NONE, Optional.empty(), Optional.empty()),
                List.of());
    }

    private static Survey.TableFacts facts(long rows) {
        return new Survey.TableFacts(rows, rows * 100, 0, 0, 0, 0, 0, Optional.empty(), 0, 0, OptionalLong.empty());
    }

    /** As fast as the machine of the standard; a tenth of each table is read in 70 ms, and a condition tried in 90. */
    private record Facts() implements Survey {
        @Override
        public Map<String, TableFacts> facts(Set<String> objects) {
            return FACTS;
        }

        @Override
        public Map<String, String> indexed(Set<String> indexes) {
            return Map.of();
        }

        @Override
        public Optional<Count> count(String object, Optional<String> column) {
            return Optional.empty();
        }

        @Override
        public Optional<Plan> planned(String sql, String verb, String object) {
            return Optional.of(new Plan(100_000, sql.endsWith("from one end to the other")));
        }

        @Override
        public Optional<Matching> matching(String object, PartQuery query, double share) {
            return Optional.of(new Matching(0.1 * share, Long.parseLong(query.tail()), 0, Duration.ofMillis(90)));
        }

        @Override
        public List<Emptied> emptied(List<String> objects, boolean cascade) {
            return List.of();
        }

        @Override
        public List<Followed> followed(String object) {
            return List.of();
        }

        @Override
        public Fired fired(String object, String verb) {
            return new Fired(verb.equals("INSERT") ? 2 : 0, 0);
        }

        @Override
        public boolean retimed(String object, String column, boolean zoned) {
            return false;
        }

        @Override
        public boolean nulled(String object, String column, boolean byDefault) {
            return false;
        }

        @Override
        public List<String> dependents(String object, Optional<String> column) {
            return List.of();
        }

        @Override
        public Optional<Sample> sample(String object) {
            return Optional.of(new Sample(0.1, Duration.ofMillis(70)));
        }

        @Override
        public Duration sorting() {
            return StandardCost.SORTING;
        }
    }
}
