package io.slipway.release.runner;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.Verdict;
import io.slipway.release.report.ErrorReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be done at one target, by whoever reaches it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "verb")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Order.Look.class, name = "look"),
    @JsonSubTypes.Type(value = Order.ReadCatalogue.class, name = "read-catalogue"),
    @JsonSubTypes.Type(value = Order.Deploy.class, name = "deploy"),
    @JsonSubTypes.Type(value = Order.RollBack.class, name = "roll-back"),
    @JsonSubTypes.Type(value = Order.Resolve.class, name = "resolve")
})
public sealed interface Order {

    /** Read its history and journal, and who holds its lock. */
    record Look() implements Order {}

    record ReadCatalogue() implements Order {}

    /**
     * @param artifact digest of the artifact
     * @param contexts that hold
     * @param before the environment before it in the pipeline, for the gate; empty where the gate can be asked directly
     */
    record Deploy(
            String artifact,
            Optional<String> labels,
            List<String> contexts,
            Actor actor,
            boolean skipGate,
            Duration patience,
            Optional<Before> before)
            implements Order {}

    /**
     * @param artifact digest of the artifact that holds the rollbacks
     * @param keys of the changes to take back
     * @param one whether it was one change that was asked for
     */
    record RollBack(String artifact, Set<String> keys, boolean one, boolean unproved, Actor actor, Duration patience)
            implements Order {}

    /**
     * @param change key of the statement's change; empty for whichever has such a statement in doubt
     * @param done whether the statement's effect is there
     * @param againstCatalogue whether the person knows that the catalogue says otherwise
     */
    record Resolve(
            Optional<String> change, int statement, boolean done, boolean againstCatalogue, String reason, String who)
            implements Order {

        public static Resolve of(Verdict verdict, String who) {
            return new Resolve(
                    verdict.change(),
                    verdict.statement(),
                    verdict.done(),
                    verdict.againstCatalogue(),
                    verdict.reason(),
                    who);
        }

        public Verdict verdict() {
            return new Verdict(change, statement, done, againstCatalogue, reason);
        }
    }

    /**
     * What the gate needs to know of another environment.
     *
     * @param error why it could not be looked at
     */
    record Before(String environment, Optional<TargetPicture> picture, Optional<ErrorReport> error) {}

    /** Digest of the artifact that it needs; empty for those that read or settle. */
    default Optional<String> needs() {
        if (this instanceof Deploy deploy) {
            return Optional.of(deploy.artifact());
        }
        return this instanceof RollBack back ? Optional.of(back.artifact()) : Optional.empty();
    }
}
