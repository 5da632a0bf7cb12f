package io.slipway.database.provision;

import java.util.List;

/**
 * Statements that are sent to one database, in one session.
 *
 * @param database where; empty for the server itself
 * @param byDeploy as the role that deploys; else as the administrator
 * @param together all in one transaction, where the product can
 */
public record SqlUnit(String database, boolean byDeploy, boolean together, List<String> statements) {
    public SqlUnit {
        statements = List.copyOf(statements);
    }
}
