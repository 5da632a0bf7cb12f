package io.slipway.rollout.provision;

import java.util.List;

/** Where the notes of one team's provisioning are kept: on the server, or in the project's own folder. */
public interface StepNotes {

    /** All of them, oldest first. */
    List<StepNote> all();

    void add(StepNote note);

    /** Brings what was noted to where it belongs by now. */
    default void settle() {}
}
