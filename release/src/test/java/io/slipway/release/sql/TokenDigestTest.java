package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenDigestTest {
    /** Histories hold these values: whoever changes one breaks every database that has been deployed to. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POSTGRESQL | ~~ | 437aa93f61260b9a7b41a40a9f042a3c78ad507bd7b939af677d2f3bb62952c9",
                "POSTGRESQL | SELECT a->>'x', $$;$$, E'\\''::text, .5e-3 /* c */; -- d |"
                        + " 7f161aa753ef43a06a416b5fa43082eca2385d23e8fb4cc11e8dbe810e26b831",
                "POSTGRESQL | COPY t FROM stdin;\\n"
                        + "1\té\\n"
                        + "\\.\\n"
                        + "\\echo x\\n"
                        + "SELECT 1 | fc0581b2d211a59acc5fa12a3d49a5e528f85696aca1eb65ef22c57339d0e3d8",
                "MYSQL | DELIMITER //\\n"
                        + "SELECT `a`, \"b\\\"\", 5--1, 1<=>2 /*+ h */ /*!50000 x */// |"
                        + " e037d658b4d43098e2fbe796abc482988d35afd5e877b7da4593e54f1e2bc67e",
                "SQLITE | CREATE TRIGGER t AFTER INSERT ON [a] BEGIN SELECT 1; END; |"
                        + " 5e5ac616d58e376465b9c0d1ddd60275199b0f5d48657199a86c6ea0ab6d5b95",
                "ORACLE | BEGIN a := q'[x]'; END;\\n"
                        + "/ | dcd480e50b9ccb547dad83efc74155f535fda8157ce8f0e82820e5ef4702e540",
                "SQLSERVER | SELECT @a, #b, [c]\\n"
                        + "GO | 01103652cbd33b0dc201d91af4f001f069479540e2fd8767be7f3e72a2119f71",
                "DB2 | SELECT 'x' FROM t WHERE a <> 1; |"
                        + " 1c058d72752ece55faf8cc232674f575e8e71c680e6e35ea85973833a00e31f7"
            })
    void isFrozen(Dialect dialect, String script, String digest) {
        assertThat(digest(dialect, script.replace("\\n", "\n"))).isEqualTo(digest);
    }

    @Test
    void isTheHashOfTheDocumentedBytes() throws Exception {
        byte[] bytes = ("slipway tokens 1\nCOPY\u00FFt\u00FFFROM\u00FFstdin\u00FF\u00FE"
                        + "1\n2\n\u00FF\u00FC"
                        + "\\echo x\u00FF\u00FD"
                        + "SELECT\u00FF'a\nb'\u00FF||\u00FF1.5\u00FF\u00FE")
                .getBytes(StandardCharsets.ISO_8859_1);
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));

        assertThat(digest(
                        Dialect.POSTGRESQL,
                        "-- c\nCOPY t FROM stdin;\r\n1\r\n2\r\n\\.\n \\echo x \nSELECT 'a\r\nb' /* c */ || 1.5\r\n;"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POSTGRESQL | SELECT a+b           | ~SELECT/**/a  +  b;~",
                "POSTGRESQL | SELECT 1 = -1       | SELECT 1=-1",
                "POSTGRESQL | SELECT (1)          | SELECT(1) -- it's",
                "MYSQL      | SELECT 1 # x        | SELECT 1",
                "ORACLE     | SELECT 1 /*+ hint */ | SELECT 1"
            })
    void layoutDoesNotCount(Dialect dialect, String one, String other) {
        assertThat(digest(dialect, one)).isEqualTo(digest(dialect, other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POSTGRESQL | SELECT a b        | SELECT ab",
                "POSTGRESQL | SELECT 1          | select 1",
                "POSTGRESQL | SELECT 'a b'      | SELECT 'a  b'",
                "POSTGRESQL | SELECT $$-- a$$   | SELECT $$-- b$$",
                "POSTGRESQL | SELECT a @- b     | SELECT a @ - b",
                "POSTGRESQL | SELECT E 'a'      | SELECT E'a'",
                "POSTGRESQL | SELECT 'a' 'b'    | SELECT 'a''b'",
                "POSTGRESQL | SELECT 1; SELECT 2| SELECT 1 SELECT 2",
                "POSTGRESQL | SELECT 1 <= 2     | SELECT 1 < = 2",
                "MYSQL      | SELECT 1 /*! + 1 */ | SELECT 1",
                "MYSQL      | SELECT /*+ a */ 1 | SELECT /*+ b */ 1",
                "POSTGRESQL | SELECT 1 \\g      | SELECT 2 \\g"
            })
    void anythingElseDoes(Dialect dialect, String one, String other) {
        assertThat(digest(dialect, one)).isNotEqualTo(digest(dialect, other));
    }

    @Test
    void rowsCountHoweverTheyAreChunked() {
        String rows = "x".repeat(79) + "\n";
        String script = "COPY t FROM stdin;\n" + rows.repeat(5000) + "\\.\n";

        assertThat(digest(Dialect.POSTGRESQL, script))
                .isEqualTo(TokenDigest.of(Dialect.POSTGRESQL, Cutting.drip(script.replace("\n", "\r\n"))))
                .isNotEqualTo(digest(Dialect.POSTGRESQL, script.replace(rows + "\\.", "\\.")));
    }

    private static String digest(Dialect dialect, String script) {
        return TokenDigest.of(dialect, new StringReader(script));
    }
}
