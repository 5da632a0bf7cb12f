package io.slipway.server.account;

import java.util.Optional;

/**
 * Somebody with an account.
 *
 * @param name what they sign in with; lower case, unique, never changes
 * @param active false for who has left: their name stays in histories
 */
public record Person(String id, String name, String fullName, Optional<String> email, boolean active) {}
