package io.slipway.release.rules;

import java.util.Locale;
import java.util.Optional;

/**
 * The name of an object as a statement writes it.
 *
 * @param text without quotes, as written
 * @param offset where it starts in its statement
 */
record Name(Optional<String> schema, String text, boolean quoted, int offset) {

    /** Could both mean the same object? A name without schema may be in any. */
    boolean matches(Name other) {
        return key().equals(other.key())
                && (schema.isEmpty() || other.schema.isEmpty() || schema.get().equalsIgnoreCase(other.schema.get()));
    }

    /** The name without its schema, for comparing. */
    String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return schema.map(s -> s + ".").orElse("") + text;
    }
}
