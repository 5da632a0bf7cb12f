package io.slipway.database.postgresql;

import io.slipway.release.bridge.Crossing.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about one difference.
 *
 * @param rank steps go in this order, as far as they can
 * @param key of the object
 * @param ways each a list of statements; the first that works is taken
 * @param inTheWay the objects from which others may have to be taken away first, which then are made again
 */
record BridgeStep(int rank, String key, List<List<Statement>> ways, List<BridgeSide.Place> inTheWay) {

    static Statement plain(String sql) {
        return new Statement(sql, Optional.empty());
    }

    static Statement warned(String sql, String warning) {
        return new Statement(sql, Optional.of(warning));
    }

    static List<Statement> all(List<String> statements) {
        return statements.stream().map(BridgeStep::plain).toList();
    }
}
