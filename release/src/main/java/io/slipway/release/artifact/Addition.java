package io.slipway.release.artifact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an artifact adds to the one that it continues.
 *
 * @param changes those that the parent does not have, in order
 * @param related of the parent's changes those with the ids of new ones, or of what these require, in order
 */
public record Addition(ArtifactHead head, List<Change> changes, List<Change> related) {

    /** Whether nothing is replaced that is not rerunnable: all that is new is to be run, and nothing is to be taken back. */
    public boolean onlyAdds() {
        Map<String, Change> latest = new HashMap<>();
        related.forEach(change -> latest.put(change.id(), change));
        for (Change change : changes) {
            Change before = latest.put(change.id(), change);
            if (before != null && !before.rerunnable()) {
                return false;
            }
        }
        return true;
    }
}
