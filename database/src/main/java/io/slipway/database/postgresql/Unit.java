package io.slipway.database.postgresql;

/**
 * What is read again as a whole when a part of it was touched: a relation with its columns, constraints, indexes and so
 * on; a routine; a type; a schema; or all the rest, of which there is little.
 *
 * @param oid 0 for the rest
 */
record Unit(Group group, long oid) {
    static final Unit REST = new Unit(Group.REST, 0);

    enum Group {
        SCHEMA("schemas"),
        RELATION("relations columns defaults constraints indexes triggers rules policies statistics sequences"),
        ROUTINE("routines"),
        TYPE("types"),
        REST("extensions event_triggers operators languages text_search foreign publishing default_privileges");

        private final String families;

        Group(String families) {
            this.families = families;
        }

        /** Names of the queries that read it. */
        String[] families() {
            return families.split(" ");
        }
    }
}
