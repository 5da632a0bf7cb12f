package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Reads catalogues of databases with many tables; {@code bench/catalogue.sh} runs it with more of them. Each table has
 * six columns, a primary and a foreign key, a check, two more indexes, a sequence and a comment.
 */
class LargeCatalogueTest {
    private static final String TABLES = System.getProperty("catalogue.tables", "50");
    private static final int TOGETHER = 500;
    private static final int OBJECTS_OF_EACH = 14;

    @Test
    void everyObjectOfManyTablesIsInTheFingerprint() throws SqlFailure {
        for (int tables :
                Arrays.stream(TABLES.split(",")).mapToInt(Integer::parseInt).toArray()) {
            try (Target target = Databases.open(Databases.fresh())) {
                make(target, tables);
                // the first reading also brings the server's catalogue into its memory, where it is in use
                Catalogue first = target.catalogue();
                String fingerprint = first.fingerprint();
                long started = System.nanoTime();
                String again = target.catalogue().fingerprint();
                long millis = (System.nanoTime() - started) / 1_000_000;
                assertThat(again).isEqualTo(fingerprint);
                assertThat(first.objects()).hasSizeGreaterThanOrEqualTo(tables * OBJECTS_OF_EACH);
                System.out.println("fingerprint of " + tables + " tables, "
                        + first.objects().size() + " objects: " + millis + " ms");
            }
        }
    }

    private static void make(Target target, int tables) throws SqlFailure {
        target.execute("create table root (id integer primary key)");
        for (int first = 1; first <= tables; first += TOGETHER) {
            target.execute("""
                    do $$ begin
                      for i in %d..%d loop
                        execute format('create table t%%s (id serial primary key, root_id integer not null references root,'
                          ' name varchar(80) not null default ''x'', amount numeric(12, 2) check (amount >= 0),'
                          ' at timestamptz default now(), note text)', i);
                        execute format('create index t%%s_name on t%%s (name)', i, i);
                        execute format('create index t%%s_at on t%%s (at desc) where amount > 0', i, i);
                        execute format('comment on table t%%s is ''table %%s''', i, i);
                      end loop;
                    end $$""".formatted(first, Math.min(tables, first + TOGETHER - 1)));
        }
        target.execute("analyze pg_catalog.pg_class");
    }
}
