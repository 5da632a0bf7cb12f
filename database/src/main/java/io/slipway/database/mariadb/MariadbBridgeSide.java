package io.slipway.database.mariadb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** One of the two databases between which a way is sought: how each of its objects is made, as the server says it. */
final class MariadbBridgeSide {
    private static final Pattern DEFINER =
            Pattern.compile("^(CREATE (?:ALGORITHM=\\w+ )?)DEFINER=`(?:[^`]|``)*`@`(?:[^`]|``)*` ");

    private static final Pattern ENGINE = Pattern.compile(" ENGINE=\\w+.*$", Pattern.DOTALL);

    private final Connection connection;
    private final String schema;

    MariadbBridgeSide(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select database()")) {
            row.next();
            this.schema = row.getString(1);
        }
    }

    /** Empty when there is no such table. */
    Optional<MariadbTable> table(String name) throws SQLException {
        return created("table", name).map(MariadbTable::of);
    }

    /**
     * The statement that makes an object, without schema, definer and what is no part of a schema; empty when the server
     * does not tell.
     */
    Optional<String> created(String kind, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SHOW CREATE " + kind.toUpperCase(Locale.ROOT) + " " + quoted(name))) {
            if (!row.next()) {
                return Optional.empty();
            }
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                String label = row.getMetaData().getColumnLabel(i);
                String text = row.getString(i);
                if (text != null
                        && (List.of("Create View", "SQL Original Statement").contains(label)
                                || label.startsWith("Create "))) {
                    return Optional.of(plain(kind, MariadbText.withoutSchema(text, schema)));
                }
            }
            return Optional.empty();
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith("08")) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static String plain(String kind, String created) {
        return switch (kind) {
            case "table" -> MariadbTable.unnumbered(created);
            case "sequence" -> ENGINE.matcher(created).replaceFirst("");
            default -> DEFINER.matcher(created).replaceFirst("$1");
        };
    }

    static String quoted(String name) {
        return MariadbHistoryDialect.quoted(name);
    }
}
