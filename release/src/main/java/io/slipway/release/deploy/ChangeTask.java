package io.slipway.release.deploy;

import io.slipway.release.artifact.Change;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.history.HistoryEvent;

/**
 * One change to run.
 *
 * @param event what the history says of it afterwards: {@code APPLIED} or {@code ROLLED_BACK}
 * @param transactional whether its statements may run in one transaction
 */
public record ChangeTask(Change change, ScriptSource source, HistoryEvent event, boolean transactional) {}
