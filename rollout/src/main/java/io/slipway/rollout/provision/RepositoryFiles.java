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
 */
record RepositoryFiles(Map<String, String> managed, Map<String, String> scaffold) {
    RepositoryFiles {
        managed = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(managed));
        scaffold = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(scaffold));
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
