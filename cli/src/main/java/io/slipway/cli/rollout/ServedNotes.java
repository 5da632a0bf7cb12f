package io.slipway.cli.rollout;

import io.slipway.cli.remote.RemoteRollout;
import io.slipway.cli.remote.RemoteRollout.ManualStep;
import io.slipway.cli.remote.RemoteRollout.Shown;
import io.slipway.rollout.provision.NotesFile;
import io.slipway.rollout.provision.Provision.ManualWish;
import io.slipway.rollout.provision.StepEvidence;
import io.slipway.rollout.provision.StepNote;
import io.slipway.rollout.provision.StepNotes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Notes of a team that a server looks after: what shows that people did their steps is kept there, what took how long in
 * the project's folder. Evidence for a step that the server does not know yet, or of which it still has an older
 * question, waits in the folder until it does.
 */
final class ServedNotes implements StepNotes {
    private final NotesFile here;
    private final RemoteRollout server;
    private final Map<String, String> asked;
    private final Clock clock;

    /** @param manual the manual steps as the definition at hand has them */
    ServedNotes(NotesFile here, RemoteRollout server, List<ManualWish> manual, Clock clock) {
        this.here = here;
        this.server = server;
        this.asked = manual.stream().collect(Collectors.toMap(ManualWish::id, StepEvidence::asked));
        this.clock = clock;
    }

    @Override
    public List<StepNote> all() {
        List<StepNote> all = new ArrayList<>(here.all().stream()
                .filter(note -> !note.isEvidence(note.step()))
                .toList());
        List<ManualStep> served = served();
        served.forEach(step -> step.shown().ifPresent(shown -> all.add(note(step, shown))));
        asked.keySet().stream()
                .filter(step -> served.stream().noneMatch(each -> each.id().equals(step)))
                .forEach(step -> waiting(step).ifPresent(all::add));
        return all;
    }

    private static StepNote note(ManualStep step, Shown shown) {
        return StepNote.evidence(shown.at(), step.id(), shown.text(), shown.by());
    }

    /** Those of which the server asks what the definition at hand asks. */
    private List<ManualStep> served() {
        return server.manualSteps().stream()
                .filter(step ->
                        StepEvidence.asked(step.title(), step.evidence()).equals(asked.get(step.id())))
                .toList();
    }

    @Override
    public void add(StepNote note) {
        boolean served = note.isEvidence(note.step())
                && served().stream().anyMatch(step -> step.id().equals(note.step()));
        if (served) {
            server.show(note.step(), note.text());
        } else {
            here.add(note);
        }
    }

    @Override
    public void settle() {
        for (ManualStep step : served()) {
            waiting(step.id()).ifPresent(note -> {
                if (step.shown().isEmpty()) {
                    server.show(step.id(), note.text());
                }
                here.add(StepNote.handedOver(clock.instant(), step.id()));
            });
        }
    }

    /** The newest evidence of a step that is not the server's yet. */
    private Optional<StepNote> waiting(String step) {
        Optional<StepNote> waiting = Optional.empty();
        for (StepNote note : here.all()) {
            if (note.isEvidence(step)) {
                waiting = Optional.of(note);
            } else if (note.kind().equals(StepNote.HANDED_OVER) && note.step().equals(step)) {
                waiting = Optional.empty();
            }
        }
        return waiting;
    }
}
