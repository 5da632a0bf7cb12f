package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.slipway.release.deploy.Witness;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.project.Environment;
import io.slipway.release.status.Status;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which artifact is where.
 *
 * @param newest version of the pipeline's newest artifact; absent when there is none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record StatusReport(
        int formatVersion, String project, Optional<String> newest, List<EnvironmentStatus> environments) {

    /**
     * One environment.
     *
     * @param version empty when at none
     * @param pending changes of the newest artifact that it lacks
     * @param unknown changes that it has and the newest artifact does not know
     * @param failed id of the change that failed last; empty when none
     * @param failedDone how many statements of it, from its first, stand there; absent for none
     * @param halfDone a change that stopped half-way, and that only itself may go on with; absent when none
     * @param halfBuilt names of what failed statements left behind that is of no use; absent when nothing
     * @param running who deploys there now; empty when nobody
     * @param at the statement that the running deployment is at
     * @param inDoubt the statement in doubt; empty when none
     * @param witness what the catalogue says about it; absent when it cannot tell
     * @param error why it could not be looked at
     * @param databases each of them where the environment has many; the rest then tells of the one that is furthest behind,
     *     and of the first where something is wrong
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record EnvironmentStatus(
            String name,
            String version,
            @JsonProperty("protected") boolean isProtected,
            int applied,
            int pending,
            int unknown,
            String failed,
            Optional<String> failedPath,
            Optional<Integer> failedDone,
            Optional<HalfDoneChange> halfDone,
            Optional<List<String>> halfBuilt,
            String running,
            Optional<String> at,
            String inDoubt,
            Optional<String> witness,
            Optional<String> server,
            Optional<Instant> since,
            Optional<ErrorReport> error,
            Optional<List<DatabaseStatus>> databases) {

        public static EnvironmentStatus of(Status.Row row) {
            boolean runs = row.running().isPresent();
            return new EnvironmentStatus(
                    row.environment(),
                    row.deployed().map(HistoryEntry::version).orElse(""),
                    row.isProtected(),
                    row.applied(),
                    row.pending().size(),
                    row.unknown().size(),
                    row.failed().flatMap(HistoryEntry::changeId).orElse(""),
                    row.failed().flatMap(HistoryEntry::path),
                    row.failedDone() > 0 ? Optional.of(row.failedDone()) : Optional.empty(),
                    row.halfDone().filter(half -> half.done() > 0 && !runs).map(HalfDoneChange::of),
                    Optional.of(row.halfBuilt()).filter(names -> !names.isEmpty() && !runs),
                    row.running().map(Object::toString).orElse(""),
                    runs ? row.inDoubt() : Optional.empty(),
                    runs ? "" : row.inDoubt().orElse(""),
                    row.witness().map(Witness::says),
                    row.server().map(Object::toString),
                    row.deployed().map(HistoryEntry::at),
                    row.error().map(ErrorReport::of),
                    Optional.empty());
        }

        /**
         * An environment of many databases: where the one is that is furthest behind, and the worst of each thing that may
         * be wrong, so that it counts as up to date when all of them are.
         *
         * @param all of its databases, at least one
         */
        public static EnvironmentStatus ofMany(Environment environment, List<EnvironmentStatus> all) {
            EnvironmentStatus least = Collections.min(
                    all, Comparator.comparing(EnvironmentStatus::applied).thenComparing(one -> -one.pending()));
            return new EnvironmentStatus(
                    environment.name(),
                    least.version(),
                    environment.isProtected(),
                    least.applied(),
                    all.stream().mapToInt(EnvironmentStatus::pending).max().orElse(0),
                    all.stream().mapToInt(EnvironmentStatus::unknown).max().orElse(0),
                    first(all, one -> one.failed()),
                    firstOf(all, one -> one.failedPath()),
                    firstOf(all, one -> one.failedDone()),
                    firstOf(all, one -> one.halfDone()),
                    firstOf(all, one -> one.halfBuilt()),
                    first(all, one -> one.running()),
                    firstOf(all, one -> one.at()),
                    first(all, one -> one.inDoubt()),
                    firstOf(all, one -> one.witness()),
                    least.server(),
                    least.since(),
                    firstOf(all, one -> one.error()),
                    Optional.of(all.stream().map(DatabaseStatus::of).toList()));
        }

        private static String first(List<EnvironmentStatus> all, Function<EnvironmentStatus, String> what) {
            return all.stream()
                    .map(what)
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
        }

        private static <T> Optional<T> firstOf(
                List<EnvironmentStatus> all, Function<EnvironmentStatus, Optional<T>> what) {
            return all.stream().map(what).flatMap(Optional::stream).findFirst();
        }

        /** Nothing is pending, failed, half done, running, in doubt or unknown. */
        public boolean clean() {
            return pending == 0
                    && unknown == 0
                    && failed.isEmpty()
                    && halfDone.isEmpty()
                    && halfBuilt.isEmpty()
                    && running.isEmpty()
                    && inDoubt.isEmpty()
                    && error.isEmpty();
        }
    }

    /** One row for each environment, none of which has many databases. */
    public static StatusReport of(String project, Optional<String> newest, List<Status.Row> rows) {
        return new StatusReport(
                Reports.FORMAT_VERSION,
                project,
                newest,
                rows.stream().map(EnvironmentStatus::of).toList());
    }
}
