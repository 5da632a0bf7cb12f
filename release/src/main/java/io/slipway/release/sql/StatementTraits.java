package io.slipway.release.sql;

import java.util.Optional;

/**
 * What a statement's own words say about how it must be run.
 *
 * @param verb leading keywords in capitals, such as {@code CREATE INDEX} or {@code INSERT}
 * @param outsideTransaction the database refuses it inside a transaction block ({@code CREATE INDEX CONCURRENTLY},
 *     {@code VACUUM}, {@code ALTER SYSTEM}, {@code CREATE DATABASE} …)
 * @param transactionControl it begins, ends or changes a transaction ({@code BEGIN}, {@code COMMIT},
 *     {@code SAVEPOINT}, {@code START TRANSACTION} …)
 * @param mayCommit when a transaction is open, it may make what was done in it permanent
 * @param settingOnly it changes nothing but the session, and is gone with it ({@code SET}, {@code USE},
 *     {@code LOCK TABLES} …)
 * @param copyFromStdin its rows follow in the script
 * @param createdIndex the unqualified name, as the catalogue has it, of the index that it creates concurrently
 */
public record StatementTraits(
        String verb,
        boolean outsideTransaction,
        boolean transactionControl,
        boolean mayCommit,
        boolean settingOnly,
        boolean copyFromStdin,
        Optional<String> createdIndex) {}
