package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.MARIADB;
import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Rule.SERVERS;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.WARN;

import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.rules.StatementRule.Found;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What gives more rights than was meant, or tells what should not be told. */
final class SecurityRules {
    /** In these a routine may do what the server's own account may. */
    private static final Set<String> UNTRUSTED =
            Set.of("c", "plpython3u", "plpythonu", "plpython2u", "plperlu", "pltclu", "plsh");

    /** Extensions through which a session gets at other databases, files or the network. */
    private static final Set<String> OUTSIDE = Set.of(
            "adminpack",
            "dblink",
            "file_fdw",
            "http",
            "mysql_fdw",
            "odbc_fdw",
            "oracle_fdw",
            "pg_net",
            "postgres_fdw",
            "tds_fdw");

    private static final Set<String> OUTSIDE_CALLS =
            Set.of("DBLINK", "DBLINK_CONNECT", "DBLINK_CONNECT_U", "DBLINK_EXEC", "DBLINK_SEND_QUERY");

    /** {@code password=…}, or that of {@code postgresql://user:…@host}. */
    private static final Pattern CONNECTION_PASSWORD =
            Pattern.compile("\\bpassword\\s*=\\s*[^\\s&]|://[^/\\s:@]*:[^@\\s]+@", Pattern.CASE_INSENSITIVE);

    private SecurityRules() {}

    static List<StatementRule> all() {
        return List.of(
                rule("grant-to-public", WARN, SERVERS, (s, scene, found) -> {
                    if (granting(s) && s.has("TO", "PUBLIC")) {
                        found.at(s.offsetOf("TO", "PUBLIC"), "PUBLIC is everybody who can log in, now and later.");
                    }
                }),
                rule("grant-all", NOTE, SERVERS, (s, scene, found) -> {
                    if (granting(s) && s.has("GRANT", "ALL")) {
                        found.at(
                                s.offsetOf("GRANT", "ALL"),
                                "ALL is more than an application needs, such as TRUNCATE or DROP.");
                    }
                }),
                rule("grant-passed-on", WARN, SERVERS, (s, scene, found) -> {
                    if (granting(s) && (s.has("WITH", "GRANT", "OPTION") || s.has("WITH", "ADMIN", "OPTION"))) {
                        found.at(
                                Math.max(s.offsetOf("WITH", "GRANT", "OPTION"), s.offsetOf("WITH", "ADMIN", "OPTION")),
                                "Who is given it gives it to whomever they like.");
                    }
                }),
                rule("grant-on-everything", WARN, MARIADB, (s, scene, found) -> {
                    if (s.starts("GRANT") && s.has("ON", "*", ".", "*")) {
                        found.at(
                                s.offsetOf("ON", "*"),
                                "It holds in every database of the server, and in those to come.");
                    }
                }),
                rule("superuser", WARN, POSTGRESQL, (s, scene, found) -> {
                    if (account(s, "CREATE") || account(s, "ALTER")) {
                        Stream.of("SUPERUSER", "BYPASSRLS", "REPLICATION", "CREATEROLE")
                                .filter(s::has)
                                .findFirst()
                                .ifPresent(right -> found.at(
                                        s.offsetOf(right), right + " reaches beyond this database and its rules."));
                    }
                }),
                rule("password-in-script", WARN, SERVERS, SecurityRules::password),
                rule("account-in-script", NOTE, SERVERS, (s, scene, found) -> {
                    if (account(s, "CREATE") || account(s, "DROP")) {
                        found.at(0, "Accounts are the server's and not the database's: each environment has its own.");
                    }
                }),
                rule("definer-search-path", WARN, POSTGRESQL, (s, scene, found) -> {
                    boolean routine = s.read() instanceof Sql.Create made
                            && (made.kind().equals("FUNCTION") || made.kind().equals("PROCEDURE"));
                    if (routine && s.has("SECURITY", "DEFINER") && !s.has("SET", "SEARCH_PATH")) {
                        found.at(
                                s.offsetOf("SECURITY", "DEFINER"),
                                "Who calls it chooses by search_path which tables and functions it means, with its"
                                        + " owner's rights.");
                    }
                }),
                rule("definer-named", WARN, MARIADB, (s, scene, found) -> {
                    int at = Reader.find(s.tokens(), 0, "DEFINER", "=");
                    if (at >= 0
                            && at + 2 < s.tokens().size()
                            && s.starts("CREATE")
                            && !s.tokens().get(at + 2).is("CURRENT_USER")
                            && !s.tokens().get(at + 2).is("CURRENT_ROLE")) {
                        found.at(
                                s.tokens().get(at).offset(), "The account may not be there, or be another, elsewhere.");
                    }
                }),
                rule("language-untrusted", WARN, POSTGRESQL, (s, scene, found) -> {
                    int at = Reader.find(s.tokens(), 0, "LANGUAGE");
                    if ((s.starts("CREATE") || s.starts("DO"))
                            && at >= 0
                            && at + 1 < s.tokens().size()
                            && UNTRUSTED.contains(
                                    s.tokens().get(at + 1).content().toLowerCase(Locale.ROOT))) {
                        found.at(
                                s.tokens().get(at).offset(),
                                "It may do whatever the server's own account may, files and network included.");
                    }
                }),
                rule("server-file", WARN, SERVERS, SecurityRules::serverFile).ofRows(),
                rule(
                        "row-security-off",
                        WARN,
                        POSTGRESQL,
                        (s, scene, found) -> StatementRule.changes(s, scene, Sql.Action.Kind.OTHER, (table, action) -> {
                            if (action.has("DISABLE", "ROW", "LEVEL") || action.has("NO", "FORCE", "ROW")) {
                                found.at(
                                        action.offset(),
                                        "The policies of " + table.table() + " hide no row from now on.");
                            }
                        })),
                rule("server-setting", WARN, SERVERS, (s, scene, found) -> {
                    boolean global = s.starts("SET", "GLOBAL")
                            || s.starts("SET", "PERSIST")
                            || s.starts("SET", "@", "@", "GLOBAL");
                    if (s.starts("ALTER", "SYSTEM") || global) {
                        found.at(0, "It is set for the whole server, other databases included.");
                    }
                }),
                rule("reaches-outside", NOTE, POSTGRESQL, SecurityRules::reachesOutside)
                        .ofAll(),
                rule(
                                "sessions-ended",
                                WARN,
                                POSTGRESQL,
                                (s, scene, found) -> Call.of(s, Set.of("PG_TERMINATE_BACKEND", "PG_CANCEL_BACKEND"))
                                        .filter(Call::builtIn)
                                        .forEach(call -> found.at(
                                                call.offset(),
                                                "Whoever is at work there loses it, in each environment.")))
                        .ofAll(),
                rule("dynamic-sql", WARN, POSTGRESQL, SecurityRules::dynamicSql));
    }

