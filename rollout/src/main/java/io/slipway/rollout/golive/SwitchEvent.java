package io.slipway.rollout.golive;

import java.time.Instant;
import java.time.LocalDate;

/** What happened to a team's switch. */
public sealed interface SwitchEvent {
    Instant at();

    /** When the rollout file came, real packages had reached the next environment already. */
    record Found(String version, String environment, Instant at) implements SwitchEvent {}

    /** Every gate passed: packaging to the real pipeline is open. */
    record Opened(LocalDate day, Instant at) implements SwitchEvent {}

    /** It was due, and something hindered it. */
    record Held(LocalDate day, String why, Instant at) implements SwitchEvent {}

    /** Somebody closed it again. */
    record Back(String by, String reason, Instant at) implements SwitchEvent {}

    /** The first real package reached the next environment. */
    record Proved(String version, String environment, Instant at) implements SwitchEvent {}
}
