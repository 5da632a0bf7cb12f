package io.slipway.rollout.provision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a new repository starts with; from then on it is the team's. */
final class ScaffoldFiles {
    private static final List<String> FOLDERS =
            List.of("ddl", "ddl_direct", "view", "function", "procedure", "trigger", "sql", "sql_direct", "data_dml");

    private ScaffoldFiles() {}

    /** Path → text. */
    static Map<String, String> of(String team, String title, String product) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String folder : FOLDERS) {
            files.put("sql/" + folder + "/.gitkeep", "");
        }
        files.put("sql/ddl/001_sample.sql", sample(product));
        files.put("sql/ddl/001_sample.rollback.sql", "DROP TABLE sample;\n");
        files.put(".gitignore", ".slipway/\n");
        files.put("README.md", """
                # %s

                The database scripts of the team %s, released with Slipway.

                | folder | holds |
                |---|---|
                | `sql/ddl` | tables and indexes; each script runs once |
                | `sql/view`, `sql/function`, `sql/procedure`, `sql/trigger` | run again whenever they are edited |
                | `sql/data_dml` | data; each script runs once |

                `sql/ddl/001_sample.sql` is there to try the way with: replace it by your first script, before go-live.

                ```
                slipway package
                slipway deploy latest --to dev
                ```
                """.formatted(title, team));
        return files;
    }

    private static String sample(String product) {
        return "CREATE TABLE sample (\n    id integer PRIMARY KEY,\n    name varchar(200) NOT NULL\n)"
                + (product.equals("mariadb") ? " DEFAULT CHARSET=utf8mb4" : "") + ";\n";
    }
}
