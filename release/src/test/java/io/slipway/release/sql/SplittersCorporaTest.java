package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real SQL written by others, which lies beside the checkout and not in it. */
class SplittersCorporaTest {
    @Test
    void everyScriptOfTheCorporaIsCutWithoutLoss() throws IOException {
        Path corpora = corpora();
        List<Path> scripts;
        try (Stream<Path> files = Files.walk(corpora)) {
            scripts = files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
        assertThat(scripts).hasSizeGreaterThan(1000);
        for (Path script : scripts) {
            String text = Files.readString(script);
            List<Piece> pieces = Cutting.cut(dialect(script), text);
            assertThat(Cutting.text(pieces)).as(script.toString()).isEqualTo(text);
            assertThat(pieces.stream().filter(piece -> piece.type() == Piece.Type.BLANK))
                    .as("%s: blank pieces hold no letters outside comments", script)
                    .allMatch(piece -> piece.text()
                            .replaceAll("(?is)/\\*.*?\\*/|--[^\\n]*|^\\s*rem[^\\n]*", "")
                            .chars()
                            .noneMatch(Character::isLetter));
        }
    }

    @Test
    void findsWhatIsKnownToBeInThem() throws IOException {
        Path corpora = corpora();

        Map<String, String> known = Map.of(
                "Chinook_PostgreSql.sql", "{DIRECTIVE=1, STATEMENT=59}",
                "Chinook_MySql.sql", "{DIRECTIVE=1, STATEMENT=59}",
                "Chinook_Sqlite.sql", "{STATEMENT=57}",
                "Chinook_Oracle.sql", "{DIRECTIVE=2, STATEMENT=50}",
                "Chinook_SqlServer.sql", "{DIRECTIVE=1, STATEMENT=36}",
                "Chinook_Db2.sql", "{STATEMENT=57}");
        for (Map.Entry<String, String> entry : known.entrySet()) {
            Path script = corpora.resolve("chinook").resolve(entry.getKey());
            assertThat(count(script)).as(entry.getKey()).isEqualTo(entry.getValue());
        }
    }

    @Test
    void findsThePlSqlBlocksOfHumanResources() throws IOException {
        Path file = corpora().resolve("oracle-human-resources/hr_code.sql");
        List<String> statements = Cutting.cut(Dialect.ORACLE, Files.readString(file)).stream()
                .filter(piece -> piece.type() == Piece.Type.STATEMENT)
                .map(Piece::sql)
                .toList();

        assertThat(statements).hasSize(6);
        assertThat(statements.get(0))
                .startsWith("CREATE OR REPLACE PROCEDURE secure_dml")
                .endsWith("END secure_dml;");
    }

    private static String count(Path script) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (Piece piece : Cutting.cut(dialect(script), Files.readString(script))) {
            if (piece.type() != Piece.Type.BLANK) {
                counts.merge(piece.type().name(), 1, Integer::sum);
            }
        }
        return counts.toString();
    }

    private static Dialect dialect(Path script) {
        String path = script.toString().toLowerCase(Locale.ROOT);
        return Stream.of(Dialect.values())
                .filter(dialect -> path.contains(dialect.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseGet(() -> path.contains("postgres") ? Dialect.POSTGRESQL : Dialect.ORACLE);
    }

    private static Path corpora() {
        Optional<Path> corpora = Optional.ofNullable(System.getProperty("slipway.corpora"))
                .map(Path::of)
                .or(SplittersCorporaTest::besideTheCheckout)
                .filter(Files::isDirectory);
        if (corpora.isEmpty()) {
            System.out.println("SKIPPED SplittersCorporaTest: corpora not beside the checkout");
        }
        assumeTrue(corpora.isPresent(), "corpora not beside the checkout");
        return corpora.get();
    }

    private static Optional<Path> besideTheCheckout() {
        Path start = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        return Stream.iterate(start, folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("shared/corpora"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
