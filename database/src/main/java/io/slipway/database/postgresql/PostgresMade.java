package io.slipway.database.postgresql;

import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What provisioning leaves in an environment's catalogue, in the words that {@link PostgresCatalogue} has for it. */
final class PostgresMade {
    private PostgresMade() {}

    /** @param mark what a comment says on all that we make */
    static Predicate<CatalogueObject> all(String mark, DatabaseWish wish) {
        if (wish.existing()) {
            return object -> false;
        }
        String schema = "schema " + PostgresRights.schema(wish);
        List<CatalogueObject> made = new ArrayList<>();
        made.add(grant(schema, wish.deploy(), "CREATE, USAGE"));
        wish.schema()
                .ifPresentOrElse(
                        name -> {
                            made.add(new CatalogueObject("schema", name, ""));
                            made.add(new CatalogueObject("comment", schema, mark));
                        },
                        () -> made.add(grant(schema, "PUBLIC", "nothing")));
        wish.read().ifPresent(read -> {
            made.add(grant(schema, read, "USAGE"));
            for (String later : List.of("tables", "sequences")) {
                String name = later + " in " + schema + " by <owner>";
                made.add(new CatalogueObject("default privileges", name, ""));
                made.add(grant("default privileges " + name, read, "SELECT"));
            }
        });
        return object -> made.contains(object) || readsLater(wish, object);
    }

    /** As the right to read what is made later becomes one on each table, view and sequence. */
    private static boolean readsLater(DatabaseWish wish, CatalogueObject object) {
        Optional<String> read = wish.read();
        return read.isPresent()
                && object.kind().equals("grant")
                && object.definition().equals("SELECT")
                && object.name().endsWith(" to " + read.get())
                && object.name().matches("(table|foreign table|view|materialized view|sequence) .*")
                && object.name().contains(" " + PostgresRights.schema(wish) + ".");
    }

    private static CatalogueObject grant(String object, String role, String rights) {
        return new CatalogueObject("grant", object + " to " + role, rights);
    }
}
