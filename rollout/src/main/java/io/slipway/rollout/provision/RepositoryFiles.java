package io.slipway.rollout.provision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What provisioning puts into the repository in one commit.
 *
 * @param managed path → text that is ours for good
 * @param scaffold path → text that is the team's from the first commit on
 * @param former paths of what an earlier definition may have put there
 */
record RepositoryFiles(Map<String, String> managed, Map<String, String> scaffold, List<String> former) {
    RepositoryFiles {
        managed = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(managed));
        scaffold = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(scaffold));
        former = List.copyOf(former);
    }

    Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>(scaffold);
        all.putAll(managed);
        return all;
    }

    List<String> paths() {
        return new ArrayList<>(all().keySet());
    }
}
