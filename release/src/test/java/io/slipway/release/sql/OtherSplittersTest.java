package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The dialects that are cut well enough, but by no client's rules to the letter. */
class OtherSplittersTest {
    @Test
    void oracleBlocksEndWithASlash() {
        assertThat(Cutting.outline(Dialect.ORACLE, """
            REM it's a comment
            SET ECHO OFF
            SET ROLE dba;
            CREATE OR REPLACE EDITIONABLE PROCEDURE p IS
            BEGIN
              x := 4 / 2;
            END;
            /
            SELECT q'[it's;]' FROM dual;
            /
            <<a>> BEGIN NULL; END;
            /
            CREATE TABLE t (a NUMBER)
            /
            COLUMN a -
              FORMAT a10
            WITH FUNCTION f RETURN NUMBER IS BEGIN RETURN 1; END;
            SELECT f FROM dual
            /
            @@next.sql
            COMMENT ON TABLE t IS 'x';\
            """))
                .containsExactly(
                        "DIRECTIVE SET ECHO OFF",
                        "STATEMENT SET ROLE dba",
                        "STATEMENT CREATE OR REPLACE EDITIONABLE PROCEDURE p IS\nBEGIN\n  x := 4 / 2;\nEND;",
                        "STATEMENT SELECT q'[it's;]' FROM dual",
                        "DIRECTIVE /",
                        "STATEMENT <<a>> BEGIN NULL; END;",
                        "STATEMENT CREATE TABLE t (a NUMBER)",
                        "DIRECTIVE COLUMN a -\n  FORMAT a10",
                        "STATEMENT WITH FUNCTION f RETURN NUMBER IS BEGIN RETURN 1; END;\nSELECT f FROM dual",
                        "DIRECTIVE @@next.sql",
                        "STATEMENT COMMENT ON TABLE t IS 'x'");
    }

    @Test
    void sqlServerBatchesEndWithGo() {
        assertThat(Cutting.outline(Dialect.SQLSERVER, """
            USE [a];
            GO
            SELECT 1; SELECT [a]]
            GO
            ], 'x' /* /* */
            GO
            */
            go -- done
            :r other.sql
            GOTO x
            GO 3
            SELECT 2\
            """))
                .containsExactly(
                        "DIRECTIVE USE [a];",
                        "STATEMENT SELECT 1; SELECT [a]]\nGO\n], 'x' /* /* */\nGO\n*/",
                        "DIRECTIVE :r other.sql",
                        "STATEMENT GOTO x",
                        "DIRECTIVE GO 3",
                        "STATEMENT SELECT 2");
    }

    @Test
    void db2TerminatorsCanChange() {
        assertThat(Cutting.outline(
                        Dialect.DB2,
                        "CONNECT TO x;\n"
                                + "SELECT ';' FROM t;\n"
                                + "--#SET TERMINATOR @\n"
                                + "BEGIN a; END@\n"
                                + "--#SET TERMINATOR ;\n"
                                + "SELECT 1;"))
                .containsExactly(
                        "DIRECTIVE CONNECT TO x",
                        "STATEMENT SELECT ';' FROM t",
                        "DIRECTIVE --#SET TERMINATOR @",
                        "STATEMENT BEGIN a; END",
                        "DIRECTIVE --#SET TERMINATOR ;",
                        "STATEMENT SELECT 1");
    }
}
