package io.slipway.release.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What packaging observed on the reference database, as far as every run would find it again; timings are kept beside
 * the artifact.
 *
 * @param server product and major version of the reference database, such as {@code PostgreSQL 18}
 * @param changes {@link Change#key} → what was seen; earlier artifacts' observations are carried over
 */
public record Proof(String server, Map<String, ChangeProof> changes) {

    /** This, and what was seen of later changes on another server. */
    public Proof with(String newServer, Map<String, ChangeProof> later) {
        return new Proof(newServer, KnownProofs.and(changes, later));
    }

    /** What was seen of a change of the same artifact. */
    public ChangeProof of(Change change) {
        return Optional.ofNullable(changes.get(change.key())).orElseThrow();
    }

    /**
     * @param statements how many were sent
     * @param rows how many rows they reported as changed
     * @param locks strongest lock per object that was there before, such as {@code table public.customer:
     *     AccessExclusiveLock}
     * @param work what the database had to do with all of an object's rows
     * @param objects catalogue objects that came, went or changed
     * @param transactional whether it ran in one transaction
     * @param findings where it does not keep the rules
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ChangeProof(
            @JsonInclude(JsonInclude.Include.ALWAYS) int statements,
            @JsonInclude(JsonInclude.Include.ALWAYS) long rows,
            @JsonInclude(JsonInclude.Include.ALWAYS) boolean transactional,
            List<LockSeen> locks,
            List<WorkSeen> work,
            List<ObjectSeen> objects,
            RollbackProof rollback,
            List<FindingSeen> findings) {

        public ChangeProof {
            if (statements < 0 || rows < 0) {
                throw new IllegalArgumentException("it counts fewer than nothing");
            }
        }

        public ChangeProof with(List<FindingSeen> found) {
            return new ChangeProof(statements, rows, transactional, locks, work, objects, rollback, List.copyOf(found));
        }

        public ChangeProof with(RollbackProof other) {
            return new ChangeProof(statements, rows, transactional, locks, work, objects, other, findings);
        }
    }

    /**
     * @param rule its id
     * @param severity what the project's strictest environment said when it was packaged: {@code note} or {@code warn}
     */
    public record FindingSeen(String rule, String severity, int line, int column, String message) {}

    /** @param mode the database's own name of the lock level, such as {@code AccessExclusiveLock} */
    public record LockSeen(String object, String mode) {}

    /**
     * @param object such as {@code table public.customer}, as it was called before
     * @param times how often
     */
    public record WorkSeen(String object, Work work, int times) {

        /** Without the kind. */
        public String objectName() {
            return object.replaceFirst("^(?:materialized view|[a-z]+) ", "");
        }
    }

    /** What takes the longer, or loses the more, the more rows there are. */
    public enum Work {
        /** A table, materialized view or column is no more, under whatever name; so is what it held. */
        DROPPED,
        /** A new file took the old one's place: written anew, or emptied. */
        REWRITTEN,
        /** Read from one end to the other. */
        SCANNED,
        /** A new index over it was built. */
        INDEXED,
        /** Its rows were looked up in the table that a foreign key refers to. */
        COMPARED;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param event {@code added}, {@code removed} or {@code changed} */
    public record ObjectSeen(String event, String kind, String name) {}

    /**
     * @param reason why it is not proved, with the first difference
     * @param seen what it does by itself; there once a rework replaced the change and packaging went the way of a database
     *     that has it
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record RollbackProof(RollbackResult result, Optional<String> reason, Optional<RollbackSeen> seen) {

        public RollbackProof with(RollbackSeen observed) {
            return new RollbackProof(result, reason, Optional.of(observed));
        }
    }

    /** As of a change: {@link ChangeProof}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record RollbackSeen(
            @JsonInclude(JsonInclude.Include.ALWAYS) int statements,
            @JsonInclude(JsonInclude.Include.ALWAYS) long rows,
            @JsonInclude(JsonInclude.Include.ALWAYS) boolean transactional,
            List<LockSeen> locks,
            List<WorkSeen> work,
            List<ObjectSeen> objects) {}

    public enum RollbackResult {
        PROVED,
        NOT_PROVED,
        NONE;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
