package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testkit.NastyScripts;
import io.slipway.testkit.NastyScripts.Part;
import io.slipway.testkit.NastyScripts.Role;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every character belongs to one piece, and the pieces are the statements the script was made of. */
class SplittersPropertyTest {
    private static final int STATEMENTS = 10_000;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void findsTheStatementsANastyScriptWasMadeOf(Dialect dialect) {
        for (long seed = 1; seed <= 3; seed++) {
            List<Part> parts = nasty(dialect, seed, STATEMENTS);
            String script = NastyScripts.text(parts);

            List<Piece> pieces = Cutting.cut(dialect, script);

            assertThat(Cutting.text(pieces)).isEqualTo(script);
            List<String> expected = parts.stream()
                    .filter(part -> part.role() == Role.STATEMENT)
                    .map(part -> sent(dialect, part.sql()))
                    .toList();
            assertThat(expected).hasSizeGreaterThanOrEqualTo(STATEMENTS);
            assertSame(of(pieces, Piece.Type.STATEMENT), expected);
            assertSame(of(pieces, Piece.Type.DIRECTIVE), textsOf(parts, Role.DIRECTIVE));
            assertThat(String.join("", of(pieces, Piece.Type.COPY_DATA)))
                    .isEqualTo(String.join("", textsOf(parts, Role.ROWS)));
            assertPositions(pieces, script);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void cutsTheSameWhenTheReaderDrips(Dialect dialect) {
        String script = NastyScripts.text(nasty(dialect, 7, STATEMENTS));

        assertThat(Cutting.cut(dialect, Cutting.drip(script))).isEqualTo(Cutting.cut(dialect, script));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theIdentityOutlivesANewLayout(Dialect dialect) {
        List<Part> parts = nasty(dialect, 11, 2000);
        StringBuilder spread = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            spread.append(parts.get(i).text());
            // not behind COPY, where one line more is one row more
            boolean behindCopy = parts.get(Math.max(0, i - 1)).text().startsWith("COPY");
            if (parts.get(i).role() == Role.GLUE && !behindCopy) {
                spread.append("\n/* laid out\n anew */\n");
            }
        }

        assertThat(TokenDigest.of(dialect, new StringReader(spread.toString())))
                .isEqualTo(TokenDigest.of(dialect, Cutting.drip(NastyScripts.text(parts))));
    }

    @Property(tries = 3000)
    void losesNothingOfAnyText(@ForAll Dialect dialect, @ForAll("soup") String script) {
        StringBuilder seen = new StringBuilder();
        try {
            Splitters.of(dialect, Cutting.drip(script)).forEachRemaining(piece -> seen.append(piece.text()));
        } catch (SplitException e) {
            assertThat(script).startsWith(seen.toString());
            assertThat(e.line()).isPositive();
            assertThat(e.column()).isPositive();
            return;
        }
        assertThat(seen.toString()).isEqualTo(script);
    }

    @Provide
    Arbitrary<String> soup() {
        return Arbitraries.of(
                        "'",
                        "\"",
                        "`",
                        "[",
                        "]",
                        "$$",
                        "$a$",
                        "$",
                        "\\",
                        "\\.",
                        "\n",
                        "\r",
                        "\r\n",
                        ";",
                        "--",
                        "-- ",
                        "#",
                        "/*",
                        "*/",
                        "/*!",
                        "(",
                        ")",
                        "GO",
                        "/",
                        "begin",
                        "end",
                        "create ",
                        "function ",
                        "trigger ",
                        "copy t from stdin;",
                        "delimiter ",
                        "//",
                        "E'",
                        "U&'",
                        "q'[",
                        "1",
                        "1.5e",
                        "x",
                        " ",
                        "\uFEFF",
                        "é",
                        ".",
                        "@",
                        ":r",
                        "set ",
                        "use ",
                        "--#SET TERMINATOR ",
                        "\\g",
                        "\\copy t from stdin")
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }

    /** One by one: a list of ten thousand in a failure message helps nobody. */
    private static void assertSame(List<String> actual, List<String> expected) {
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            assertThat(actual.get(i)).as("number %d", i).isEqualTo(expected.get(i));
        }
        assertThat(actual).hasSameSizeAs(expected);
    }

    private static void assertPositions(List<Piece> pieces, String script) {
        long offset = 0;
        int line = 1;
        int column = 1;
        for (Piece piece : pieces) {
            assertThat(piece.offset()).isEqualTo(offset);
            assertThat(piece.line()).isEqualTo(line);
            assertThat(piece.column()).isEqualTo(column);
            offset += piece.text().length();
            line += (int) piece.text().chars().filter(c -> c == '\n').count();
            column = (int) offset - script.lastIndexOf('\n', (int) offset - 1);
        }
        assertThat(offset).isEqualTo(script.length());
    }

    private static List<Part> nasty(Dialect dialect, long seed, int statements) {
        return NastyScripts.of(NastyScripts.Kind.valueOf(dialect.name()), seed, statements);
    }

    /** The mariadb client and the sqlite3 shell read CR LF as LF. */
    private static String sent(Dialect dialect, String sql) {
        return dialect == Dialect.MYSQL || dialect == Dialect.SQLITE ? sql.replace("\r\n", "\n") : sql;
    }

    private static List<String> of(List<Piece> pieces, Piece.Type type) {
        return pieces.stream()
                .filter(piece -> piece.type() == type)
                .map(Piece::sql)
                .toList();
    }

    private static List<String> textsOf(List<Part> parts, Role role) {
        return parts.stream()
                .filter(part -> part.role() == role)
                .map(part -> role == Role.DIRECTIVE ? directive(part.text()) : part.text())
                .toList();
    }

    private static String directive(String text) {
        String trimmed = text.strip();
        return trimmed.endsWith(";")
                        && !trimmed.startsWith("SPOOL")
                        && !trimmed.contains(" ;")
                        && !trimmed.toLowerCase(Locale.ROOT).startsWith("delimiter")
                        && !trimmed.startsWith("--#")
                ? trimmed.substring(0, trimmed.length() - 1)
                : trimmed;
    }
}
