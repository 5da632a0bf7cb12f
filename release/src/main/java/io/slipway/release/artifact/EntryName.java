package io.slipway.release.artifact;

import io.slipway.release.digest.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The names that an artifact's entries can have, and their order in the file. */
final class EntryName {
    static final String MANIFEST = "manifest.json";
    static final String PROOF = "proof.json";
    static final String SCHEMA = "schema.json";
    static final String PROVENANCE = "provenance.json";
    static final String SIGNATURE = "signature.json";
    private static final String CHANGES = "changes/";
    private static final String ROLLBACKS = "rollbacks/";
    /** No name is longer. */
    static final int LONGEST = ROLLBACKS.length() + 64 + 4;

    private static final List<String> ORDER =
            List.of(MANIFEST, PROOF, SCHEMA, CHANGES, ROLLBACKS, PROVENANCE, SIGNATURE);
    private static final String SUFFIX = ".sql";

    /** Order in the file: what is small and read first, then the texts by digest, then what speaks about them all. */
    static final Comparator<String> IN_FILE = EntryName::compare;

    private EntryName() {}

    static String change(String digest) {
        return CHANGES + digest + SUFFIX;
    }

    static String rollback(String digest) {
        return ROLLBACKS + digest + SUFFIX;
    }

    /** The digest in the name of a text; empty for the JSON entries. */
    static Optional<String> digest(String name) {
        String folder = folder(name);
        if (folder.isEmpty() || !name.endsWith(SUFFIX) || name.length() < folder.length() + SUFFIX.length()) {
            return Optional.empty();
        }
        String digest = name.substring(folder.length(), name.length() - SUFFIX.length());
        return Sha256.isHex(digest) ? Optional.of(digest) : Optional.empty();
    }

    /** Whether a name that is known is a text's. */
    static boolean isText(String name) {
        return name.endsWith(SUFFIX);
    }

    static boolean isRollback(String name) {
        return name.startsWith(ROLLBACKS);
    }

    static boolean isKnown(String name) {
        return digest(name).isPresent() || ORDER.contains(name) && !name.endsWith("/");
    }

    /** What is wrong with a name that is not known. */
    static String objection(String name) {
        if (name.isEmpty()) {
            return "has no name";
        }
        if (name.contains("\\")) {
            return "has a backslash in its name";
        }
        if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
            return "has an absolute name";
        }
        if (List.of(name.split("/", -1)).contains("..")) {
            return "has a name that leads out of its folder";
        }
        if (name.endsWith("/")) {
            return "is a folder";
        }
        return "is none that an artifact has";
    }

    private static int compare(String one, String other) {
        int ranks = Integer.compare(rank(one), rank(other));
        return ranks == 0 ? one.compareTo(other) : ranks;
    }

    /** Where it stands in the file, before the order of names. */
    static int rank(String name) {
        String folder = folder(name);
        return ORDER.indexOf(folder.isEmpty() ? name : folder);
    }

    private static String folder(String name) {
        return name.startsWith(CHANGES) ? CHANGES : name.startsWith(ROLLBACKS) ? ROLLBACKS : "";
    }
}
