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
        // a tenth was counted in 70 ms, and counting takes longer than a look
        assertThat(estimate.millis()).isBetween(490L, 500L);
    }

    @Test
    void rowsOfATableWithForeignKeysTakeLonger() {
        ChangeProof proof = new ChangeProof(
                1,
                0,
                true,
                List.of(new LockSeen(ORDERS, "RowExclusiveLock")),
                List.of(),
                List.of(),
                new RollbackProof(RollbackResult.NONE, Optional.empty(), Optional.empty()),
                List.of());
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

    private static long planned(long found) {
        ChangedRows.Change change = new ChangedRows.Change(
                "DELETE",
                List.of("public.orders"),
                false,
                true,
                false,
                "DELETE",
                Optional.empty(),
                Optional.of(new ChangedRows.Part(
                        "public.orders", new Survey.PartQuery("", Long.toString(found), true), true)));
        return new Estimator(new Facts(), List.of())
                .planned(change, ORDERS)
                .orElseThrow()
                .rows();
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

    /** As fast as the machine of the standard; a tenth of each table is read in 70 ms. */
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
            return Optional.of(new Plan(100_000, false));
        }

        @Override
        public Optional<Matching> matching(String object, PartQuery query, double share) {
            return Optional.of(new Matching(0.1 * share, Long.parseLong(query.tail()), 0));
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
