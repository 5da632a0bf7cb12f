package io.slipway.release.sql;

/**
 * What a statement's own words say about how it must be run.
 *
 * @param verb leading keywords in capitals, such as {@code CREATE INDEX} or {@code INSERT}
 * @param outsideTransaction the database refuses it inside a transaction block ({@code CREATE INDEX CONCURRENTLY},
 *     {@code VACUUM}, {@code ALTER SYSTEM}, {@code CREATE DATABASE} …)
 * @param transactionControl it begins, ends or changes a transaction ({@code BEGIN}, {@code COMMIT},
 *     {@code SAVEPOINT}, {@code START TRANSACTION} …)
 * @param copyFromStdin its rows follow in the script
 */
public record StatementTraits(
        String verb, boolean outsideTransaction, boolean transactionControl, boolean copyFromStdin) {}
