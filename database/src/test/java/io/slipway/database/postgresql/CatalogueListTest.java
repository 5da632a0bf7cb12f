package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.HandEdits;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/fingerprint.md says of every catalogue of PostgreSQL whether a fingerprint tells it. */
class CatalogueListTest {
    private static final Pattern CATALOGUE = Pattern.compile("`(pg_\\w+)`");

    /** Kinds that {@code everything.sql} cannot make: they want another server, a provider, or code in C. */
    private static final Set<String> ELSEWHERE =
            Set.of("subscription", "security label", "text search parser", "text search template");

    @Test
    void everyCatalogueOfTheOldestAndTheNewestServerIsInTheList() throws IOException, SQLException {
        Set<String> listed = list().keySet();
        Set<String> there = new TreeSet<>();
        for (PostgresServer server : List.of(PostgresServer.oldest(), PostgresServer.newest())) {
            there.addAll(catalogues(server));
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void everyKindThatTheListTellsIsTold() throws IOException, SqlFailure {
        Set<String> listed = list().values().stream()
                .map(words -> words.replaceFirst(";? ?not told:.*", ""))
                .flatMap(words -> Arrays.stream(words.split(", ")))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> told = new TreeSet<>(ELSEWHERE);
        try (Target target = Databases.open(Databases.fresh())) {
            for (String role : List.of("catalogue_app", "catalogue_owner")) {
                target.execute("do $$ begin create role " + role + "; exception when others then null; end $$");
            }
            for (String sql : HandEdits.statements(HandEdits.text(PostgresCatalogueTest.class, "everything.sql"))) {
                target.execute(sql);
            }
            target.catalogue().objects().values().stream()
                    .map(CatalogueObject::kind)
                    .forEach(told::add);
        }
        assertThat(listed).isEqualTo(told);
    }

    /** Catalogue → what is said of it. */
    private static TreeMap<String, String> list() throws IOException {
        String text = Files.readString(Path.of("../docs/fingerprint.md"));
        String table = text.substring(text.indexOf("<!-- catalogues -->"), text.indexOf("<!-- end -->"));
        TreeMap<String, String> list = new TreeMap<>();
        for (String line :
                table.lines().filter(each -> each.startsWith("| `pg_")).toList()) {
            String[] cells = line.split(" \\| ");
            Matcher name = CATALOGUE.matcher(cells[0]);
            while (name.find()) {
                list.put(name.group(1), cells[1].replaceFirst(" \\|$", ""));
            }
        }
        return list;
    }

    private static Set<String> catalogues(PostgresServer server) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(
                        server.admin().url(),
                        server.admin().user(),
                        server.admin().password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select relname from pg_class where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
