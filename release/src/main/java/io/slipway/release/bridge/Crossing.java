package io.slipway.release.bridge;

import io.slipway.release.catalogue.CatalogueDifference;
import java.util.List;
import java.util.Optional;

/**
 * A way from one schema to another, as far as one was found.
 *
 * @param statements in the order in which they ran, without a semicolon at the end
 * @param remaining what differs still; empty when the schemas are the same
 */
public record Crossing(List<Statement> statements, List<Remaining> remaining) {

    /** @param warning what it takes away that cannot be had again, or what it guesses; empty for most */
    public record Statement(String sql, Optional<String> warning) {}

    /** @param reason what the database said of the last try, or that no statement is known for it */
    public record Remaining(CatalogueDifference.Entry entry, String reason) {}
}
