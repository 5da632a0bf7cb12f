package io.slipway.rollout.reference;

import java.util.List;
import java.util.Optional;

/**
 * What reference databases are made of, held against the database that they are to follow. Packaging makes them of the
 * artifacts' changes alone, so that they follow a database exactly when that is what its changes lead to.
 *
 * @param environment whose database it is
 * @param version of the artifact that it is at; empty when none was ever deployed there, so that it should be empty
 * @param reference fingerprint of the schema that packaging saw after that artifact's last change
 * @param source fingerprint of the database's own schema
 * @param differences such as {@code changed column public.a.b}, {@code missing table public.c}, {@code extra index d}:
 *     as the database differs from what packaging saw
 * @param leftOut paths of the artifact's changes that the database does not have, such as by their labels
 * @param ahead how many changes packaging proves on besides, which have still to come down the pipeline
 */
public record ReferenceComparison(
        String environment,
        Optional<String> version,
        String reference,
        String source,
        List<String> differences,
        List<String> leftOut,
        int ahead) {
    public ReferenceComparison {
        differences = List.copyOf(differences);
        leftOut = List.copyOf(leftOut);
    }

    public boolean equal() {
        return differences.isEmpty();
    }

    /** In a sentence without its end. */
    public String result() {
        String at = version.map(v -> "at " + v).orElse("where nothing was deployed yet");
        if (equal()) {
            return "'" + environment + "', " + at + ", has exactly the schema that packaging proves on"
                    + (ahead == 0 ? "" : ", but for " + changes(ahead) + " still in the pipeline");
        }
        return "'" + environment + "', " + at + ", has not the schema that packaging proves on: " + differences.get(0)
                + (differences.size() == 1 ? "" : ", and " + (differences.size() - 1) + " more")
                + (leftOut.isEmpty() ? "" : "; " + changes(leftOut.size()) + " of that artifact it does not have");
    }

    private static String changes(int count) {
        return count == 1 ? "1 change" : count + " changes";
    }
}
