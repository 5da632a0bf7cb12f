package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE USER joe WITH PASSWORD 'hunter2' NOSUCHOPTION;",
                "create user joe with encrypted password E'hunter2\\'s' valid until 'infinity'",
                "ALTER ROLE joe PASSWORD $x$hunter2$x$",
                "ALTER ROLE joe PASSWORD /* new */ 'hunter2",
                "CREATE USER joe@'%' IDENTIFIED BY 'hunter2'",
                "CREATE USER joe IDENTIFIED BY \"hunter2\" ACCOUNT LOCK",
                "CREATE USER joe IDENTIFIED VIA mysql_native_password USING PASSWORD('hunter2')",
                "CREATE USER joe IDENTIFIED WITH ed25519 AS 'hunter2'",
                "GRANT ALL ON x.* TO joe IDENTIFIED BY PASSWORD 'hunter2'",
                "SET PASSWORD FOR joe = PASSWORD('hunter2')",
                "SET PASSWORD = 'hunter2'",
                "CREATE USER MAPPING FOR joe SERVER s OPTIONS (user 'joe', password 'hunter2')",
                "CREATE SUBSCRIPTION s CONNECTION 'host=h user=u password=hunter2 dbname=d' PUBLICATION p",
                "SELECT dblink_connect('postgresql://joe:hunter2@host/db')",
                "DO $$ BEGIN EXECUTE 'CREATE USER joe PASSWORD ''hunter2'''; END $$",
                "UPDATE account SET password = 'hunter2' WHERE id = 1",
                "syntax error\nCONTEXT: SQL statement \"CREATE USER joe PASSWORD 'hunter2' NOSUCH\"",
                "SELECT set_config(secret => 'hunter2')"
            })
    void noPasswordIsLeft(String text) {
        assertThat(SecretMask.of(text)).doesNotContain("hunter2").contains("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE account (id int, password text NOT NULL DEFAULT 'none')",
                "COMMENT ON COLUMN account.password IS 'hashed'",
                "INSERT INTO account (password, name) VALUES (crypt('x', 'y'), 'z')",
                "password authentication failed for user \"joe\"",
                "Access denied for user 'joe'@'localhost' (using password: YES)",
                "ALTER ROLE joe PASSWORD NULL",
                "SELECT 'https://example.com/a'"
            })
    void whatIsNoneStays(String text) {
        assertThat(SecretMask.of(text)).isEqualTo(text);
    }

    @Test
    void theRestOfTheStatementIsThere() {
        assertThat(SecretMask.of("CREATE USER joe WITH PASSWORD 'it''s' NOSUCHOPTION"))
                .isEqualTo("CREATE USER joe WITH PASSWORD '***' NOSUCHOPTION");
    }

    @Test
    void aLongTextNeedsNoStack() {
        String text = "PASSWORD '" + "''".repeat(200_000) + "\nIDENTIFIED BY" + " ".repeat(200_000);
        assertThat(SecretMask.of(text)).isEqualTo("PASSWORD '***'");
    }
}
