package io.slipway.database.mariadb;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC URL of the project file, taken apart.
 *
 * @param server everything before the database, such as {@code jdbc:mariadb://db:3306}
 * @param database may be empty
 * @param options the driver's, as the project wants them
 */
record MariadbUrl(String server, String database, List<String> options) {
    private static final Pattern URL =
            Pattern.compile("jdbc:(?:mariadb|mysql)(:[^?]*?//[^/?]+)(?:/([^?]*))?(?:\\?(.*))?");

    /** What Slipway relies on, whatever the project says: each statement reaches the server alone and as it stands. */
    private static final Map<String, String> FIXED = Map.of(
            "allowMultiQueries", "false",
            // A script must not read files of the machine that deploys.
            "allowLocalInfile", "false",
            "autocommit", "true",
            "createDatabaseIfNotExist", "false",
            "dumpQueriesOnException", "false",
            "transactionReplay", "false",
            // Rows changed, as the native client counts them, not rows matched.
            "useAffectedRows", "true",
            "useResetConnection", "true");

    static boolean understands(String url) {
        return url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:");
    }

    static MariadbUrl parse(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw SlipwayException.of(
                    ErrorCode.PROJECT_FILE_INVALID,
                    "This is no JDBC URL of a MariaDB or MySQL database.",
                    "Write it as jdbc:mariadb://host:3306/database.");
        }
        String database = matcher.group(2);
        String options = matcher.group(3);
        return new MariadbUrl(
                "jdbc:mariadb" + matcher.group(1),
                database == null ? "" : database,
                options == null || options.isEmpty() ? List.of() : List.of(options.split("&")));
    }

    MariadbUrl withDatabase(String other) {
        return new MariadbUrl(server, other, options);
    }

    /** For the driver. */
    String jdbc() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("connectTimeout", "10000");
        for (String option : options) {
            String[] parts = option.split("=", 2);
            all.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        all.putAll(FIXED);
        List<String> written = new ArrayList<>();
        all.forEach((name, value) -> written.add(name + "=" + value));
        return server + "/" + database + "?" + String.join("&", written);
    }
}
