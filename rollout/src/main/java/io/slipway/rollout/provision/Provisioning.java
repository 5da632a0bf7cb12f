package io.slipway.rollout.provision;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.progress.Progress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans, applies, verifies and destroys one team's steps, in their order. */
public final class Provisioning {
    private final String team;
    private final String definition;
    private final List<Step> steps;
    private final StepNotes notes;
    private final Progress progress;
    private final Clock clock;

    /** @param definition digest of what the rollout file asks for */
    public Provisioning(
            String team, String definition, List<Step> steps, StepNotes notes, Progress progress, Clock clock) {
        this.team = team;
        this.definition = definition;
        this.steps = List.copyOf(steps);
        this.notes = notes;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * What {@link #apply} came to.
     *
     * @param done ids of the steps that made something
     * @param waiting steps that wait for people, and those that need them
     */
    public record Applied(List<ProvisionPlan.Planned> done, List<ProvisionPlan.Planned> waiting, long millis) {
        public Applied {
            done = List.copyOf(done);
            waiting = List.copyOf(waiting);
        }
    }

    /** @param kept what stays and why, by step */
    public record Destroyed(List<String> gone, List<Kept> kept) {
        public Destroyed {
            gone = List.copyOf(gone);
            kept = List.copyOf(kept);
        }

        /** A step whose result stays, at least in part. */
        public record Kept(String id, String why) {}
    }

    /** Looks at all there is, and changes nothing. */
    public ProvisionPlan plan() {
        List<ProvisionPlan.Planned> planned = new ArrayList<>();
        Set<String> open = new HashSet<>();
        for (Step step : steps) {
            Look look = step.look();
            Optional<String> blocked =
                    step.needs().stream().filter(open::contains).findFirst();
            if (look instanceof Look.Absent && blocked.isPresent()) {
                look = new Look.Waits("for " + blocked.get());
            }
            if (look instanceof Look.Waits || look instanceof Look.Unseen) {
                open.add(step.id());
            }
            planned.add(ProvisionPlan.Planned.of(step, look));
        }
        return new ProvisionPlan(team, definition, planned);
    }

    /**
     * Makes everything as wished. Does nothing at all where one step is refused, or the plan is not the expected one.
     *
     * @param expected digest of the plan that somebody read; empty to take whatever it is now
     * @throws SlipwayException {@code provision-refused}, {@code provision-stale}, {@code provision-stopped}
     */
    public Applied apply(Optional<String> expected) {
        long begun = clock.millis();
        notes.settle();
        ProvisionPlan plan = plan();
        if (expected.isPresent() && !expected.get().equals(plan.digest())) {
            throw SlipwayException.of(
                    ErrorCode.PROVISION_STALE,
                    "The plan was made for another world: what is there, or the rollout file, changed since.",
                    "Make the plan anew, and read it.");
        }
        refuse(plan);
        List<ProvisionPlan.Planned> done = new ArrayList<>();
        List<ProvisionPlan.Planned> waiting = new ArrayList<>();
        Set<String> open = new HashSet<>();
        progress.begin(
                "provisioning " + team,
                plan.those(Action.CREATE).size() + plan.those(Action.CHANGE).size());
        for (Step step : steps) {
            Optional<String> blocked =
                    step.needs().stream().filter(open::contains).findFirst();
            Look found = blocked.<Look>map(id -> new Look.Waits("for " + id)).orElseGet(step::look);
            ProvisionPlan.Planned planned = ProvisionPlan.Planned.of(step, found);
            if (found instanceof Look.Waits) {
                open.add(step.id());
                waiting.add(planned);
            } else if (!(found instanceof Look.AsWished)) {
                Look after = carryOut(step, found, done.size());
                done.add(seen(step, planned, after));
                if (after instanceof Look.Waits) {
                    open.add(step.id());
                    waiting.add(ProvisionPlan.Planned.of(step, after));
                }
            }
        }
        progress.end();
        notes.settle();
        long millis = clock.millis() - begun;
        if (!done.isEmpty()) {
            notes.add(StepNote.applied(clock.instant(), done.size(), millis));
        }
        if (waiting.isEmpty()
                && ProvisionTime.of(notes.all())
                        .filter(time -> !time.complete())
                        .isPresent()) {
            notes.add(StepNote.complete(clock.instant()));
        }
        return new Applied(done, waiting, millis);
    }

    /** What was done, with what is to be known of it now. */
    private static ProvisionPlan.Planned seen(Step step, ProvisionPlan.Planned planned, Look after) {
        String now = after instanceof Look.AsWished wished ? wished.seen() : "";
        return now.isEmpty()
                ? planned
                : new ProvisionPlan.Planned(step.id(), step.title(), planned.action(), now, planned.help());
    }

    private static void refuse(ProvisionPlan plan) {
        List<ProvisionPlan.Planned> refused = plan.those(Action.REFUSED);
        if (!refused.isEmpty()) {
            StringBuilder why = new StringBuilder("Nothing was done: what is there is not ours to change.");
            refused.forEach(step -> why.append("\n    ")
                    .append(step.id())
                    .append(": ")
                    .append(step.what())
                    .append(step.help().isEmpty() ? "" : " " + step.help()));
            throw SlipwayException.of(
                    ErrorCode.PROVISION_REFUSED, why.toString(), "Settle each of these, then plan again.");
        }
    }

    /** @return what is there afterwards: all of it, or all but what a person has to do */
    private Look carryOut(Step step, Look found, int before) {
        long begun = clock.millis();
        Look after;
        try {
            if (found instanceof Look.Foreign foreign) {
                throw SlipwayException.of(ErrorCode.PROVISION_REFUSED, foreign.why(), foreign.help());
            }
            if (found instanceof Look.Unseen unseen) {
                throw SlipwayException.of(
                        ErrorCode.PROVISION_STOPPED, "It cannot be looked at: " + unseen.why(), unseen.help());
            }
            progress.step(step.id());
            step.apply(found);
            after = step.look();
            if (!(after instanceof Look.AsWished) && !(after instanceof Look.Waits)) {
                ProvisionPlan.Planned left = ProvisionPlan.Planned.of(step, after);
                throw SlipwayException.of(
                        ErrorCode.PROVISION_STOPPED,
                        "It was made, and is still not as wished: "
                                + (left.what().isEmpty() ? "nothing is there" : left.what()),
                        left.help());
            }
        } catch (SlipwayException e) {
            throw SlipwayException.of(
                            ErrorCode.PROVISION_STOPPED,
                            "The step " + step.id() + " (" + step.title() + ") failed: " + e.getMessage() + "\n"
                                    + (before == 0 ? "No step before it" : before + " step(s) before it")
                                    + " made something now; that stands.",
                            (e.help().isEmpty() ? "" : e.help() + " ")
                                    + "Then run the same command again: it goes on from there.")
                    .causedBy(e);
        }
        notes.add(StepNote.done(clock.instant(), step.id(), clock.millis() - begun));
        return after;
    }

    /** Takes away what was made here, the newest first, and nothing else. */
    public Destroyed destroy() {
        List<String> gone = new ArrayList<>();
        List<Destroyed.Kept> kept = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            Look found = step.look();
            if (found instanceof Look.Absent || found instanceof Look.Waits waits && !waits.made()) {
                continue;
            }
            if (found instanceof Look.Foreign foreign) {
                kept.add(new Destroyed.Kept(step.id(), foreign.why()));
                continue;
            }
            if (found instanceof Look.Unseen unseen) {
                kept.add(new Destroyed.Kept(step.id(), "it cannot be looked at: " + unseen.why()));
                continue;
            }
            String stays = step.undo();
            if (stays.isEmpty()) {
                gone.add(step.id());
                notes.add(StepNote.undone(clock.instant(), step.id()));
            } else {
                kept.add(new Destroyed.Kept(step.id(), stays));
            }
        }
        return new Destroyed(gone, kept);
    }
}
