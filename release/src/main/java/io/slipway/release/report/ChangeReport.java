package io.slipway.release.report;

import io.slipway.release.artifact.Change;
import java.util.List;

/**
 * A change, as reports name it.
 *
 * @param kind its folder's name
 * @param digest SHA-256 of its text, lower-case hex
 */
public record ChangeReport(String id, String path, String kind, String digest) {

    static ChangeReport of(Change change) {
        return new ChangeReport(change.id(), change.path(), change.kind().folder(), change.digest());
    }

    public static List<ChangeReport> of(List<Change> changes) {
        return changes.stream().map(ChangeReport::of).toList();
    }
}
