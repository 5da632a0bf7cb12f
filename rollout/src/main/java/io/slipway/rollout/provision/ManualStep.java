package io.slipway.rollout.provision;

import io.slipway.rollout.provision.Provision.ManualWish;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Something that only a person can do, who is then asked for evidence. */
final class ManualStep implements Step {
    private final ManualWish wish;
    private final StepNotes notes;

    ManualStep(ManualWish wish, StepNotes notes) {
        this.wish = wish;
        this.notes = notes;
    }

    @Override
    public String id() {
        return wish.id();
    }

    @Override
    public String title() {
        return wish.title();
    }

    @Override
    public List<String> needs() {
        return wish.after();
    }

    @Override
    public Look look() {
        return notes.all().stream()
                .filter(note -> note.isEvidence(id()))
                .reduce((earlier, later) -> later)
                .<Look>map(note -> new Look.AsWished("shown by " + note.by() + " on "
                        + LocalDate.ofInstant(note.at(), ZoneOffset.UTC) + ": " + note.text()))
                .orElseGet(() -> new Look.Waits("for " + wish.who().name() + ", who then gives " + wish.evidence()));
    }

    @Override
    public void apply(Look found) {
        throw new IllegalStateException("a person does it");
    }

    @Override
    public String undo() {
        return "a person did it";
    }

    @Override
    public List<String> commands() {
        return List.of();
    }

    ManualWish wish() {
        return wish;
    }
}
