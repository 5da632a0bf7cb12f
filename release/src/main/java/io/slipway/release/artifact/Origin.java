package io.slipway.release.artifact;

/**
 * Where a change comes from in Git.
 *
 * @param commit full id of the commit that last touched the script
 * @param message its first line
 * @param time its author time, ISO-8601 with offset
 */
public record Origin(String commit, String author, String email, String message, String time) {}
