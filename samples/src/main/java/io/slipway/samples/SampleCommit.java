package io.slipway.samples;

import java.time.OffsetDateTime;
import java.util.List;

/**
 * One commit of the sample shop.
 *
 * @param author who wrote and committed it
 * @param at when, in the time zone of the author
 * @param message the whole commit message
 * @param files the files it adds or edits, as paths in the repository; a script's rollback stands behind the script
 */
public record SampleCommit(Author author, OffsetDateTime at, String message, List<String> files) {

    public SampleCommit {
        files = List.copyOf(files);
    }

    /** The scripts among the files, without their rollbacks. */
    public List<String> scripts() {
        return files.stream()
                .filter(file -> file.endsWith(".sql") && !file.endsWith(".rollback.sql"))
                .toList();
    }
}
