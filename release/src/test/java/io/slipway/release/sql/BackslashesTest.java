package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.StringReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackslashesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POSTGRESQL | select 'a\\b' | 9",
                "POSTGRESQL | select 'it''s', N'\\' | 18",
                "POSTGRESQL | select e'\\', \\'', $$\\$$, \"\\\" /* '\\' */ -- '\\' | -1",
                "MYSQL | select \"a\\b\" | 9",
                "MYSQL | select `a\\b`, 'c' -- '\\' | -1"
            })
    void onlyThoseInStringsThatASettingRules(Dialect dialect, String sql, int index) {
        assertThat(Backslashes.first(dialect, sql).orElse(-1)).isEqualTo(index);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POSTGRESQL | SET standard_conforming_strings = off | true",
                "POSTGRESQL | set local Standard_Conforming_Strings to 'false' | true",
                "POSTGRESQL | SET standard_conforming_strings = on | false",
                "POSTGRESQL | RESET standard_conforming_strings | false",
                "MYSQL | SET sql_mode='ANSI,NO_BACKSLASH_ESCAPES' | true",
                "MYSQL | SET @x := 1, @@session.sql_mode := 'no_backslash_escapes' | true",
                "MYSQL | /*!40101 SET @old=@@SQL_MODE, SQL_MODE='NO_BACKSLASH_ESCAPES' */ | true",
                "MYSQL | SET sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '') | false",
                "MYSQL | SET sql_mode = 'ANSI' | false",
                "MYSQL | SET @x = 'NO_BACKSLASH_ESCAPES' | false",
                "SQLITE | SET sql_mode='NO_BACKSLASH_ESCAPES' | false"
            })
    void aScriptThatSetsSuchASettingCannotBeCut(Dialect dialect, String sql, boolean refused) {
        Splitter pieces = Splitters.of(dialect, new StringReader("SELECT 1;\n " + sql + ";\nSELECT 'open\\');"));
        pieces.next();
        pieces.next();
        if (refused) {
            assertThatExceptionOfType(SplitException.class)
                    .isThrownBy(pieces::next)
                    .withMessageContaining("makes strings end elsewhere")
                    .satisfies(e -> assertThat(e.line()).isEqualTo(2))
                    .satisfies(e -> assertThat(e.column()).isEqualTo(2));
        } else {
            assertThat(pieces.next().sql()).isEqualTo(sql);
        }
    }
}
