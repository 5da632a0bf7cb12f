package io.slipway.cli.load;

import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Accounts of a store that is measured; the first of them are signed in. */
final class LoadPeople {
    private LoadPeople() {}

    /** The secret of a session that is signed in for as long as the measurement lasts. */
    static String secret(int user) {
        return "load-session-" + user;
    }

    /**
     * Adds {@code user0} and so on, who may do everything.
     *
     * @param since in milliseconds
     */
    static void fill(Connection store, int people, long since) throws SQLException {
        try (PreparedStatement person = store.prepareStatement(
                        "INSERT INTO person (id, name, full_name, active, created_at) VALUES (?, ?, ?, true, ?)");
                PreparedStatement grant = store.prepareStatement("INSERT INTO role_grant (person, role, project,"
                        + " environment, granted_by, granted_at) VALUES (?, ?, '', '', 'test', ?)");
                PreparedStatement session = store.prepareStatement("INSERT INTO session (digest, person, created_at,"
                        + " seen_at, ends_at) VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < people; i++) {
                person.setString(1, "u" + i);
                person.setString(2, "user" + i);
                person.setString(3, "User " + i);
                person.setLong(4, since);
                person.execute();
                for (String role : List.of("administrator", "release-manager", "dba")) {
                    if (i < ConsoleLoad.USERS || role.equals("dba")) {
                        grant.setString(1, "u" + i);
                        grant.setString(2, role);
                        grant.setLong(3, since);
                        grant.execute();
                    }
                }
                if (i < ConsoleLoad.USERS) {
                    session.setString(1, Sha256.of(secret(i).getBytes(StandardCharsets.UTF_8)));
                    session.setString(2, "u" + i);
                    session.setLong(3, since);
                    // as seen in a year that is yet to come: no session is too old whenever this runs
                    session.setLong(4, since + 3_650L * 86_400_000);
                    session.setLong(5, since + 3_650L * 86_400_000);
                    session.execute();
                }
            }
        }
    }
}