    private static boolean granting(Statement s) {
        return s.starts("GRANT") || s.starts("ALTER", "DEFAULT", "PRIVILEGES");
    }

    private static boolean account(Statement s, String verb) {
        return s.starts(verb, "USER") && !s.starts(verb, "USER", "MAPPING")
                || s.starts(verb, "ROLE")
                || s.starts(verb, "GROUP");
    }

    /** The message never holds it. */
    private static void password(Statement s, Scene scene, Found found) {
        if (!s.startsAny("CREATE", "ALTER", "GRANT", "SET")) {
            return;
        }
        for (int i = 0; i + 1 < s.tokens().size(); i++) {
            SqlToken next = s.tokens().get(i + 1);
            if (s.tokens().get(i).is("IDENTIFIED")
                    && next.is("BY")
                    && i + 2 < s.tokens().size()) {
                next = s.tokens().get(i + 2).is("PASSWORD")
                                && i + 3 < s.tokens().size()
                        ? s.tokens().get(i + 3)
                        : s.tokens().get(i + 2);
            } else if (s.tokens().get(i).is("CONNECTION")
                    && !CONNECTION_PASSWORD.matcher(next.content()).find()) {
                continue;
            } else if (!s.tokens().get(i).is("PASSWORD") && !s.tokens().get(i).is("CONNECTION")) {
                continue;
            }
            boolean assigned = next.is("=") && s.starts("SET", "PASSWORD");
            if (next.kind() == SqlToken.Kind.STRING || assigned) {
                found.at(s.tokens().get(i).offset(), "A password in a script is read by all who read the script.");
                return;
            }
        }
    }

    private static void serverFile(Statement s, Scene scene, Found found) {
        if (s.starts("COPY")) {
            boolean program = s.has("PROGRAM");
            for (int i = 0; i + 1 < s.tokens().size(); i++) {
                boolean file =
                        (s.tokens().get(i).is("FROM") || s.tokens().get(i).is("TO"))
                                && s.tokens().get(i + 1).kind() == SqlToken.Kind.STRING;
                if (file || program) {
                    found.at(0, "It reads or writes on the server's own disk, as the server's account.");
                    return;
                }
            }
        } else if (s.starts("LOAD", "DATA") && !s.has("LOCAL")
                || s.has("INTO", "OUTFILE")
                || s.has("INTO", "DUMPFILE")) {
            found.at(0, "It reads or writes on the server's own disk, as the server's account.");
        }
    }

    private static void reachesOutside(Statement s, Scene scene, Found found) {
        if (s.read() instanceof Sql.Create made && made.kind().equals("EXTENSION")) {
            String extension = made.name().key();
            if (UNTRUSTED.contains(extension)) {
                found.at(
                        made.name().offset(),
                        "Routines in " + extension + " may do whatever the server's own account may.");
            } else if (OUTSIDE.contains(extension)) {
                found.at(
                        made.name().offset(),
                        "With " + extension + " a session gets out of the database, as the server's account.");
            }
        }
        Call.of(s, OUTSIDE_CALLS)
                .forEach(call -> found.at(
                        call.offset(), "What it does in another database is not proved, and stays when this fails."));
    }

    private static void dynamicSql(Statement s, Scene scene, Found found) {
        for (Body body : Body.of(s)) {
            new DynamicSql(body.tokens())
                    .unquoted()
                    .forEach(
                            token -> found.at(
                                    body.offset() + token.offset(),
                                    "What is put together here runs as it comes: a name or value can bring statements of its own."));
        }
    }

    private static StatementRule rule(String id, Severity severity, Set<Dialect> dialects, Check check) {
        return StatementRule.of(Topic.SECURITY, severity, dialects, id, check);
    }
}
