package io.slipway.release.packaging;

import io.slipway.release.artifact.Change;
import io.slipway.release.execute.ScriptSource;
import java.util.Optional;

/** A change with the texts that the reference database runs for it. */
record Step(Change change, ScriptSource apply, Optional<ScriptSource> rollback) {}
