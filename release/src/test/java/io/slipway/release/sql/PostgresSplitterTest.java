package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSplitterTest {
    @Test
    void aPieceKnowsWhereItStands() {
        assertThat(Cutting.cut(Dialect.POSTGRESQL, "\uFEFF-- one\r\n  SELECT 1 ; SELECT\n2"))
                .containsExactly(
                        new Piece(Piece.Type.BLANK, "\uFEFF-- one\r\n  ", "", 0, 1, 1),
                        new Piece(Piece.Type.STATEMENT, "SELECT 1 ;", "SELECT 1", 11, 2, 3),
                        new Piece(Piece.Type.BLANK, " ", "", 21, 2, 13),
                        new Piece(Piece.Type.STATEMENT, "SELECT\n2", "SELECT\n2", 22, 2, 14));
    }

    @Test
    void nothingHasNoPieces() {
        assertThat(Cutting.cut(Dialect.POSTGRESQL, "")).isEmpty();
    }

    @Test
    void strayTerminatorsAreBlank() {
        assertThat(outline(";; -- nothing\n;")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';', 'it''s;', '\\'",
                "SELECT E'\\';', e'a''\\\\'",
                "SELECT E'a\\''\n  'b\\';'",
                "SELECT E'a\\'' -- it's\n  'b\\';'",
                "SELECT 'a'\n'b\\'",
                "SELECT U&'\\0041;', U&\"d;\", B'01', X'1F', N'a;'",
                "SELECT \"a;\"\"b'\" FROM t",
                "SELECT $$;'$$, $a$;$$;$b$;$a$, $_ü1$;$_ü1$",
                "SELECT a$b$ FROM t$$",
                "SELECT $1, 2+$2",
                "SELECT 1 /* ; /* ' */ ; */ + 1",
                "SELECT 1 --;\n + 1",
                "SELECT 1 --;\r + 1",
                "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN b END; SELECT 1; END",
                "create or replace procedure p() begin atomic; select 1; end",
                "SELECT x[1:2], a::int, b @> c, 1e5"
            })
    void isOneStatement(String statement) {
        assertThat(outline(statement + ";SELECT 2;")).containsExactly("STATEMENT " + statement, "STATEMENT SELECT 2");
    }

    @Test
    void beginOpensABodyOnlyInARoutine() {
        assertThat(outline("BEGIN; SELECT 1; END; CREATE TABLE function (a int); BEGIN; END;"))
                .hasSize(6);
    }

    @Test
    void aDirectiveTakesItsLine() {
        assertThat(outline("\\c chinook;\nSELECT 1;\\echo it's\nSELECT 2;"))
                .containsExactly(
                        "DIRECTIVE \\c chinook;", "STATEMENT SELECT 1", "DIRECTIVE \\echo it's", "STATEMENT SELECT 2");
    }

    @Test
    void aDirectiveInAStatementIsOnePieceThatCanBeRefusedByName() {
        List<Piece> pieces = Cutting.cut(Dialect.POSTGRESQL, "SELECT 1 AS a \\gset x\nSELECT 2;");

        assertThat(pieces.get(0))
                .isEqualTo(new Piece(Piece.Type.DIRECTIVE, "SELECT 1 AS a \\gset x\n", "\\gset x", 0, 1, 1));
        assertThat(pieces.get(1).sql()).isEqualTo("SELECT 2");
    }

    @Test
    void rowsFollowCopy() {
        assertThat(Cutting.cut(Dialect.POSTGRESQL, "COPY t (a) FROM stdin; -- rows\n1;\t'\n\\N\n\\.\nSELECT 1;"))
                .extracting(piece -> piece.type() + " " + piece.text())
                .containsExactly(
                        "STATEMENT COPY t (a) FROM stdin;",
                        "BLANK  -- rows\n",
                        "COPY_DATA 1;\t'\n\\N\n",
                        "COPY_END \\.\n",
                        "STATEMENT SELECT 1;");
    }

    @Test
    void rowsMayEndWithTheScriptAndMayBeNone() {
        assertThat(outline("COPY t FROM STDIN;\na\nb")).last().isEqualTo("COPY_DATA a\nb");
        assertThat(outline("COPY t FROM STDIN;\n\\.\r\nSELECT 1"))
                .containsExactly("STATEMENT COPY t FROM STDIN", "COPY_END ", "STATEMENT SELECT 1");
        assertThat(outline("COPY t FROM STDIN;")).hasSize(1);
        assertThat(outline("\\copy t from stdin\nit's\n\\.\nSELECT 1;"))
                .containsExactly(
                        "DIRECTIVE \\copy t from stdin", "COPY_DATA it's\n", "COPY_END ", "STATEMENT SELECT 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t TO stdout;",
                "COPY t FROM 'stdin';",
                "COPY (SELECT a FROM stdin) TO 'f';",
                "COPY \"from\" TO 'x';"
            })
    void otherCopiesHaveNoRows(String copy) {
        assertThat(outline(copy + "\nSELECT 1;")).last().isEqualTo("STATEMENT SELECT 1");
    }

    @Test
    void manyRowsComeInChunksOfWholeLines() {
        String row = "x".repeat(999) + "\n";
        List<Piece> rows = Cutting.cut(Dialect.POSTGRESQL, "COPY t FROM stdin;\n" + row.repeat(1000) + "\\.\n").stream()
                .filter(piece -> piece.type() == Piece.Type.COPY_DATA)
                .toList();

        assertThat(rows)
                .hasSize(16)
                .allMatch(piece -> piece.text().endsWith("\n") && piece.text().length() < 70_000);
    }

    @Test
    void whatStandsBehindCopyOnItsLineIsRefused() {
        assertThatThrownBy(() -> outline("COPY t FROM stdin; SELECT 1;\n1\n\\.\n"))
                .isInstanceOfSatisfying(
                        SplitException.class, e -> assertThat(e.column()).isEqualTo(20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a 'b      | string",
                "a E'b\\'  | string",
                "a \"b     | quoted name",
                "a $x$ $$  | dollar-quoted string $x$",
                "a /* /* */| comment"
            })
    void whatNeverEndsIsReportedWhereItBegan(String script, String what) {
        assertThatThrownBy(() -> outline("SELECT 1;\n" + script))
                .hasMessage("This " + what + " never ends")
                .isInstanceOfSatisfying(SplitException.class, e -> {
                    assertThat(e.line()).isEqualTo(2);
                    assertThat(e.column()).isEqualTo(3);
                });
    }

    private static List<String> outline(String script) {
        return Cutting.outline(Dialect.POSTGRESQL, script);
    }
}
