package io.slipway.database.postgresql;

import io.slipway.release.catalogue.CatalogueObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns the access list of one object into {@code grant} objects, one for each who has other rights than by default. */
final class Privileges {
    private static final String OWNER = "<owner>";
    private static final String MAINTAIN = "MAINTAIN";

    /** All privileges on a table before PostgreSQL 17 added MAINTAIN, which GRANT ALL there includes. */
    private static final Set<String> TABLE =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER");

    private Privileges() {}

    /**
     * @param acl rows of "granted" or "default", grantee, grantor unless it is the owner, privilege
     * @param major version of the server
     */
    static List<CatalogueObject> of(String kind, String name, String[][] acl, int major) {
        Map<String, Set<String>> granted = new TreeMap<>();
        Map<String, Set<String>> byDefault = new TreeMap<>();
        for (String[] row : acl) {
            String privilege = row[2].isEmpty() ? row[3] : row[3] + " by " + row[2];
            Map<String, Set<String>> side = row[0].equals("granted") ? granted : byDefault;
            side.computeIfAbsent(row[1], g -> new TreeSet<>()).add(privilege);
        }
        if (kind.equals("schema") && name.equals("public")) {
            usualInPublic(granted, byDefault, major);
        }
        Set<String> grantees = new TreeSet<>(granted.keySet());
        grantees.addAll(byDefault.keySet());
        List<CatalogueObject> grants = new ArrayList<>();
        for (String grantee : grantees) {
            Set<String> has = settled(grantee, granted.getOrDefault(grantee, Set.of()));
            if (!has.equals(settled(grantee, byDefault.getOrDefault(grantee, Set.of())))) {
                String rights = has.isEmpty() ? "nothing" : String.join(", ", has);
                grants.add(new CatalogueObject("grant", kind + " " + name + " to " + grantee, rights));
            }
        }
        return grants;
    }

    /** Everyone may use the schema that every database starts with, and before 15 make objects there. */
    private static void usualInPublic(Map<String, Set<String>> granted, Map<String, Set<String>> byDefault, int major) {
        byDefault.computeIfAbsent("PUBLIC", g -> new TreeSet<>()).add("USAGE");
        if (major < 15) {
            granted.getOrDefault("PUBLIC", new TreeSet<>()).remove("CREATE");
        }
    }

    private static Set<String> settled(String grantee, Set<String> privileges) {
        Set<String> settled = new TreeSet<>(privileges);
        if (grantee.equals(OWNER)) {
            settled.remove(MAINTAIN);
        } else if (settled.containsAll(TABLE)) {
            settled.removeAll(TABLE);
            settled.remove(MAINTAIN);
            settled.add("ALL");
        }
        return settled;
    }
}
