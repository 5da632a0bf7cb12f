package io.slipway.release.rules;

import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words that statements begin with. */
final class Verbs {
    /** Of PostgreSQL 12 to 18: https://www.postgresql.org/docs/18/sql-commands.html. */
    private static final Set<String> POSTGRESQL = words("""
            ABORT ALTER ANALYSE ANALYZE BEGIN CALL CHECKPOINT CLOSE CLUSTER COMMENT COMMIT COPY CREATE DEALLOCATE DECLARE
            DELETE DISCARD DO DROP END EXECUTE EXPLAIN FETCH GRANT IMPORT INSERT LISTEN LOAD LOCK MERGE MOVE NOTIFY PREPARE
            REASSIGN REFRESH REINDEX RELEASE RESET REVOKE ROLLBACK SAVEPOINT SECURITY SELECT SET SHOW START TABLE TRUNCATE
            UNLISTEN UPDATE VACUUM VALUES WITH
            """);

    /** Of MariaDB, and those that only MySQL has: https://mariadb.com/kb/en/sql-statements/. */
    private static final Set<String> MYSQL = words("""
            ALTER ANALYZE BACKUP BEGIN BINLOG CACHE CALL CASE CHANGE CHECK CHECKSUM CLONE COMMIT CREATE DEALLOCATE DECLARE
            DELETE DESC DESCRIBE DO DROP END EXECUTE EXPLAIN FLUSH FOR GET GRANT HANDLER HELP IF IMPORT INSERT INSTALL KILL
            LOAD LOCK LOOP OPTIMIZE PREPARE PURGE RELEASE RENAME REPAIR REPEAT REPLACE RESET RESIGNAL RESTART REVOKE ROLLBACK
            SAVEPOINT SELECT SET SHOW SHUTDOWN SIGNAL START STOP TABLE TRUNCATE UNINSTALL UNLOCK UPDATE USE VALUES WHILE WITH
            XA
            """);

    /** https://www.sqlite.org/lang.html. */
    private static final Set<String> SQLITE = words("""
            ALTER ANALYZE ATTACH BEGIN COMMIT CREATE DELETE DETACH DROP END EXPLAIN INSERT PRAGMA REINDEX RELEASE REPLACE
            ROLLBACK SAVEPOINT SELECT UPDATE VACUUM VALUES WITH
            """);

    private static final Map<Dialect, Set<String>> KNOWN =
            Map.of(Dialect.POSTGRESQL, POSTGRESQL, Dialect.MYSQL, MYSQL, Dialect.SQLITE, SQLITE);

    private Verbs() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /** Does the database know a statement that begins like this? A query may begin with a parenthesis. */
    static boolean knows(Dialect dialect, List<SqlToken> tokens) {
        return tokens.get(0).is("(")
                || !KNOWN.containsKey(dialect)
                || KNOWN.get(dialect).contains(tokens.get(0).word());
    }
}
