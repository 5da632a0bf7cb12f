package io.slipway.database.mariadb;

import io.slipway.release.bridge.Crossing.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about some differences.
 *
 * @param keys of the objects that differ
 * @param ways each a list of statements; the first that works is taken
 */
record MariadbStep(List<String> keys, List<List<Statement>> ways) {

    static MariadbStep plain(String key, String sql) {
        return new MariadbStep(List.of(key), List.of(List.of(new Statement(sql, Optional.empty()))));
    }

    static MariadbStep warned(String key, String sql, String warning) {
        return new MariadbStep(List.of(key), List.of(List.of(new Statement(sql, Optional.of(warning)))));
    }
}
