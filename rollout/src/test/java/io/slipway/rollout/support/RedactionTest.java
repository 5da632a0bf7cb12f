package io.slipway.rollout.support;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    /** As PostgreSQL, MariaDB and SQLite say it; names stay, values go. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ERROR: duplicate key value violates unique constraint "customer_pkey" Detail: Key (email)=(bob@example.org) already exists. | ERROR: duplicate key value violates unique constraint "customer_pkey" Detail: Key (email)=(…) already exists.
            Failing row contains (7, Bob, (1,2), null). | Failing row contains (…).
            invalid input syntax for type integer: "4711a" | invalid input syntax for type integer: "…"
            relation "orders" does not exist | relation "orders" does not exist
            column "total" of relation "orders" already exists | column "total" of relation "orders" already exists
            Duplicate entry 'bob' for key 'email' | Duplicate entry '…' for key 'email'
            Table 'shop.orders' doesn't exist | Table 'shop.orders' doesn't exist
            Unknown column 'totl' in 'field list' | Unknown column 'totl' in 'field list'
            Incorrect integer value: 'secret' for column `shop`.`t`.`c` at row 1 | Incorrect integer value: '…' for column `shop`.`t`.`c` at row 1
            UNIQUE constraint failed: letter.code | UNIQUE constraint failed: letter.code
            Access denied for user 'root'@'10.0.0.1' (using password: YES) | Access denied for user '…'@'…' (using password: …
            cannot reach jdbc:postgresql://app:pw@db/shop | cannot reach jdbc:postgresql://…@db/shop
            value 4111111111111111 is out of range | value … is out of range
            """)
    void namesStayAndValuesGo(String said, String told) {
        assertThat(Redaction.of(said)).isEqualTo(told);
    }

    @Property(tries = 200)
    void aValueInTheseMessagesNeverComesThrough(@ForAll @AlphaChars @StringLength(min = 6, max = 30) String value) {
        String marked = "zq" + value;
        for (String form : new String[] {
            "Key (name)=(%s) already exists.",
            "Duplicate entry '%s' for key 'x'",
            "invalid input value for enum mood: \"%s\"",
            "Truncated incorrect DOUBLE value: '%s'",
            "Failing row contains (1, %s, null).",
            "date/time field value out of range: \"%s\"",
            "Data too long: '%s''s",
            "unterminated quoted string \"%s"
        }) {
            assertThat(Redaction.of(form.replace("%s", marked))).doesNotContain(marked);
        }
    }

    /** A sentence of ours that quotes a database is cut where somebody's own text begins. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Statement 2 failed [P0001]: zq of Maria Schmidt | Statement 2 failed [P0001]: left out
            The database failed around the commit [45000]: zq DE89370400440532013000 | The database failed around the commit [45000]: left out
            Statement 2 failed [42P01]: relation "t" does not exist. Besides [P0001]: zq | Statement 2 failed [42P01]: relation "t" does not exist. Besides [P0001]: left out
            Statement 2 failed [23000]: zq (error 1644) | Statement 2 failed [23000]: left out
            Statement 2 failed [42P01]: relation "t" does not exist | Statement 2 failed [42P01]: relation "t" does not exist
            """)
    void aSentenceOfOursTellsNothingThatSomebodyRaised(String said, String told) {
        assertThat(Redaction.ofSentence(said, "deployment #7")).startsWith(told).doesNotContain("zq");
    }

    /** Where our sentence has no state, the place tells it. */
    @Test
    void whereItWasRaisedTellsItToo() {
        assertThat(Redaction.ofSentence(
                        "It cannot be taken away: zq\nWhere: PL/pgSQL-Funktion f() Zeile 1 bei RAISE", "deployment #7"))
                .startsWith("left out")
                .doesNotContain("zq");
    }
}
